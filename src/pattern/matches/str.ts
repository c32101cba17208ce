/** `-m str`, equal text, and `-m bin`, equal bytes written in hex: both one hash lookup. */
import { toLowerAscii } from "../../core/ascii.ts";
import type { SampleValue } from "../../sample/types.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "../types.ts";
import { EntriesByKey } from "./entries-by-key.ts";

class EqualText implements PatternIndex {
  readonly #entries: EntriesByKey<string> = new EntriesByKey();
  readonly #keyOf: (text: string) => string;

  constructor(keyOf: (text: string) => string) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(entry: PatternEntry): string | null {
    this.#entries.add(this.#keyOf(entry.key), entry);
    return null;
  }

  remove(entry: PatternEntry): void {
    this.#entries.remove(this.#keyOf(entry.key), entry);
  }

  clear(): void {
    this.#entries.clear();
  }

  find(value: SampleValue): PatternEntry | null {
    return typeof value === "string" ? this.#entries.get(this.#keyOf(value)) : null;
  }
}

/** Bytes as hex digits, two a byte; undefined for anything else. */
export function bytesOfHex(hex: string): string | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return undefined;
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

class EqualBytes implements PatternIndex {
  readonly #entries: EntriesByKey<string> = new EntriesByKey();

  get size(): number {
    return this.#entries.size;
  }

  add(entry: PatternEntry): string | null {
    const bytes = bytesOfHex(entry.key);
    if (bytes === undefined) return `'${entry.key}' is not an even number of hex digits`;
    this.#entries.add(bytes, entry);
    return null;
  }

  remove(entry: PatternEntry): void {
    const bytes = bytesOfHex(entry.key);
    if (bytes !== undefined) this.#entries.remove(bytes, entry);
  }

  clear(): void {
    this.#entries.clear();
  }

  find(value: SampleValue): PatternEntry | null {
    return typeof value === "string" ? this.#entries.get(value) : null;
  }
}

const same = (text: string): string => text;

export const strMatch: MatchRow = {
  name: "str",
  input: "str",
  storage: "tree",
  takesPatterns: true,
  syntax: "-m str <string>…",
  manual: "7.1.3",
  summary: "The sample equals one of the strings.",
  open: (ignoreCase) => new EqualText(ignoreCase ? toLowerAscii : same),
};

export const binMatch: MatchRow = {
  name: "bin",
  input: "bin",
  storage: "list",
  takesPatterns: true,
  syntax: "-m bin <hex digits>…",
  manual: "7.1.5",
  summary: "The sample equals one of the byte sequences.",
  open: () => new EqualBytes(),
};
