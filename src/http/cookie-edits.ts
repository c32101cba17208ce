/**
 * Changes of cookies in request and response fields, as HAProxy makes them: blanks around `=` go
 * wherever it looks at a cookie, a cookie that goes takes the attributes (`$Path`) after it along.
 */
import { isBlank } from "./chars.ts";
import { type CookiePair, readPair } from "./cookie.ts";
import type { Fields } from "./fields.ts";
import { COOKIE, SET_COOKIE } from "./header-name.ts";

const DOLLAR = 36;

const scratch: CookiePair = { start: 0, end: 0, equals: -1, name: "", value: "" };

/**
 * Takes every request cookie of that name out of its line, and a line that holds no other out of
 * the head (`cookie … indirect`). Returns whether there was one.
 */
export function removeRequestCookie(fields: Fields, name: string): boolean {
  let found = false;
  for (let i = fields.find(COOKIE, -1); i >= 0; i = fields.find(COOKIE, i)) {
    const line = fields.valueText(i);
    if (!line.includes(name)) continue;
    const kept = withoutCookie(line, name);
    if (kept === line) continue;
    found = true;
    if (kept === "") fields.removeAt(i);
    else fields.setValueAt(i, kept);
  }
  return found;
}

/**
 * The line without cookies of that name. A run of them goes with its attributes and the delimiter
 * before it, and one blank stands behind the delimiter after it. Empty if only attributes are left.
 */
function withoutCookie(line: string, name: string): string {
  let kept = "";
  let copiedTo = 0;
  let runFrom = -1;
  let holdsOther = false;
  for (let start = 0; start <= line.length; start = scratch.end + 1) {
    readPair(line, start, scratch);
    if (scratch.name === name) {
      if (runFrom < 0) runFrom = Math.max(start - 1, 0);
    } else if (!isAttribute(line, start)) {
      holdsOther = true;
      if (runFrom < 0) continue;
      kept = withoutTrailingBlanks(kept + line.slice(copiedTo, runFrom));
      copiedTo = skipBlanks(line, start);
      if (kept !== "") kept += line.charAt(start - 1) + (copiedTo < line.length ? " " : "");
      runFrom = -1;
    }
  }
  if (runFrom < 0) return kept + line.slice(copiedTo);
  return holdsOther ? withoutTrailingBlanks(kept + line.slice(copiedTo, runFrom)) : "";
}

/** What begins at `start` tells of the cookie before it (RFC 2965: `$Path`, `$Domain`, `$Port`). */
function isAttribute(line: string, start: number): boolean {
  return line.charCodeAt(skipBlanks(line, start)) === DOLLAR;
}

function skipBlanks(line: string, start: number): number {
  let at = start;
  while (at < line.length && isBlank(line.charCodeAt(at))) at++;
  return at;
}

function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end--;
  return line.slice(0, end);
}

const LOOSE_EQUALS = /[ \t]=|=[ \t]/;

/** Takes the blanks around `=` out of request cookies. */
export function tightenRequestCookies(fields: Fields): void {
  for (let i = fields.find(COOKIE, -1); i >= 0; i = fields.find(COOKIE, i)) {
    const line = fields.valueText(i);
    if (LOOSE_EQUALS.test(line))
      fields.setValueAt(
        i,
        mapPairs(line, (value) => value),
      );
  }
}

/** Takes the blanks around the `=` of the cookies that Set-Cookie fields set. */
export function tightenResponseCookies(fields: Fields): void {
  for (let i = fields.find(SET_COOKIE, -1); i >= 0; i = fields.find(SET_COOKIE, i)) {
    const line = fields.valueText(i);
    if (!LOOSE_EQUALS.test(line)) continue;
    readPair(line, 0, scratch);
    if (scratch.equals < 0) continue;
    fields.setValueAt(
      i,
      nameText(line, scratch) + valueText(line, scratch) + line.slice(scratch.end),
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
      mapPairs(line, (value) =>
        scratch.name === name ? value.slice(value.indexOf(delimiter) + 1) : value,
      ),
    );
  }
}

/** The line with new values in its cookies; what is between them stays. */
function mapPairs(line: string, change: (value: string) => string): string {
  let out = "";
  for (let at = 0; at < line.length; at = scratch.end + 1) {
    readPair(line, at, scratch);
    if (scratch.equals < 0 || isAttribute(line, at)) out += line.slice(at, scratch.end);
    else out += nameText(line, scratch) + change(valueText(line, scratch));
    out += line.charAt(scratch.end);
  }
  return out;
}

/** The pair's name and `=`, with the blanks before them. */
function nameText(line: string, pair: CookiePair): string {
  const name = line.slice(pair.start, pair.equals);
  return `${withoutTrailingBlanks(name) || name}=`;
}

/** The pair's value with the blanks after it, none if it is empty. */
function valueText(line: string, pair: CookiePair): string {
  return line.slice(Math.min(skipBlanks(line, pair.equals + 1), pair.end), pair.end);
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
      fields.setValueAt(
        i,
        `${name}=${changed}${line.slice(withoutTrailingBlanks(line.slice(0, end)).length)}`,
      );
  }
  return found;
}
