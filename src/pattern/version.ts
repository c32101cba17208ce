/**
 * One version of a pattern set: its entries, the hashes over their keys and an index for each match
 * kind that some rule uses. All change together: an entry that one index refuses is in none.
 */
import { EntryTable } from "./entry-table.ts";
import { readPatterns } from "./file.ts";
import type { LineFault, PatternLayout } from "./file.ts";
import { KeyHash } from "./key-hash.ts";
import type { IndexedEntries, MatchRow, PatternIndex } from "./types.ts";

interface OpenIndex {
  readonly row: MatchRow;
  readonly ignoreCase: boolean;
  readonly index: PatternIndex;
}

/** Fewer removed entries than this are not worth a new table. */
const FEWEST_TO_REBUILD = 4096;

export class PatternVersion implements IndexedEntries {
  readonly entries: EntryTable;
  /** By the key as written: for what names entries by their key. */
  #keys: KeyHash | null = null;
  readonly #hashes: KeyHash[] = [];
  readonly #indexes: OpenIndex[] = [];

  constructor(idBase: number) {
    this.entries = new EntryTable(idBase);
  }

  hash(ignoreCase: boolean, trimmed: string): KeyHash {
    const known = this.#hashes.find(
      (other) => other.ignoreCase === ignoreCase && other.trimmed === trimmed,
    );
    if (known !== undefined) return known;
    const hash = new KeyHash(this.entries, ignoreCase, trimmed);
    this.#hashes.push(hash);
    return hash;
  }

  /** The index for a match kind, made on first use; or the first entry that does not fit it. */
  index(row: MatchRow, ignoreCase: boolean): PatternIndex | LineFault {
    const known = this.#indexes.find(
      (other) => other.row === row && other.ignoreCase === ignoreCase,
    );
    if (known !== undefined) return known.index;
    const index = row.open(ignoreCase, this);
    for (let number = 1; number < this.entries.end; number++) {
      const fault = this.entries.has(number) ? index.add(number) : null;
      if (fault !== null) return { line: this.entries.line(number), fault };
    }
    this.#indexes.push({ row, ignoreCase, index });
    return index;
  }

  /** Appends an entry; what is wrong with it, or null. */
  add(key: string, value: string | null): string | null {
    return this.#enter(this.entries.add(key, value));
  }

  /**
   * Appends the entries of a text up to the first that is refused, by an index or by `check`,
   * which is given each value.
   */
  addText(
    text: string,
    layout: PatternLayout,
    check: ((value: string | null) => string | null) | null,
  ): LineFault | null {
    const { entries } = this;
    const source = entries.addSource(text);
    const fault = readPatterns(text, layout, (keyStart, keyEnd, valueStart, valueEnd) => {
      if (check !== null) {
        const fault = check(valueStart < 0 ? null : text.slice(valueStart, valueEnd));
        if (fault !== null) return fault;
      }
      return this.#enter(entries.append(source, keyStart, keyEnd, valueStart, valueEnd));
    });
    entries.dropUnused(source);
    return fault;
  }

  /** Numbers of all entries of a key, in order. */
  numbersOf(key: string): readonly number[] {
    this.#keys ??= this.hash(false, "");
    const numbers: number[] = [];
    for (let at = this.#keys.exact(key); at !== 0; at = this.#keys.following(at)) numbers.push(at);
    return numbers;
  }

  /** Number of the first entry of a key; 0 for none. */
  firstOf(key: string): number {
    this.#keys ??= this.hash(false, "");
    return this.#keys.exact(key);
  }

  remove(number: number): void {
    for (const { index } of this.#indexes) index.remove(number);
    this.#forget(number);
  }

  /** The same entries in a table without gaps, when most of this one are gone; else null. */
  rebuilt(): PatternVersion | null {
    const { entries } = this;
    const removed = entries.end - 1 - entries.size;
    if (removed < FEWEST_TO_REBUILD || removed < entries.size) return null;
    const version = new PatternVersion(entries.nextId);
    for (const { key, value } of entries) version.entries.add(key, value);
    for (const { row, ignoreCase } of this.#indexes) version.index(row, ignoreCase);
    return version;
  }

  /** A version without entries that has the same indexes. */
  emptied(idBase: number): PatternVersion {
    const version = new PatternVersion(idBase);
    for (const { row, ignoreCase } of this.#indexes) version.index(row, ignoreCase);
    return version;
  }

  /** Takes an entry that stands in the table into hashes and indexes; else out of the table. */
  #enter(number: number): string | null {
    for (let i = 0; i < this.#hashes.length; i++) this.#hashes[i]!.add(number);
    for (let i = 0; i < this.#indexes.length; i++) {
      const fault = this.#indexes[i]!.index.add(number);
      if (fault === null) continue;
      while (--i >= 0) this.#indexes[i]!.index.remove(number);
      this.#forget(number);
      return fault;
    }
    return null;
  }

  #forget(number: number): void {
    for (const hash of this.#hashes) hash.remove(number);
    this.entries.remove(number);
  }
}
