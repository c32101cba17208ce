/**
 * Writes one body in the framing its head announced: as it is, or in chunks (RFC 9112 7.1).
 */
import {
  CHUNK_SIZE_MAX_BYTES,
  LAST_CHUNK,
  LAST_CHUNK_BEFORE_TRAILERS,
  writeChunkSize,
} from "../../http/h1/chunk-encode.ts";
import { encodeFields } from "../../http/h1/encode.ts";
import type { Fields } from "../../http/fields.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { Outbound } from "../outbound.ts";

export class BodyWriter {
  readonly #out: Outbound;
  #chunked: boolean = false;

  constructor(out: Outbound) {
    this.#out = out;
  }

  begin(chunked: boolean): void {
    this.#chunked = chunked;
  }

  /** False once the socket is full. An empty range is no chunk: that would end the body. */
  data(bytes: ByteBuffer, start: number, end: number): boolean {
    const out = this.#out;
    if (!this.#chunked || start === end) return out.write(bytes, start, end);
    const at = out.reserve(CHUNK_SIZE_MAX_BYTES);
    out.commit(at, writeChunkSize(end - start, out.buffer, at));
    out.write(bytes, start, end);
    out.text("\r\n");
    return !out.congested;
  }

  end(trailers: Fields | null): void {
    if (!this.#chunked) return;
    const out = this.#out;
    if (trailers === null) return out.text(LAST_CHUNK);
    out.text(LAST_CHUNK_BEFORE_TRAILERS);
    const start = out.reserve(Math.floor(out.buffer.length / 2));
    const end = encodeFields(trailers, out.buffer, start, out.buffer.length);
    // Trailers were bounded like a head when they were read, so they fit.
    if (end >= 0) out.commit(start, end);
    else out.text("\r\n");
  }
}
