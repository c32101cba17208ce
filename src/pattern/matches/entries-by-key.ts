/**
 * Entries by an exact key. Several entries may have the same one: the first that was added is
 * found, the others wait behind it.
 */
import type { PatternEntry } from "../types.ts";

export class EntriesByKey<Key> {
  readonly #first: Map<Key, PatternEntry> = new Map();
  /** Entries behind the first, for the few keys that have several. */
  readonly #others: Map<Key, PatternEntry[]> = new Map();
  size = 0;

  get(key: Key): PatternEntry | null {
    return this.#first.get(key) ?? null;
  }

  /** All entries of a key in order of insertion. */
  all(key: Key): readonly PatternEntry[] {
    const first = this.#first.get(key);
    return first === undefined ? [] : [first, ...(this.#others.get(key) ?? [])];
  }

  add(key: Key, entry: PatternEntry): void {
    this.size++;
    if (!this.#first.has(key)) {
      this.#first.set(key, entry);
      return;
    }
    const others = this.#others.get(key);
    if (others === undefined) this.#others.set(key, [entry]);
    else others.push(entry);
  }

  remove(key: Key, entry: PatternEntry): void {
    const left = this.all(key).filter((other) => other !== entry);
    const [first, ...others] = left;
    this.size -= this.all(key).length - left.length;
    if (first === undefined) this.#first.delete(key);
    else this.#first.set(key, first);
    if (others.length === 0) this.#others.delete(key);
    else this.#others.set(key, others);
  }

  clear(): void {
    this.#first.clear();
    this.#others.clear();
    this.size = 0;
  }
}
