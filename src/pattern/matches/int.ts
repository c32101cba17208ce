/**
 * `-m int`, the sample as an integer, and `-m len`, its length: equal to a number or within a
 * range `low:high`, either side open (manual 7.1.2). Of several that match the first added wins.
 */
import type { Int } from "../../sample/integer.ts";
import { saturated } from "../../sample/integer.ts";
import type { SampleValue } from "../../sample/types.ts";
import type { EntryTable } from "../entry-table.ts";
import { earlier } from "../key-hash.ts";
import type { MatchRow, PatternIndex } from "../types.ts";
import { NumbersByKey } from "./numbers-by-key.ts";

interface Range {
  readonly low: Int;
  readonly high: Int;
  readonly number: number;
}

/** The greatest integer of a pattern; HAProxy refuses the one below the least negative of this. */
const GREATEST = 2n ** 63n - 1n;

/** Reads a decimal integer of 64 bits as patterns write it, without a plus; undefined for else. */
export function patternInt(text: string): Int | undefined {
  if (!/^-?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value > GREATEST || value < -GREATEST ? undefined : saturated(value);
}

/** Reads a version as the integer a `req.ssl_ver` sample holds: 3.1 is 3 × 65536 + 1. */
export function dottedInt(text: string): Int | undefined {
  const match = /^(\d{1,5})(?:\.(\d{1,5}))?$/.exec(text);
  return match === null ? patternInt(text) : Number(match[1]) * 65536 + Number(match[2] ?? 0);
}

/** Reads `7`, `1:9`, `1:` or `:9`; undefined for anything else. */
function parseRange(
  text: string,
  readInt: (text: string) => Int | undefined,
): { low: Int; high: Int } | undefined {
  const colon = text.indexOf(":");
  const whole = colon === -1 ? readInt(text) : undefined;
  if (whole !== undefined) return { low: whole, high: whole };
  if (colon === -1 || text === ":") return undefined;
  const low = colon === 0 ? -Infinity : readInt(text.slice(0, colon));
  const high = colon === text.length - 1 ? Infinity : readInt(text.slice(colon + 1));
  return low === undefined || high === undefined || low > high ? undefined : { low, high };
}

class Integers implements PatternIndex {
  readonly #exact: NumbersByKey<Int> = new NumbersByKey();
  #ranges: Range[] = [];
  readonly #entries: EntryTable;
  readonly #measure: (value: SampleValue) => Int;
  readonly #readInt: (text: string) => Int | undefined;

  constructor(
    entries: EntryTable,
    measure: (value: SampleValue) => Int,
    readInt: (text: string) => Int | undefined = patternInt,
  ) {
    this.#entries = entries;
    this.#measure = measure;
    this.#readInt = readInt;
  }

  add(number: number): string | null {
    const key = this.#entries.key(number);
    const range = parseRange(key, this.#readInt);
    if (range === undefined) return `'${key}' is not a number`;
    if (range.low === range.high) this.#exact.add(range.low, number);
    else this.#ranges.push({ ...range, number });
    return null;
  }

  remove(number: number): void {
    const range = parseRange(this.#entries.key(number), this.#readInt);
    if (range !== undefined && range.low === range.high) this.#exact.remove(range.low, number);
    else this.#ranges = this.#ranges.filter((other) => other.number !== number);
  }

  find(value: SampleValue): number {
    const int = this.#measure(value);
    const exact = this.#exact.get(int);
    for (let i = 0; i < this.#ranges.length; i++) {
      const range = this.#ranges[i]!;
      if (int >= range.low && int <= range.high) return earlier(exact, range.number);
    }
    return exact;
  }
}

function integerOf(value: SampleValue): Int {
  if (typeof value === "number" || typeof value === "bigint") return value;
  return Number(value === true);
}

function lengthOf(value: SampleValue): Int {
  return typeof value === "string" ? value.length : 0;
}

export const intMatch: MatchRow = {
  name: "int",
  input: "int",
  storage: "list",
  takesPatterns: true,
  syntax: "-m int [eq|ge|gt|le|lt] <integer>|<low>:<high>…",
  manual: "7.1.2",
  summary: "The sample as an integer is one of the numbers or in one of the ranges.",
  open: (_ignoreCase, { entries }) => new Integers(entries, integerOf),
};

export const lenMatch: MatchRow = {
  name: "len",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m len [eq|ge|gt|le|lt] <integer>|<low>:<high>…",
  manual: "7.1.2",
  summary: "The length of the sample is one of the numbers or in one of the ranges.",
  open: (_ignoreCase, { entries }) => new Integers(entries, lengthOf),
};

/** The match of `req.ssl_ver`: versions with a dot. It has no name for `-m`. */
export const versionMatch: MatchRow = {
  ...intMatch,
  name: "ver",
  open: (_ignoreCase, { entries }) => new Integers(entries, integerOf, dottedInt),
};
