/**
 * Sets of bytes, as 256 marks of 0 or 1: what one character of a regex may be. Letters are ASCII
 * letters, as PCRE has it in the C locale; a set, once made, does not change.
 */
import { toLowerAscii, toUpperAscii } from "../../core/ascii.ts";

export type CharSet = Uint8Array;

const ALL_CODES: readonly number[] = Array.from({ length: 256 }, (_, code) => code);

/** The set of what passes a test. */
export function setWhere(test: (code: number) => boolean): CharSet {
  return Uint8Array.from(ALL_CODES, (code) => Number(test(code)));
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
  return a.map((mark, code) => mark | b[code]!);
}

export function complement(set: CharSet): CharSet {
  return set.map((mark) => 1 - mark);
}

export function overlap(a: CharSet, b: CharSet): boolean {
  return a.some((mark, code) => mark === 1 && b[code] === 1);
}

/** The set with each letter in both cases. */
export function bothCases(set: CharSet): CharSet {
  const folded = Uint8Array.from(set);
  for (let code = 0; code < 256; code++) {
    if (set[code] === 0) continue;
    const char = String.fromCharCode(code);
    folded[toLowerAscii(char).charCodeAt(0)] = 1;
    folded[toUpperAscii(char).charCodeAt(0)] = 1;
  }
  return folded;
}

export const NO_CHAR: CharSet = new Uint8Array(256);
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
