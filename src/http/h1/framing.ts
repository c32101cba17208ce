/**
 * Content-Length and Transfer-Encoding: the fields that say where a body ends (RFC 9112 6). What
 * could be read in two ways is refused; where HAProxy makes one reading safe (both fields given,
 * equal lengths given twice) the fields are rewritten so that only that reading is left.
 */
import { CANONICAL, FLAGS, SLOT_SIZE, VALUE_END, VALUE_START } from "../fields.ts";
import { CONTENT_LENGTH, TRANSFER_ENCODING } from "../header-name.ts";
import {
  BODY_CHUNKED,
  BODY_LENGTH,
  BODY_NONE,
  BODY_TUNNEL,
  BODY_UNTIL_CLOSE,
  CODING_CHUNKED,
  CODING_OTHER,
  HAS_CONTENT_LENGTH,
  HAS_TRANSFER_ENCODING,
  type HttpMessage,
  MUST_CLOSE,
} from "../message.ts";
import { METHOD_CONNECT, METHOD_DELETE, METHOD_GET, METHOD_HEAD } from "../method.ts";
import { COMMA, isBlank } from "../chars.ts";
import { trimBlanks } from "../field-values.ts";
import { refuse } from "./head-error.ts";

const ACCEPTED = 0;

/** What `global` lets pass although it is doubtful (manual 3.1, `h1-...`). */
export interface FramingLeniency {
  /** HTTP/1.0 requests with a method that promises no body may have one. */
  readonly takesBodyOfAnyMethod?: boolean;
  /** A connection stays open after a message that gave its length in two ways. */
  readonly keepsAfterTwoLengths?: boolean;
}

/** Takes a Content-Length line: one number, or equal ones in a list; equal lines are merged. */
export function noteContentLength(message: HttpMessage, index: number): number {
  const { buffer, slots } = message.fields;
  const slot = index * SLOT_SIZE;
  const valueEnd = slots[slot + VALUE_END]!;
  let at = slots[slot + VALUE_START]!;
  let elements = 0;
  for (;;) {
    while (at < valueEnd && isBlank(buffer[at]!)) at++;
    const start = at;
    let length = 0;
    for (; at < valueEnd; at++) {
      const digit = buffer[at]! - 48;
      if (digit < 0 || digit > 9) break;
      length = length * 10 + digit;
    }
    const bad = at === start || length > Number.MAX_SAFE_INTEGER;
    const known = elements > 0 || (message.flags & HAS_CONTENT_LENGTH) !== 0;
    if (bad || (known && length !== message.contentLength)) {
      return refuse(message, 400, at, "bad Content-Length");
    }
    message.contentLength = length;
    if (elements++ === 0) slots[slot + VALUE_END] = at;
    while (at < valueEnd && isBlank(buffer[at]!)) at++;
    if (at === valueEnd) break;
    if (buffer[at] !== COMMA) return refuse(message, 400, at, "bad Content-Length");
    at++;
  }
  if (elements > 1) slots[slot + FLAGS] = slots[slot + FLAGS]! & ~CANONICAL;
  if ((message.flags & HAS_CONTENT_LENGTH) !== 0) message.fields.removeAt(index);
  message.flags |= HAS_CONTENT_LENGTH;
  return ACCEPTED;
}

/** Takes a Transfer-Encoding line; what the codings amount to is settled at the head's end. */
export function noteTransferEncoding(message: HttpMessage, index: number): number {
  if (message.lenient && message.isResponse) repairCoding(message, index);
  if (!message.fields.isPresent(index)) return ACCEPTED;
  const codings = message.fields.valueText(index).toLowerCase().split(",");
  message.flags |= HAS_TRANSFER_ENCODING;
  for (let i = 0; i < codings.length; i++) {
    const coding = trimBlanks(codings[i]!, 0, codings[i]!.length);
    const chunked = (message.flags & CODING_CHUNKED) !== 0;
    if (coding === "" && chunked) continue;
    if (chunked) {
      const { slots } = message.fields;
      return refuse(message, 400, slots[index * SLOT_SIZE + VALUE_END]!, "coding after chunked");
    }
    message.flags |= coding === "chunked" ? CODING_CHUNKED : CODING_OTHER;
  }
  return ACCEPTED;
}

/** What servers repeat or leave empty: `chunked` counts once, nothing is as if it was not there. */
function repairCoding(message: HttpMessage, index: number): void {
  const { fields } = message;
  const codings = fields
    .valueText(index)
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "");
  const isChunked = codings.every((coding) => coding.toLowerCase() === "chunked");
  if (!isChunked) return;
  const isKnown = (message.flags & CODING_CHUNKED) !== 0;
  if (codings.length === 0 || isKnown) fields.removeAt(index);
  else if (fields.valueText(index) !== "chunked") fields.setValueAt(index, "chunked");
}

/** Settles how a request's body ends: chunked, by length, or there is none (RFC 9112 6.3). */
export function settleRequestBody(message: HttpMessage, leniency: FramingLeniency): number {
  if ((message.flags & HAS_TRANSFER_ENCODING) !== 0) {
    if (message.minorVersion === 0)
      return refuseCoding(message, 400, "Transfer-Encoding in HTTP/1.0");
    if (message.method === METHOD_CONNECT)
      return refuseCoding(message, 400, "Transfer-Encoding with CONNECT");
    if (settleCoding(message, leniency) < 0) return -1;
    message.bodyKind = BODY_CHUNKED;
  } else if (message.method === METHOD_CONNECT) {
    message.fields.remove(CONTENT_LENGTH);
    message.bodyKind = BODY_TUNNEL;
  } else if ((message.flags & HAS_CONTENT_LENGTH) !== 0 && message.contentLength > 0) {
    if (isBodyUnexpected(message) && leniency.takesBodyOfAnyMethod !== true)
      return refuse(message, 413, message.headStart, "HTTP/1.0 request with a body");
    message.bodyKind = BODY_LENGTH;
  }
  return ACCEPTED;
}

/** Servers of HTTP/1.0 may overlook a body behind such a method, and read it as a request. */
function isBodyUnexpected({ method, minorVersion }: HttpMessage): boolean {
  if (minorVersion > 0) return false;
  return method === METHOD_GET || method === METHOD_HEAD || method === METHOD_DELETE;
}

/** Settles how a response's body ends; `requestMethod` is a METHOD_ number. */
export function settleResponseBody(
  message: HttpMessage,
  requestMethod: number,
  leniency: FramingLeniency,
): number {
  const { status, flags } = message;
  const isTunnel =
    status === 101 || (requestMethod === METHOD_CONNECT && status >= 200 && status < 300);
  if (isTunnel || status < 200 || status === 204) {
    message.fields.remove(CONTENT_LENGTH);
    message.fields.remove(TRANSFER_ENCODING);
    message.bodyKind = isTunnel ? BODY_TUNNEL : BODY_NONE;
    return ACCEPTED;
  }
  if ((flags & HAS_TRANSFER_ENCODING) !== 0 && settleCoding(message, leniency) < 0) return -1;
  if (requestMethod === METHOD_HEAD || status === 304) message.bodyKind = BODY_NONE;
  else if ((flags & HAS_TRANSFER_ENCODING) !== 0) message.bodyKind = BODY_CHUNKED;
  else if ((flags & HAS_CONTENT_LENGTH) === 0) message.bodyKind = BODY_UNTIL_CLOSE;
  else message.bodyKind = message.contentLength > 0 ? BODY_LENGTH : BODY_NONE;
  return ACCEPTED;
}

/** Only plain chunked passes. It wins over a length, and such a connection is not used again. */
function settleCoding(message: HttpMessage, leniency: FramingLeniency): number {
  const codings = message.flags & (CODING_CHUNKED | CODING_OTHER);
  if ((codings & CODING_CHUNKED) === 0)
    return refuseCoding(message, 400, "Transfer-Encoding without chunked");
  if ((codings & CODING_OTHER) !== 0)
    return refuseCoding(message, 422, "unsupported transfer coding");
  const hasTwoLengths = (message.flags & HAS_CONTENT_LENGTH) !== 0;
  const isDoubtful = hasTwoLengths && leniency.keepsAfterTwoLengths !== true;
  if (isDoubtful || message.minorVersion === 0) message.flags |= MUST_CLOSE;
  if (hasTwoLengths) message.fields.remove(CONTENT_LENGTH);
  message.contentLength = 0;
  return ACCEPTED;
}

function refuseCoding(message: HttpMessage, status: number, reason: string): number {
  const { fields } = message;
  const index = Math.max(0, fields.find(TRANSFER_ENCODING, -1));
  return refuse(message, status, fields.slots[index * SLOT_SIZE + VALUE_START]!, reason);
}
