/**
 * The incremental parser of HTTP/1 heads (RFC 9112). The caller keeps all bytes of a head in one
 * buffer and calls again when more have come; a head split at any byte gives the same result as
 * the whole one. Names are lower-cased in place, and no byte past the head is touched. Strict:
 * control bytes, folded lines of requests, blanks around names and doubtful lengths are refused,
 * because what two parsers read differently is how requests are smuggled.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { COLON, CR, DEL, isBlank, LF, SP, TAB, TOKEN_LOWER } from "../chars.ts";
import {
  CANONICAL,
  FLAGS,
  NAME_HASH,
  NAME_LENGTH,
  NAME_START,
  SLOT_SIZE,
  VALUE_END,
  VALUE_START,
} from "../fields.ts";
import { type HttpMessage, PHASE_FIELDS, PHASE_START_LINE } from "../message.ts";
import type { FramingLeniency } from "./framing.ts";
import { NEED_MORE, REFUSED, refuse } from "./head-error.ts";
import { finishRequest, finishResponse, isWatched, noteField } from "./head-rules.ts";
import { mayBeField, note, skipField, valueEnd as lenientValueEnd } from "./lenient.ts";
import { unfold } from "./obs-fold.ts";
import { parseRequestLine, parseStatusLine, skipEmptyLines } from "./start-line.ts";

export { NEED_MORE, REFUSED };

/** What a head may be at most. */
export interface HeadLimits extends FramingLeniency {
  /** Fields a head may have (`tune.http.maxhdr` less one, as HAProxy counts). */
  readonly maxFields: number;
  /** Bytes of a head (`tune.bufsize` less `tune.maxrewrite`). */
  readonly maxHeadBytes: number;
}

/**
 * Parses a request head in [start, end). Returns NEED_MORE, REFUSED, or the offset past the head,
 * where the body begins. On a further call for the same head, the bytes from `start` on must be
 * those of the call before with more behind them, in the same place of the same or another buffer.
 */
export function parseRequestHead(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
  limits: HeadLimits,
): number {
  const consumed = parseHead(message, buffer, start, end, limits);
  return consumed > 0 ? finishRequest(message, consumed, limits) : consumed;
}

/**
 * Parses a response head in [start, end), as `parseRequestHead`. `requestMethod` is the METHOD_
 * number of the request it answers: it decides whether a body follows.
 */
export function parseResponseHead(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
  limits: HeadLimits,
  requestMethod: number,
): number {
  message.isResponse = true;
  const consumed = parseHead(message, buffer, start, end, limits);
  return consumed > 0 ? finishResponse(message, consumed, requestMethod, limits) : consumed;
}

/**
 * What requests, responses and trailer sections have in common: scans into `message` from its
 * phase on and checks sizes, but settles nothing. Results as above.
 */
export function parseHead(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
  limits: HeadLimits,
): number {
  message.fields.buffer = buffer;
  if (message.parsePhase === PHASE_START_LINE) {
    const begun = skipEmptyLines(message, buffer, start, end);
    if (begun <= 0) return begun;
    const lineStart = message.headStart;
    const next = message.isResponse
      ? parseStatusLine(message, buffer, lineStart, end)
      : parseRequestLine(message, buffer, lineStart, end);
    if (next <= 0) return next < 0 ? next : checkSize(message, end, limits);
    message.parsePhase = PHASE_FIELDS;
    message.parsePosition = next;
  }
  const consumed = parseFields(message, buffer, message.parsePosition, end, limits.maxFields);
  if (consumed < 0) return consumed;
  const tooBig = checkSize(message, consumed === NEED_MORE ? end : consumed, limits);
  if (tooBig < 0) return tooBig;
  message.headEnd = consumed;
  return consumed;
}

function checkSize(message: HttpMessage, end: number, limits: HeadLimits): number {
  if (end - message.headStart <= limits.maxHeadBytes) return NEED_MORE;
  return refuse(message, 400, message.headStart + limits.maxHeadBytes, "head too large");
}

/**
 * Scans field lines from `start`; the hot loop. Every completed line becomes a slot at once, so a
 * later call goes on at the first line that was not complete.
 */
function parseFields(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
  maxFields: number,
): number {
  const fields = message.fields;
  let at = start;
  for (;;) {
    const lineStart = at;
    message.parsePosition = at;
    let hash = 0;
    let lower = 0;
    while (at < end && (lower = TOKEN_LOWER[buffer[at]!]!) !== 0) {
      hash = (Math.imul(hash, 31) + lower) | 0;
      buffer[at] = lower;
      at++;
    }
    if (at >= end) return NEED_MORE;
    const nameEnd = at;
    if (buffer[at] !== COLON || nameEnd === lineStart) {
      if (message.lenient && mayBeField(buffer, lineStart, at)) {
        at = skipField(message, buffer, at, end);
        if (at <= 0) return at;
        continue;
      }
      if (nameEnd > lineStart) return refuse(message, 400, at, "bad byte in a field name");
      if (!isBlank(buffer[at]!)) return endOfHead(message, buffer, at, end);
      at = unfold(message, buffer, at, end);
      if (at <= 0) return at;
      continue;
    }

    at++;
    while (at < end && (buffer[at] === SP || buffer[at] === TAB)) at++;
    const valueStart = at;
    let byte = 0;
    while (at < end && ((byte = buffer[at]!) > 31 ? byte !== DEL : byte === TAB)) at++;
    if (byte === 0 && message.lenient && at < end) {
      note(message, at, "NUL in a field value");
      at = lenientValueEnd(buffer, at, end);
      byte = buffer[at]!;
    }
    if (at >= end) return NEED_MORE;
    let valueEnd = at;
    if (byte === CR) {
      if (at + 1 >= end) return NEED_MORE;
      if (buffer[at + 1] !== LF) return refuse(message, 400, at + 1, "CR without LF in a field");
      at += 2;
    } else if (byte === LF) at++;
    else return refuse(message, 400, at, "control byte in a field value");
    while (valueEnd > valueStart && isBlank(buffer[valueEnd - 1]!)) valueEnd--;

    if (fields.size >= maxFields) return refuse(message, 400, lineStart, "too many fields");
    const index = fields.claimSlot();
    const slots = fields.slots;
    const slot = index * SLOT_SIZE;
    slots[slot + NAME_HASH] = hash;
    slots[slot + NAME_START] = lineStart;
    slots[slot + NAME_LENGTH] = nameEnd - lineStart;
    slots[slot + VALUE_START] = valueStart;
    slots[slot + VALUE_END] = valueEnd;
    slots[slot + FLAGS] =
      valueStart === nameEnd + 2 && buffer[nameEnd + 1] === SP && buffer[valueEnd] === CR
        ? CANONICAL
        : 0;
    if (isWatched(hash) && noteField(message, index, hash) < 0) return REFUSED;
  }
}

/** The empty line that ends the head; anything else that is no name is refused. */
function endOfHead(message: HttpMessage, buffer: ByteBuffer, at: number, end: number): number {
  const byte = buffer[at]!;
  if (byte === LF) return at + 1;
  if (byte === COLON) return refuse(message, 400, at, "empty field name");
  if (byte !== CR) return refuse(message, 400, at, "bad byte in a field name");
  if (at + 1 >= end) return NEED_MORE;
  return buffer[at + 1] === LF ? at + 2 : refuse(message, 400, at + 1, "CR without LF in a field");
}
