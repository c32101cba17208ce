/**
 * Name=value lists as they stand in cookies and query strings. Nothing is decoded; a pair without
 * an equals sign is skipped.
 */

/** A list: what separates its pairs, and whether blanks around names and values count. */
export interface PairSyntax {
  readonly separators: string;
  readonly trims: boolean;
}

export const COOKIE_PAIRS: PairSyntax = { separators: ";,", trims: true };
export const QUERY_PAIRS: PairSyntax = { separators: "&;", trims: false };

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function pairEnd(text: string, start: number, separators: string): number {
  let at = start;
  while (at < text.length && !separators.includes(text[at]!)) at++;
  return at;
}

/**
 * Calls `each` with the value of every pair of that name, of any name for "", until it returns
 * true; true if it did.
 */
export function eachPair(
  text: string,
  start: number,
  name: string,
  syntax: PairSyntax,
  each: (value: string) => boolean,
): boolean {
  for (let at = start; at < text.length;) {
    const end = pairEnd(text, at, syntax.separators);
    while (syntax.trims && at < end && isBlank(text.charCodeAt(at))) at++;
    const equals = text.indexOf("=", at);
    if (equals !== -1 && equals < end && isNamed(text, at, equals, name, syntax.trims)) {
      if (each(valueOf(text, equals + 1, end, syntax.trims))) return true;
    }
    at = end + 1;
  }
  return false;
}

function isNamed(
  text: string,
  start: number,
  equals: number,
  name: string,
  trims: boolean,
): boolean {
  let end = equals;
  while (trims && end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return name === "" ? end > start : end - start === name.length && text.startsWith(name, start);
}

function valueOf(text: string, start: number, end: number, trims: boolean): string {
  let from = start;
  let to = end;
  while (trims && from < to && isBlank(text.charCodeAt(from))) from++;
  while (trims && to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}
