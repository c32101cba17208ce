/**
 * Sets of bytes, as 256 marks of 0 or 1: what one character of a regex may be. Letters are ASCII
 * letters, as PCRE has it in the C locale; a set, once made, does not change.
 */

export type CharSet = Uint8Array;

export const NO_CHAR: CharSet = new Uint8Array(256);

/** The set of what passes a test. */
function setWhere(test: (code: number) => boolean): CharSet {
  const set = new Uint8Array(256);
  for (let code = 0; code < 256; code++) set[code] = Number(test(code));
  return set;
}

/** The set of the bytes of a text. */
export function setOf(text: string): CharSet {
  const set = new Uint8Array(256);
  for (let i = 0; i < text.length; i++) set[text.charCodeAt(i)] = 1;
  return set;
}

/** The set of the bytes from one to another, both included. */
export function rangeOf(first: number, last: number): CharSet {
  return setWhere((code) => code >= first && code <= last);
}

export function union(a: CharSet, b: CharSet): CharSet {
  if (a === b || b === NO_CHAR) return a;
  if (a === NO_CHAR) return b;
  const set = Uint8Array.from(a);
  for (let code = 0; code < 256; code++) if (b[code] === 1) set[code] = 1;
  return set;
}

export function complement(set: CharSet): CharSet {
  return setWhere((code) => set[code] === 0);
}

export function overlap(a: CharSet, b: CharSet): boolean {
  for (let code = 0; code < 256; code++) if (a[code] === 1 && b[code] === 1) return true;
  return false;
}

export function isSame(a: CharSet, b: CharSet): boolean {
  for (let code = 0; code < 256; code++) if (a[code] !== b[code]) return false;
  return true;
}

/** The set with each letter in both cases. */
export function bothCases(set: CharSet): CharSet {
  const folded = Uint8Array.from(set);
  for (let upper = 0x41; upper <= 0x5a; upper++) {
    const lower = upper | 0x20;
    folded[upper] = folded[lower] = set[upper]! | set[lower]!;
  }
  return folded;
}

export const ANY_CHAR: CharSet = complement(NO_CHAR);
export const NOT_NEWLINE: CharSet = complement(setOf("\n"));

const LOWER: CharSet = rangeOf(0x61, 0x7a);
const UPPER: CharSet = rangeOf(0x41, 0x5a);
const DIGIT: CharSet = rangeOf(0x30, 0x39);
const ALPHA: CharSet = union(LOWER, UPPER);
const ALNUM: CharSet = union(ALPHA, DIGIT);
const GRAPH: CharSet = rangeOf(0x21, 0x7e);
const SPACE: CharSet = setOf(" \t\n\r\f\v");
export const WORD: CharSet = union(ALNUM, setOf("_"));

/** Sets by the name they have between `[:` and `:]`. */
export const POSIX_SETS: ReadonlyMap<string, CharSet> = new Map([
  ["alnum", ALNUM],
  ["alpha", ALPHA],
  ["ascii", rangeOf(0, 0x7f)],
  ["blank", setOf(" \t")],
  ["cntrl", union(rangeOf(0, 0x1f), setOf("\x7f"))],
  ["digit", DIGIT],
  ["graph", GRAPH],
  ["lower", LOWER],
  ["print", rangeOf(0x20, 0x7e)],
  ["punct", setWhere((code) => GRAPH[code] === 1 && ALNUM[code] === 0)],
  ["space", SPACE],
  ["upper", UPPER],
  ["word", WORD],
  ["xdigit", union(DIGIT, setOf("abcdefABCDEF"))],
]);

const HORIZONTAL: CharSet = setOf(" \t\xa0");
const VERTICAL: CharSet = setOf("\n\v\f\r\x85");

/** Sets by the letter they have behind a backslash. */
export const ESCAPE_SETS: ReadonlyMap<string, CharSet> = new Map([
  ["d", DIGIT],
  ["D", complement(DIGIT)],
  ["h", HORIZONTAL],
  ["H", complement(HORIZONTAL)],
  ["s", SPACE],
  ["S", complement(SPACE)],
  ["v", VERTICAL],
  ["V", complement(VERTICAL)],
  ["w", WORD],
  ["W", complement(WORD)],
]);
