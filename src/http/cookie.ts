/**
 * Cookies in request and response fields, read as HAProxy reads them: pairs end at `;` or `,`
 * outside double quotes, blanks around names and values do not count, a pair without `=` or with a
 * name that begins with `$` is none. Names are compared with their case.
 */
import { BACKSLASH, QUOTE } from "./chars.ts";
import type { Fields } from "./fields.ts";
import { trimBlanks } from "./field-values.ts";
import { COOKIE, SET_COOKIE } from "./header-name.ts";

/** One pair of a Cookie line: where it lies in the line, name and value without blanks. */
export interface CookiePair {
  /** Where the pair begins, blanks included, just past the delimiter before it. */
  start: number;
  /** The delimiter after it, or the line's length. */
  end: number;
  /** Its first `=`, -1 without one. */
  equals: number;
  name: string;
  value: string;
}

const SEMICOLON = 59;
const COMMA = 44;
const EQUALS = 61;
const DOLLAR = 36;

/** Reads the pair at `start` into `pair`; its name is empty if it is no cookie. */
export function readPair(line: string, start: number, pair: CookiePair): void {
  let equals = -1;
  let quoted = false;
  let end = start;
  for (; end < line.length; end++) {
    const c = line.charCodeAt(end);
    if (quoted) {
      if (c === BACKSLASH) end++;
      else if (c === QUOTE) quoted = false;
    } else if (c === QUOTE && equals >= 0) quoted = true;
    else if (c === SEMICOLON || c === COMMA) break;
    else if (c === EQUALS && equals < 0) equals = end;
  }
  end = Math.min(end, line.length);
  pair.start = start;
  pair.end = end;
  pair.equals = equals;
  pair.name = equals < 0 ? "" : trimBlanks(line, start, equals);
  pair.value = equals < 0 ? "" : trimBlanks(line, equals + 1, end);
  if (pair.name.charCodeAt(0) === DOLLAR) pair.name = "";
}

const scratch: CookiePair = { start: 0, end: 0, equals: -1, name: "", value: "" };

/** Values of the request cookies of that name, in order; of all cookies if `name` is undefined. */
export function requestCookies(fields: Fields, name: string | undefined): string[] {
  const values: string[] = [];
  for (let i = fields.find(COOKIE, -1); i >= 0; i = fields.find(COOKIE, i)) {
    const line = fields.valueText(i);
    for (let at = 0; at < line.length; at = scratch.end + 1) {
      readPair(line, at, scratch);
      if (scratch.name !== "" && (name === undefined || scratch.name === name))
        values.push(scratch.value);
    }
  }
  return values;
}

/** Value of the first request cookie of that name, or undefined. */
export function requestCookie(fields: Fields, name: string): string | undefined {
  for (let i = fields.find(COOKIE, -1); i >= 0; i = fields.find(COOKIE, i)) {
    const line = fields.valueText(i);
    if (!line.includes(name)) continue;
    for (let at = 0; at < line.length; at = scratch.end + 1) {
      readPair(line, at, scratch);
      if (scratch.name === name) return scratch.value;
    }
  }
  return undefined;
}

/** `name=value` of the first request cookie whose name begins with `prefix` (`capture cookie`). */
export function requestCookieWith(fields: Fields, prefix: string): string | undefined {
  for (let i = fields.find(COOKIE, -1); i >= 0; i = fields.find(COOKIE, i)) {
    const line = fields.valueText(i);
    for (let at = 0; at < line.length; at = scratch.end + 1) {
      readPair(line, at, scratch);
      if (scratch.name !== "" && scratch.name.startsWith(prefix))
        return `${scratch.name}=${scratch.value}`;
    }
  }
  return undefined;
}

/** The same of the cookies that Set-Cookie fields set. */
export function responseCookieWith(fields: Fields, prefix: string): string | undefined {
  for (let i = fields.find(SET_COOKIE, -1); i >= 0; i = fields.find(SET_COOKIE, i)) {
    readPair(fields.valueText(i), 0, scratch);
    if (scratch.name !== "" && scratch.name.startsWith(prefix))
      return `${scratch.name}=${scratch.value}`;
  }
  return undefined;
}

/** Values of the cookies of that name that Set-Cookie fields set; of all if `name` is undefined. */
export function responseCookies(fields: Fields, name: string | undefined): string[] {
  const values: string[] = [];
  for (let i = fields.find(SET_COOKIE, -1); i >= 0; i = fields.find(SET_COOKIE, i)) {
    readPair(fields.valueText(i), 0, scratch);
    if (scratch.name !== "" && (name === undefined || scratch.name === name))
      values.push(scratch.value);
  }
  return values;
}

/** Value of the first cookie of that name in Set-Cookie fields, or undefined. */
export function responseCookie(fields: Fields, name: string): string | undefined {
  return responseCookies(fields, name)[0];
}
