/**
 * Name=value lists as they stand in query strings and forms, separated by `&` or `;`. Nothing is
 * decoded; a pair without an equals sign is skipped.
 */

function pairEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== "&" && text[at] !== ";") at++;
  return at;
}

/** What names of pairs are compared with; the name "" takes every pair that has one. */
export interface PairName {
  readonly name: string;
  readonly ignoreCase: boolean;
}

function isNamed(found: string, { name, ignoreCase }: PairName): boolean {
  if (name === "") return found !== "";
  return ignoreCase ? found.toLowerCase() === name.toLowerCase() : found === name;
}

/**
 * Calls `each` with the value of every pair of that name from `start` on, until it returns true;
 * true if it did.
 */
export function eachPair(
  text: string,
  start: number,
  wanted: PairName,
  each: (value: string) => boolean,
): boolean {
  for (let at = start; at < text.length;) {
    const end = pairEnd(text, at);
    const equals = text.indexOf("=", at);
    if (equals !== -1 && equals < end && isNamed(text.slice(at, equals), wanted)) {
      if (each(text.slice(equals + 1, end))) return true;
    }
    at = end + 1;
  }
  return false;
}
