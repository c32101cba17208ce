/**
 * Patterns found within the sample: `-m sub` anywhere, `-m dir` between slashes, `-m dom` between
 * dots, colons and slashes. Of all that match the one added first wins.
 */
import { LOWER_CASE } from "../../core/ascii.ts";
import { earlier } from "../key-hash.ts";
import type { KeyHash } from "../key-hash.ts";
import type { EntryTable } from "../entry-table.ts";
import type { IndexedEntries, MatchRow } from "../types.ts";
import { HashedText } from "./hashed.ts";

/** Portions of the sample between delimiters. */
class Portions extends HashedText {
  /** 1 for each character that delimits. */
  readonly #delimits: Uint8Array;

  constructor(keys: KeyHash, delimiters: string) {
    super(keys);
    this.#delimits = new Uint8Array(256);
    for (let i = 0; i < delimiters.length; i++) this.#delimits[delimiters.charCodeAt(i)] = 1;
  }

  protected override search(value: string): number {
    let found = 0;
    for (let start = 0; start < value.length; start++) {
      if (start > 0 && this.#delimits[value.charCodeAt(start - 1)] === 0) continue;
      found = earlier(found, this.keys.firstAt(value, start, this.#delimits));
    }
    return found;
  }
}

/** Bits of the filter by which most places of a sample are passed over. */
const FILTER_BITS = 14;

/** Any place of the sample: looked at closer where two characters stand that begin a pattern. */
class Anywhere extends HashedText {
  readonly #entries: EntryTable;
  readonly #mayBegin: Uint8Array = new Uint8Array(1 << FILTER_BITS);

  constructor(keys: KeyHash, entries: EntryTable) {
    super(keys);
    this.#entries = entries;
  }

  override add(number: number): string | null {
    const source = this.#entries.source(number);
    const start = this.#entries.keyStart(number);
    const length = this.#entries.keyEnd(number) - start;
    const first = source.charCodeAt(start);
    if (length === 1) for (let code = 0; code < 256; code++) this.#mark(first, code);
    else if (length > 1) this.#mark(first, source.charCodeAt(start + 1));
    return null;
  }

  protected override search(value: string): number {
    let found = this.keys.lengths[0] === 0 ? 0 : this.keys.exact("");
    for (let start = 0; start < value.length; start++) {
      const second = start + 1 < value.length ? value.charCodeAt(start + 1) : 0;
      if (this.#mayBegin[placeOf(value.charCodeAt(start), second)] === 0) continue;
      found = earlier(found, this.keys.firstAt(value, start, null));
    }
    return found;
  }

  #mark(first: number, second: number): void {
    this.#mayBegin[placeOf(first, second)] = 1;
  }
}

/** The filter folds the case whether the patterns do or not: it only has to let all of them pass. */
function placeOf(first: number, second: number): number {
  return ((LOWER_CASE[first]! << 6) ^ LOWER_CASE[second]!) & ((1 << FILTER_BITS) - 1);
}

const openPortions =
  (delimiters: string) =>
  (ignoreCase: boolean, patterns: IndexedEntries): Portions =>
    new Portions(patterns.hash(ignoreCase, delimiters), delimiters);

export const subMatch: MatchRow = {
  name: "sub",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m sub <string>…",
  manual: "7.1.3",
  summary: "The sample contains one of the strings.",
  open: (ignoreCase, patterns) => new Anywhere(patterns.hash(ignoreCase, ""), patterns.entries),
};

export const dirMatch: MatchRow = {
  name: "dir",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m dir <string>…",
  manual: "7.1.3",
  summary: "A portion of the sample between slashes equals one of the strings.",
  open: openPortions("/?"),
};

export const domMatch: MatchRow = {
  name: "dom",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m dom <string>…",
  manual: "7.1.3",
  summary: "A portion of the sample between dots equals one of the strings.",
  open: openPortions("/?.:"),
};
