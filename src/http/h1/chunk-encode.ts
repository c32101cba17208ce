/** Writes the framing of chunked bodies (RFC 9112 7.1); the payload itself is sent as it is. */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { CR, LF } from "../chars.ts";

/** The last chunk and an empty trailer section. */
export const LAST_CHUNK = "0\r\n\r\n";
/** The last chunk alone; trailer fields and an empty line follow (`encodeFields`). */
export const LAST_CHUNK_BEFORE_TRAILERS = "0\r\n";
/** Most bytes that `writeChunkSize` writes: thirteen digits and CR LF. */
export const CHUNK_SIZE_MAX_BYTES = 15;

/**
 * Writes the size line of a chunk at `offset` and returns the offset past it. `size` is at least 1
 * (a zero would end the body) and below 2^52; the caller leaves room for CHUNK_SIZE_MAX_BYTES. The
 * chunk's data and CR LF must follow.
 */
export function writeChunkSize(size: number, out: ByteBuffer, offset: number): number {
  const digits = size.toString(16);
  const at = offset + out.latin1Write(digits.toUpperCase(), offset, digits.length);
  out[at] = CR;
  out[at + 1] = LF;
  return at + 2;
}
