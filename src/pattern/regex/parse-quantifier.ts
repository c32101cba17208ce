/** `*`, `+`, `?` and `{2,5}`: how often what stands before is repeated. */
import type { Scanner } from "./scanner.ts";

/** PCRE's limit of repeats by count. */
const MOST_REPEATS = 65_535;
const COUNTED: RegExp = /\{(\d+)(,?)(\d*)\}/y;

/** Reads the least and the most rounds; null if no quantifier stands here, as in `a{,3}`. */
export function parseQuantifier(scanner: Scanner): readonly [number, number] | null {
  if (scanner.take("*")) return [0, Infinity];
  if (scanner.take("+")) return [1, Infinity];
  if (scanner.take("?")) return [0, 1];
  const start = scanner.at;
  const counted = scanner.match(COUNTED);
  if (counted === null) return null;
  if (counted[2] === "" && counted[3] !== "") {
    scanner.at = start;
    return null;
  }
  const min = Number(counted[1]);
  const max = counted[3] !== "" ? Number(counted[3]) : counted[2] === "" ? min : Infinity;
  if (min > max) return scanner.fail("the numbers of a repeat are out of order", start);
  if (min > MOST_REPEATS || (max > MOST_REPEATS && max !== Infinity)) {
    return scanner.fail(`repeats go to ${MOST_REPEATS}`, start);
  }
  return [min, max];
}
