/**
 * The trailer section of a chunked body (RFC 9112 7.1.2): field lines without a start line. Fields
 * that belong in the head (framing, Host, Connection…) are dropped, folded lines refused.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { Fields } from "../fields.ts";
import { HttpMessage, PHASE_TRAILERS } from "../message.ts";
import { NEED_MORE, REFUSED } from "./head-error.ts";
import { type HeadLimits, parseHead } from "./parse.ts";

/** A trailer section that was read whole. */
export interface Trailers {
  readonly fields: Fields;
  /** Past the empty line that ends it. */
  readonly end: number;
}

/**
 * Parses the section in [start, end). Each call reads from `start` again, so the bytes must be kept
 * until it is complete; sections are rare and short enough for a message of their own.
 */
export function parseTrailers(
  buffer: ByteBuffer,
  start: number,
  end: number,
  limits: HeadLimits,
  lenient: boolean = false,
): Trailers | typeof NEED_MORE | typeof REFUSED {
  const message = new HttpMessage(buffer);
  message.parsePhase = PHASE_TRAILERS;
  message.lenient = lenient;
  message.headStart = start;
  message.parsePosition = start;
  const consumed = parseHead(message, buffer, start, end, limits);
  if (consumed < 0) return REFUSED;
  return consumed === NEED_MORE ? NEED_MORE : { fields: message.fields, end: consumed };
}
