/**
 * Which coding of a response a client prefers, by its Accept-Encoding (RFC 9110 section 12.5.3) as
 * HAProxy reads it: the highest weight wins, of equal ones the first that was named; what is not
 * named is not wanted, unless by `*`. A weight that cannot be read counts as the highest.
 */
import { isBlank } from "./chars.ts";
import { elementEnd, trimBlanks } from "./field-values.ts";
import type { Fields } from "./fields.ts";
import { ACCEPT_ENCODING } from "./header-name.ts";

const FULL_WEIGHT = 1000;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** A way to code a body, by the token that asks for it. */
export interface NamedCoding {
  /** In lower case. */
  readonly token: string;
}

/** The coding that the request's fields prefer; of several with one token, the first. Null for none. */
export function preferredCoding<Coding extends NamedCoding>(
  fields: Fields,
  codings: readonly Coding[],
): Coding | null {
  let best: Coding | null = null;
  let bestWeight = 0;
  for (let i = fields.find(ACCEPT_ENCODING, -1); i >= 0; i = fields.find(ACCEPT_ENCODING, i)) {
    const line = fields.valueText(i);
    for (let at = 0; at <= line.length;) {
      const end = elementEnd(line, at);
      const element = trimBlanks(line, at, end);
      at = end + 1;
      const weight = weightOf(element);
      if (weight <= bestWeight) continue;
      const token = tokenOf(element);
      const found = codings.find((coding) => token === "*" || token === coding.token);
      if (found === undefined) continue;
      best = found;
      bestWeight = weight;
    }
  }
  return best;
}

/** The element up to its parameters, in lower case. */
function tokenOf(element: string): string {
  let end = 0;
  while (end < element.length && element[end] !== ";" && !isBlank(element.charCodeAt(end))) end++;
  return element.slice(0, end).toLowerCase();
}

/** The weight in thousandths; further digits do not count. */
function weightOf(element: string): number {
  const at = /;[ \t]*q=/.exec(element);
  if (at === null) return FULL_WEIGHT;
  let i = at.index + at[0].length;
  if (element.charCodeAt(i++) !== ZERO) return FULL_WEIGHT;
  if (element.charCodeAt(i++) !== DOT) return 0;
  let weight = 0;
  for (let unit = 100; unit >= 1; unit /= 10, i++) {
    const digit = element.charCodeAt(i);
    if (!(digit >= ZERO && digit <= NINE)) break;
    weight += unit * (digit - ZERO);
  }
  return weight;
}
