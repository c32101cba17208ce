/**
 * Writes an HTTP/1 head into a byte buffer. What nobody touched and whose bytes are already in
 * canonical form goes over in one native copy, the start line with the fields behind it; the rest
 * is written line by line. A head that does not fit writes nothing that counts: the result is -1.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { SP } from "../chars.ts";
import {
  CANONICAL,
  DELETED,
  FLAGS,
  type Fields,
  HAS_VALUE_TEXT,
  NAME_IS_TEXT,
  NAME_LENGTH,
  NAME_START,
  SLOT_SIZE,
  VALUE_END,
  VALUE_START,
} from "../fields.ts";
import type { HttpMessage } from "../message.ts";

/** What `encodeRequestHead` and `encodeResponseHead` return when the head does not fit. */
export const DOES_NOT_FIT = -1;

const REQUEST_TAIL: readonly [string, string] = [" HTTP/1.0\r\n", " HTTP/1.1\r\n"];
const STATUS_HEAD: readonly [string, string] = ["HTTP/1.0 ", "HTTP/1.1 "];
/** Length of `HTTP/1.1 200 `. */
const STATUS_HEAD_LENGTH = 13;
const VERSION_LENGTH = 8;
const DIGIT_0 = 48;
const CR = 13;
const LF = 10;

/** Writes the request head at `offset`; returns the offset past it, or DOES_NOT_FIT beyond `limit`. */
export function encodeRequestHead(
  message: HttpMessage,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  const { fields } = message;
  if (isCanonicalRequestLine(message)) {
    const lineEnd = message.targetEnd + 1 + VERSION_LENGTH + 2;
    return encodeLines(fields, message.methodStart, lineEnd, out, offset, limit);
  }
  const tail = REQUEST_TAIL[message.minorVersion === 0 ? 0 : 1];
  const line = `${message.methodText()} ${message.targetText()}${tail}`;
  const at = writeText(line, out, offset, limit);
  return at < 0 ? at : encodeFields(fields, out, at, limit);
}

/** Writes the response head at `offset`; returns the offset past it, or DOES_NOT_FIT beyond `limit`. */
export function encodeResponseHead(
  message: HttpMessage,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  const { fields } = message;
  if (isCanonicalStatusLine(message)) {
    return encodeLines(fields, message.headStart, message.reasonEnd + 2, out, offset, limit);
  }
  const version = STATUS_HEAD[message.minorVersion === 0 ? 0 : 1];
  const line = `${version}${message.status} ${message.reasonText()}\r\n`;
  const at = writeText(line, out, offset, limit);
  return at < 0 ? at : encodeFields(fields, out, at, limit);
}

/** The line's bytes are what would be written: single spaces, the version, CR LF. */
function isCanonicalRequestLine(message: HttpMessage): boolean {
  const { methodEnd, targetStart, targetEnd } = message;
  const source = message.fields.buffer;
  return (
    message.startLineIsBytes &&
    targetStart === methodEnd + 1 &&
    source[methodEnd] === SP &&
    source[targetEnd] === SP &&
    isVersion(message, targetEnd + 1) &&
    source[targetEnd + 1 + VERSION_LENGTH] === CR
  );
}

/** As for requests. A response made here has no bytes: its reason is empty and begins at zero. */
function isCanonicalStatusLine(message: HttpMessage): boolean {
  const { headStart, reasonStart } = message;
  const source = message.fields.buffer;
  return (
    message.startLineIsBytes &&
    reasonStart === headStart + STATUS_HEAD_LENGTH &&
    isVersion(message, headStart) &&
    source[headStart + VERSION_LENGTH] === SP &&
    source[reasonStart - 1] === SP &&
    source[message.reasonEnd] === CR
  );
}

/** The `HTTP/d.d` at `start` is the version that is written; any other is taken for the nearest. */
function isVersion({ fields: { buffer }, minorVersion }: HttpMessage, start: number): boolean {
  return buffer[start + 5] === DIGIT_0 + 1 && buffer[start + 7] === DIGIT_0 + minorVersion;
}

/** Writes the fields and the empty line; as the heads above. Trailers are written with it too. */
export function encodeFields(
  fields: Fields,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  return encodeLines(fields, 0, 0, out, offset, limit);
}

/** The same behind the bytes [lineStart, lineEnd) of the fields' buffer. */
function encodeLines(
  fields: Fields,
  lineStart: number,
  lineEnd: number,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  const { slots, size, buffer } = fields;
  let at = offset;
  // What is to be copied next: lines that follow each other in the buffer.
  let runStart = lineStart;
  let runEnd = lineEnd;
  for (let index = 0; index < size; index++) {
    const slot = index * SLOT_SIZE;
    const flags = slots[slot + FLAGS]!;
    if ((flags & DELETED) !== 0) continue;
    const isCanonical = (flags & CANONICAL) !== 0;
    const start = slots[slot + NAME_START]!;
    if (!isCanonical || start !== runEnd) {
      at = writeBytes(buffer, runStart, runEnd, out, at, limit);
      if (!isCanonical && at >= 0) at = encodeField(fields, index, out, at, limit);
      if (at < 0) return DOES_NOT_FIT;
      runStart = runEnd = start;
    }
    if (isCanonical) runEnd = slots[slot + VALUE_END]! + 2;
  }
  at = writeBytes(buffer, runStart, runEnd, out, at, limit);
  if (at < 0 || at + 2 > limit) return DOES_NOT_FIT;
  out[at] = CR;
  out[at + 1] = LF;
  return at + 2;
}

function writeBytes(
  source: ByteBuffer,
  start: number,
  end: number,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  if (start === end) return offset;
  if (offset + end - start > limit) return DOES_NOT_FIT;
  source.copy(out, offset, start, end);
  return offset + end - start;
}

/** Writes one field whose bytes are not ready to be copied as a line. */
function encodeField(
  fields: Fields,
  index: number,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  const { slots, buffer } = fields;
  const slot = index * SLOT_SIZE;
  const flags = slots[slot + FLAGS]!;
  let at = offset;
  if ((flags & NAME_IS_TEXT) !== 0) at = writeText(fields.names[index]!.wire, out, at, limit);
  else {
    const nameStart = slots[slot + NAME_START]!;
    const nameLength = slots[slot + NAME_LENGTH]!;
    if (at + nameLength + 2 > limit) return DOES_NOT_FIT;
    buffer.copy(out, at, nameStart, nameStart + nameLength);
    at += nameLength;
    out[at++] = 58;
    out[at++] = SP;
  }
  if (at < 0) return DOES_NOT_FIT;
  if ((flags & HAS_VALUE_TEXT) !== 0) at = writeText(fields.values[index]!, out, at, limit);
  else {
    const valueStart = slots[slot + VALUE_START]!;
    const valueEnd = slots[slot + VALUE_END]!;
    if (at + valueEnd - valueStart > limit) return DOES_NOT_FIT;
    buffer.copy(out, at, valueStart, valueEnd);
    at += valueEnd - valueStart;
  }
  if (at < 0 || at + 2 > limit) return DOES_NOT_FIT;
  out[at] = CR;
  out[at + 1] = LF;
  return at + 2;
}

function writeText(text: string, out: ByteBuffer, offset: number, limit: number): number {
  if (offset + text.length > limit) return DOES_NOT_FIT;
  return offset + out.latin1Write(text, offset, text.length);
}
