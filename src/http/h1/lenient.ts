/**
 * What `option accept-unsafe-violations-in-http-request` and `-response` let pass (manual 4.2), as
 * HAProxy 3.2: only where the strict reader would refuse is any of it asked. Fields with a bad name
 * are dropped, NUL may stand in values, the target may hold `#` and bytes above 127, and versions are
 * any word of capitals, digits, `/` and `.`, taken for HTTP/1.0 unless what follows four letters and the
 * slash says more.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { COLON, CR, DEL, isBlank, LF, SP, TAB } from "../chars.ts";
import type { HttpMessage } from "../message.ts";
import { NEED_MORE, refuse } from "./head-error.ts";

const HTTP = [72, 84, 84, 80];
const VERSION_LENGTH = 8;
const SLASH = 47;
const DOT = 46;
const DIGIT_0 = 48;
const LARGEST_STATUS = 65_534;

/** Notes the first of what passes, for `show errors`; `position` is an offset in the buffer. */
export function note(message: HttpMessage, position: number, reason: string): void {
  if (message.errorReason !== "") return;
  message.errorPosition = position - message.headStart;
  message.errorReason = reason;
}

/** Past the bytes of a target from `start` on. */
export function targetEnd(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
): number {
  let at = start;
  while (at < end && buffer[at]! > SP && buffer[at] !== DEL) at++;
  if (at > start) note(message, start, "bad request target");
  return at;
}

/** Past the version at `start`; NEED_MORE or REFUSED. */
export function versionEnd(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
): number {
  let at = start;
  while (at < end && isVersionByte(buffer[at]!)) at++;
  if (at >= end) return NEED_MORE;
  if (at === start) return refuse(message, 400, at, "bad version");
  const isUsual = at - start === VERSION_LENGTH && buffer[start + 4] === SLASH;
  const major = isUsual ? buffer[start + 5]! - DIGIT_0 : 0;
  const minor = isUsual ? buffer[start + 7]! - DIGIT_0 : 0;
  message.minorVersion = major > 1 || (major === 1 && minor > 0) ? 1 : 0;
  // As the 1.1 that it is taken for, it goes on.
  if (message.minorVersion === 1)
    for (let i = 0; i < HTTP.length; i++) buffer[start + i] = HTTP[i]!;
  return at;
}

function isVersionByte(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= DOT && byte <= 57);
}

/** The rest of a status whose first three digits are read; past its last digit, or REFUSED. */
export function statusEnd(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
): number {
  let at = start;
  for (; at < end; at++) {
    const digit = buffer[at]! - DIGIT_0;
    if (digit < 0 || digit > 9) break;
    message.status = message.status * 10 + digit;
    if (message.status > LARGEST_STATUS) return refuse(message, 502, at, "bad status code");
  }
  return at >= end ? NEED_MORE : at;
}

/** True if a line of a head that has a bad byte at `at`, behind `at - lineStart` good ones, may be a field. */
export function mayBeField(buffer: ByteBuffer, lineStart: number, at: number): boolean {
  const byte = buffer[at]!;
  if (byte === CR || byte === LF) return false;
  return at > lineStart || (byte !== COLON && !isBlank(byte));
}

/** Past the line of a field whose name is bad at `at`; NEED_MORE or REFUSED. */
export function skipField(
  message: HttpMessage,
  buffer: ByteBuffer,
  start: number,
  end: number,
): number {
  let at = start;
  while (at < end && buffer[at] !== COLON && buffer[at] !== CR && buffer[at] !== LF) at++;
  if (at >= end) return NEED_MORE;
  if (buffer[at] !== COLON) return refuse(message, 400, at, "bad byte in a field name");
  note(message, start, "bad byte in a field name");
  at = valueEnd(buffer, at + 1, end);
  if (at >= end) return NEED_MORE;
  if (buffer[at] === LF) return at + 1;
  if (buffer[at] !== CR) return refuse(message, 400, at, "control byte in a field value");
  if (at + 1 >= end) return NEED_MORE;
  return buffer[at + 1] === LF ? at + 2 : refuse(message, 400, at + 1, "CR without LF in a field");
}

/** Past the bytes of a value, NUL among them. */
export function valueEnd(buffer: ByteBuffer, start: number, end: number): number {
  let at = start;
  for (; at < end; at++) {
    const byte = buffer[at]!;
    if (byte > 31 ? byte === DEL : byte !== TAB && byte !== 0) break;
  }
  return at;
}
