/**
 * Writes an HTTP/1 head into a byte buffer. Runs of fields that nobody touched and whose bytes are
 * already in canonical form go over in one native copy; the rest is written field by field. A
 * head that does not fit writes nothing that counts: the result is -1.
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
const TAIL_LENGTH = 11;
const CR = 13;
const LF = 10;

/** Writes the request head at `offset`; returns the offset past it, or DOES_NOT_FIT beyond `limit`. */
export function encodeRequestHead(
  message: HttpMessage,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  const source = message.fields.buffer;
  const tail = REQUEST_TAIL[message.minorVersion === 0 ? 0 : 1];
  let at: number;
  if (
    message.startLineIsBytes &&
    message.targetStart === message.methodEnd + 1 &&
    source[message.methodEnd] === SP
  ) {
    const length = message.targetEnd - message.methodStart;
    if (offset + length + TAIL_LENGTH > limit) return DOES_NOT_FIT;
    source.copy(out, offset, message.methodStart, message.targetEnd);
    at = offset + length + out.latin1Write(tail, offset + length, TAIL_LENGTH);
  } else {
    at = writeText(`${message.methodText()} ${message.targetText()}${tail}`, out, offset, limit);
  }
  return at < 0 ? at : encodeFields(message.fields, out, at, limit);
}

/** Writes the response head at `offset`; returns the offset past it, or DOES_NOT_FIT beyond `limit`. */
export function encodeResponseHead(
  message: HttpMessage,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  const version = STATUS_HEAD[message.minorVersion === 0 ? 0 : 1];
  const at = writeText(
    `${version}${message.status} ${message.reasonText()}\r\n`,
    out,
    offset,
    limit,
  );
  return at < 0 ? at : encodeFields(message.fields, out, at, limit);
}

/** Writes the fields and the empty line; as the heads above. Trailers are written with it too. */
export function encodeFields(
  fields: Fields,
  out: ByteBuffer,
  offset: number,
  limit: number,
): number {
  const { slots, size } = fields;
  let at = offset;
  let index = 0;
  while (index < size) {
    const slot = index * SLOT_SIZE;
    const flags = slots[slot + FLAGS]!;
    if ((flags & DELETED) !== 0) {
      index++;
      continue;
    }
    if ((flags & CANONICAL) === 0) {
      at = encodeField(fields, index, out, at, limit);
      if (at < 0) return DOES_NOT_FIT;
      index++;
      continue;
    }
    const runStart = slots[slot + NAME_START]!;
    let runEnd = slots[slot + VALUE_END]! + 2;
    for (index++; index < size; index++) {
      const next = index * SLOT_SIZE;
      if ((slots[next + FLAGS]! & (CANONICAL | DELETED)) !== CANONICAL) break;
      if (slots[next + NAME_START] !== runEnd) break;
      runEnd = slots[next + VALUE_END]! + 2;
    }
    if (at + runEnd - runStart > limit) return DOES_NOT_FIT;
    fields.buffer.copy(out, at, runStart, runEnd);
    at += runEnd - runStart;
  }
  if (at + 2 > limit) return DOES_NOT_FIT;
  out[at] = CR;
  out[at + 1] = LF;
  return at + 2;
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
