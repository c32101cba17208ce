/**
 * Cookies in request and response fields, read as HAProxy reads them: pairs end at `;` or `,`
 * outside double quotes, blanks around names and values do not count, a pair without `=` or with a
 * name that begins with `$` is none. Names are compared with their case.
 */
import { BACKSLASH, isBlank, QUOTE } from "./chars.ts";
import type { Fields } from "./fields.ts";
import { trimBlanks } from "./field-values.ts";
import { COOKIE, SET_COOKIE } from "./header-name.ts";

/** One pair of a Cookie line: where it lies in the line, name and value without blanks. */
interface CookiePair {
  /** Where the pair begins, blanks included, just past the delimiter before it. */
  start: number;
  /** The delimiter after it, or the line's length. */
  end: number;
  name: string;
  value: string;
}

const SEMICOLON = 59;
const COMMA = 44;
const EQUALS = 61;
const DOLLAR = 36;

/** Reads the pair at `start` into `pair`; its name is empty if it is no cookie. */
function readPair(line: string, start: number, pair: CookiePair): void {
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
  pair.name = equals < 0 ? "" : trimBlanks(line, start, equals);
  pair.value = equals < 0 ? "" : trimBlanks(line, equals + 1, end);
  if (pair.name.charCodeAt(0) === DOLLAR) pair.name = "";
}

const scratch: CookiePair = { start: 0, end: 0, name: "", value: "" };

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

/**
 * Takes every request cookie of that name out of its line, and a line that holds no other out of
 * the head (`cookie … indirect`). Returns whether there was one.
 */
export function removeRequestCookie(fields: Fields, name: string): boolean {
  let found = false;
  for (let i = fields.find(COOKIE, -1); i >= 0; i = fields.find(COOKIE, i)) {
    const line = fields.valueText(i);
    const kept = withoutCookie(line, name);
    if (kept === line) continue;
    found = true;
    if (kept === "") fields.removeAt(i);
    else fields.setValueAt(i, kept);
  }
  return found;
}

function withoutCookie(line: string, name: string): string {
  let kept = line;
  for (let at = 0; at < kept.length;) {
    readPair(kept, at, scratch);
    const { start, end } = scratch;
    if (scratch.name !== name) {
      at = end + 1;
    } else if (end < kept.length) {
      const rest = kept.slice(end + 1);
      kept = start === 0 ? withoutLeadingBlanks(rest) : kept.slice(0, start) + rest;
    } else kept = kept.slice(0, Math.max(0, start - 1));
  }
  return kept;
}

/** What is left after the first cookie was taken begins with a name, not with blanks. */
function withoutLeadingBlanks(rest: string): string {
  let at = 0;
  while (at < rest.length && isBlank(rest.charCodeAt(at))) at++;
  return rest.slice(at);
}

const LOOSE_EQUALS = /[ \t]=|=[ \t]/;

/** Takes the blanks around `=` out of request cookies, as HAProxy does wherever it looks at them. */
export function tightenRequestCookies(fields: Fields): void {
  for (let i = fields.find(COOKIE, -1); i >= 0; i = fields.find(COOKIE, i)) {
    const line = fields.valueText(i);
    if (LOOSE_EQUALS.test(line))
      fields.setValueAt(
        i,
        mapPairs(line, (pair) => pair.value),
      );
  }
}

/** Cuts what precedes and includes `delimiter` off all request cookies of that name (`cookie … prefix`). */
export function cutRequestCookiePrefix(fields: Fields, name: string, delimiter: string): void {
  for (let i = fields.find(COOKIE, -1); i >= 0; i = fields.find(COOKIE, i)) {
    const line = fields.valueText(i);
    if (!line.includes(delimiter)) continue;
    fields.setValueAt(
      i,
      mapPairs(line, (pair) =>
        pair.name === name ? pair.value.slice(pair.value.indexOf(delimiter) + 1) : pair.value,
      ),
    );
  }
}

/** The line with new values in its cookies; what is between them stays. */
function mapPairs(line: string, valueOf: (pair: CookiePair) => string): string {
  let out = "";
  for (let at = 0; at < line.length; at = scratch.end + 1) {
    readPair(line, at, scratch);
    const { start, end } = scratch;
    const piece = line.slice(start, end);
    if (scratch.name === "") out += piece;
    else {
      const lead = piece.slice(0, piece.length - piece.trimStart().length);
      const tail = piece.slice(piece.trimEnd().length);
      out += `${lead}${scratch.name}=${valueOf(scratch)}${tail}`;
    }
    if (end < line.length) out += line.charAt(end);
  }
  return out;
}

/**
 * Gives the cookie of that name in each Set-Cookie field the value that `change` makes of its own;
 * null takes the field away. Returns whether there was one.
 */
export function changeResponseCookies(
  fields: Fields,
  name: string,
  change: (value: string) => string | null,
): boolean {
  let found = false;
  for (let i = fields.find(SET_COOKIE, -1); i >= 0; i = fields.find(SET_COOKIE, i)) {
    const line = fields.valueText(i);
    readPair(line, 0, scratch);
    if (scratch.name !== name) continue;
    found = true;
    const { end, value } = scratch;
    const changed = change(value);
    if (changed === null) fields.removeAt(i);
    else if (changed !== value)
      fields.setValueAt(i, `${name}=${changed}${line.slice(line.slice(0, end).trimEnd().length)}`);
  }
  return found;
}
