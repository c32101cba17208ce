/**
 * The pairs of Cookie and Set-Cookie fields, as HAProxy reads them (manual 7.3.6): a value may hold
 * separators within double quotes; a pair without an equals sign is skipped, and so is a name that
 * begins with a dollar sign (RFC 2109's attributes). Of a Set-Cookie field what follows a pair is
 * its attributes, up to the next comma.
 */

/** Names and values of pairs as they stand; true stops. */
export type VisitCookie = (name: string, value: string) => boolean;

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Where an unquoted character of `stops` or the text ends. */
function endOfValue(text: string, start: number, stops: string): number {
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (quoted && char === "\\") at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && stops.includes(char)) return at;
  }
  return text.length;
}

function endOfName(text: string, start: number): number {
  let at = start;
  while (at < text.length && !"=;,".includes(text[at]!)) at++;
  return at;
}

function trimmed(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Visits the pairs of one field until `visit` returns true; true if it did. */
export function eachCookiePair(text: string, isResponse: boolean, visit: VisitCookie): boolean {
  // A lone equals sign is no cookie.
  if (text.length < 2) return false;
  for (let at = 0; at < text.length;) {
    while (at < text.length && isBlank(text.charCodeAt(at))) at++;
    const nameEnd = endOfName(text, at);
    if (text[nameEnd] !== "=") {
      at = nameEnd + 1;
      continue;
    }
    const end = endOfValue(text, nameEnd + 1, ";,");
    const isAttribute = text[at] === "$";
    if (!isAttribute && visit(trimmed(text, at, nameEnd), trimmed(text, nameEnd + 1, end)))
      return true;
    at = (isResponse && !isAttribute ? endOfValue(text, end, ",") : end) + 1;
  }
  return false;
}
