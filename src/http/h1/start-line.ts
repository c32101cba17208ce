/**
 * Scans the first line of an HTTP/1 head (RFC 9112 3 and 4). As HAProxy does: empty lines before
 * it are skipped, runs of spaces and tabs separate its words, LF alone ends it, and any HTTP/d.d
 * is taken, versions above 1.0 as 1.1.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { CR, isBlank, LF, SP, TAB, TARGET_BYTE, TOKEN_LOWER } from "../chars.ts";
import type { HttpMessage } from "../message.ts";
import { METHOD_OTHER, METHOD_TEXT, methodOfHash } from "../method.ts";
import { NEED_MORE, refuse } from "./head-error.ts";
import { statusEnd, targetEnd, versionEnd } from "./lenient.ts";

const VERSION_LENGTH = 8;
const VERSION_PREFIX = [72, 84, 84, 80, 47];

/** Sets `headStart` past empty lines at `start`. Returns 1, or NEED_MORE if they may go on, or REFUSED. */
export function skipEmptyLines(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
): number {
  let at = start;
  for (;;) {
    message.headStart = at;
    if (at >= end) return NEED_MORE;
    const byte = buffer[at];
    if (byte === LF) at++;
    else if (byte !== CR) return 1;
    else if (at + 1 >= end) return NEED_MORE;
    else if (buffer[at + 1] === LF) at += 2;
    else return refuse(message, 400, at + 1, "CR without LF before the start line");
  }
}

/** Scans a request line at `start`; returns the offset of the next line, NEED_MORE or REFUSED. */
export function parseRequestLine(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
): number {
  let at = start;
  let hash = 0;
  while (at < end && TOKEN_LOWER[buffer[at]!] !== 0) {
    hash = (Math.imul(hash, 31) + buffer[at]!) | 0;
    at++;
  }
  if (at >= end) return NEED_MORE;
  if (at === start || !isBlank(buffer[at]!)) return refuse(message, 400, at, "bad method");
  message.methodStart = start;
  message.methodEnd = at;
  message.method = knownMethod(buffer, start, at, hash);

  at = skipBlanks(buffer, at, end);
  message.targetStart = at;
  while (at < end && TARGET_BYTE[buffer[at]!] !== 0) at++;
  if (message.lenient) at = targetEnd(message, buffer, at, end);
  if (at >= end) return NEED_MORE;
  message.targetEnd = at;
  if (at === message.targetStart || !isBlank(buffer[at]!))
    return refuse(message, 400, at, "bad request target");

  at = skipBlanks(buffer, at, end);
  at = parseVersion(message, buffer, at, end);
  return at > 0 ? lineEnd(message, buffer, at, end) : at;
}

/** Scans a status line at `start`; returns the offset of the next line, NEED_MORE or REFUSED. */
export function parseStatusLine(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
): number {
  let at = parseVersion(message, buffer, start, end);
  if (at <= 0) return at;
  if (at >= end) return NEED_MORE;
  if (!isBlank(buffer[at]!)) return refuse(message, 502, at, "bad version");
  at = skipBlanks(buffer, at, end);
  const statusStart = at;
  let status = 0;
  for (; at < end && at < statusStart + 3; at++) {
    const digit = buffer[at]! - 48;
    if (digit < 0 || digit > 9) return refuse(message, 502, at, "bad status code");
    status = status * 10 + digit;
  }
  message.status = status;
  if (message.lenient) at = statusEnd(message, buffer, at, end);
  if (at <= 0) return at;
  if (at >= end) return NEED_MORE;
  const after = buffer[at]!;
  if (message.status < 100 || !(isBlank(after) || after === CR || after === LF)) {
    return refuse(message, 502, at, "bad status code");
  }
  at = skipBlanks(buffer, at, end);
  message.reasonStart = at;
  while (at < end && isReasonByte(buffer[at]!)) at++;
  message.reasonEnd = at;
  return lineEnd(message, buffer, at, end);
}

function knownMethod(buffer: ByteBuffer, start: number, end: number, hash: number): number {
  const method = methodOfHash(hash);
  const text = METHOD_TEXT[method]!;
  if (text.length !== end - start) return METHOD_OTHER;
  for (let i = 0; i < text.length; i++) {
    if (buffer[start + i] !== text.charCodeAt(i)) return METHOD_OTHER;
  }
  return method;
}

/** Offset past `HTTP/d.d`; sets the minor version. */
function parseVersion(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
): number {
  if (message.lenient) return versionEnd(message, buffer, start, end);
  for (let i = 0; i < VERSION_LENGTH; i++) {
    if (start + i >= end) return NEED_MORE;
    const byte = buffer[start + i]!;
    const fits =
      i < 5 ? byte === VERSION_PREFIX[i] : i === 6 ? byte === 46 : byte >= 48 && byte <= 57;
    if (!fits) return refuse(message, 400, start + i, "bad version");
  }
  const major = buffer[start + 5]! - 48;
  message.minorVersion = major > 1 || (major === 1 && buffer[start + 7]! > 48) ? 1 : 0;
  return start + VERSION_LENGTH;
}

function skipBlanks(buffer: ByteBuffer, start: number, end: number): number {
  let at = start;
  while (at < end && (buffer[at] === SP || buffer[at] === TAB)) at++;
  return at;
}

function isReasonByte(byte: number): boolean {
  return byte >= SP ? byte !== 127 : byte === TAB;
}

function lineEnd(message: HttpMessage, buffer: ByteBuffer, at: number, end: number): number {
  if (at >= end) return NEED_MORE;
  if (buffer[at] === LF) return at + 1;
  if (buffer[at] !== CR) return refuse(message, 400, at, "bad end of the start line");
  if (at + 1 >= end) return NEED_MORE;
  return buffer[at + 1] === LF ? at + 2 : refuse(message, 400, at + 1, "CR without LF");
}
