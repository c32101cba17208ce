/** `-m str`, equal text, and `-m bin`, equal bytes written in hex: one hash lookup. */
import type { SampleValue } from "../../sample/types.ts";
import type { EntryTable } from "../entry-table.ts";
import type { MatchRow, PatternIndex } from "../types.ts";
import { HashedText } from "./hashed.ts";
import { NumbersByKey } from "./numbers-by-key.ts";

class EqualText extends HashedText {
  protected override search(value: string): number {
    return this.keys.exact(value);
  }
}

/** Bytes as hex digits, two a byte; undefined for anything else. */
function bytesOfHex(hex: string): string | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return undefined;
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

class EqualBytes implements PatternIndex {
  readonly #entries: EntryTable;
  readonly #numbers: NumbersByKey<string> = new NumbersByKey();

  constructor(entries: EntryTable) {
    this.#entries = entries;
  }

  add(number: number): string | null {
    const key = this.#entries.key(number);
    const bytes = bytesOfHex(key);
    if (bytes === undefined) return `'${key}' is not an even number of hex digits`;
    this.#numbers.add(bytes, number);
    return null;
  }

  remove(number: number): void {
    const bytes = bytesOfHex(this.#entries.key(number));
    if (bytes !== undefined) this.#numbers.remove(bytes, number);
  }

  find(value: SampleValue): number {
    return typeof value === "string" ? this.#numbers.get(value) : 0;
  }
}

export const strMatch: MatchRow = {
  name: "str",
  input: "str",
  storage: "tree",
  takesPatterns: true,
  syntax: "-m str <string>…",
  manual: "7.1.3",
  summary: "The sample equals one of the strings.",
  open: (ignoreCase, patterns) => new EqualText(patterns.hash(ignoreCase, "")),
};

export const binMatch: MatchRow = {
  name: "bin",
  input: "bin",
  storage: "list",
  takesPatterns: true,
  syntax: "-m bin <hex digits>…",
  manual: "7.1.5",
  summary: "The sample equals one of the byte sequences.",
  open: (_ignoreCase, { entries }) => new EqualBytes(entries),
};
