/**
 * The entries of a pattern set in columns: where in which text the key and the value of each stand.
 * A file of a million lines is one string and a few typed arrays, not a million objects. Entries
 * are numbered from 1 in the order they were added; a number is never given twice, 0 is no entry.
 */
import type { PatternEntry } from "./types.ts";

/** In `valueStart` of an entry without a value, and in `keyStart` of one that was removed. */
const NONE = -1;
const FIRST_CAPACITY = 8;

export class EntryTable {
  /** Added to numbers to make ids that no other version of the set has. */
  readonly #idBase: number;
  readonly #sources: string[] = [];
  /** How many entries are cut from each source; one that nothing needs is given up. */
  readonly #sourceUses: number[] = [];
  readonly #freeSources: number[] = [];
  #source: Int32Array = new Int32Array(FIRST_CAPACITY);
  #keyStart: Int32Array = new Int32Array(FIRST_CAPACITY);
  #keyEnd: Int32Array = new Int32Array(FIRST_CAPACITY);
  #valueStart: Int32Array = new Int32Array(FIRST_CAPACITY);
  #valueEnd: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** The number that the next entry gets. */
  end = 1;
  /** Entries that are not removed. */
  size = 0;

  constructor(idBase: number) {
    this.#idBase = idBase;
  }

  /** The first id that a table after this one may give. */
  get nextId(): number {
    return this.#idBase + this.end;
  }

  /** Keeps a text to cut entries from; its number for `append`. */
  addSource(text: string): number {
    const source = this.#freeSources.pop() ?? this.#sources.length;
    this.#sources[source] = text;
    this.#sourceUses[source] = 0;
    return source;
  }

  /** Gives a source up that no entry was cut from. */
  dropUnused(source: number): void {
    if (this.#sourceUses[source] !== 0 || this.#sources[source] === "") return;
    this.#sources[source] = "";
    this.#freeSources.push(source);
  }

  /** Adds the entry that stands at these places of a source; no value for a `valueStart` of -1. */
  append(
    source: number,
    keyStart: number,
    keyEnd: number,
    valueStart: number,
    valueEnd: number,
  ): number {
    const number = this.end;
    if (number === this.#source.length) this.#grow();
    this.#source[number] = source;
    this.#keyStart[number] = keyStart;
    this.#keyEnd[number] = keyEnd;
    this.#valueStart[number] = valueStart;
    this.#valueEnd[number] = valueEnd;
    this.#sourceUses[source]!++;
    this.end++;
    this.size++;
    return number;
  }

  /** Adds an entry of its own text. */
  add(key: string, value: string | null): number {
    const source = this.addSource(value === null ? key : key + value);
    const valueStart = value === null ? NONE : key.length;
    return this.append(source, 0, key.length, valueStart, key.length + (value?.length ?? 0));
  }

  has(number: number): boolean {
    return number > 0 && number < this.end && this.#keyStart[number] !== NONE;
  }

  /** The text that holds the entry, its key at [keyStart, keyEnd). */
  source(number: number): string {
    return this.#sources[this.#source[number]!]!;
  }

  keyStart(number: number): number {
    return this.#keyStart[number]!;
  }

  keyEnd(number: number): number {
    return this.#keyEnd[number]!;
  }

  key(number: number): string {
    return this.source(number).slice(this.#keyStart[number], this.#keyEnd[number]);
  }

  value(number: number): string | null {
    const start = this.#valueStart[number]!;
    return start === NONE ? null : this.source(number).slice(start, this.#valueEnd[number]);
  }

  id(number: number): number {
    return this.#idBase + number;
  }

  /** The entry's number; 0 if there is no such entry in this table. */
  numberOf(id: number): number {
    const number = id - this.#idBase;
    return this.has(number) ? number : 0;
  }

  entry(number: number): PatternEntry {
    return { id: this.id(number), key: this.key(number), value: this.value(number) };
  }

  setValue(number: number, value: string): void {
    const key = this.key(number);
    const before = this.#source[number]!;
    const source = this.addSource(key + value);
    this.#source[number] = source;
    this.#sourceUses[source] = 1;
    this.#keyStart[number] = 0;
    this.#keyEnd[number] = key.length;
    this.#valueStart[number] = key.length;
    this.#valueEnd[number] = key.length + value.length;
    this.#release(before);
  }

  remove(number: number): void {
    this.#keyStart[number] = NONE;
    this.size--;
    this.#release(this.#source[number]!);
  }

  /** The entries that are left, in order. */
  *[Symbol.iterator](): Generator<PatternEntry> {
    for (let number = 1; number < this.end; number++) {
      if (this.#keyStart[number] !== NONE) yield this.entry(number);
    }
  }

  /** Line of the entry within its source, from 1. */
  line(number: number): number {
    const source = this.source(number);
    let line = 1;
    for (let at = source.indexOf("\n"); at !== -1 && at < this.keyStart(number); line++) {
      at = source.indexOf("\n", at + 1);
    }
    return line;
  }

  #release(source: number): void {
    if (--this.#sourceUses[source]! > 0) return;
    this.#sources[source] = "";
    this.#freeSources.push(source);
  }

  #grow(): void {
    this.#source = doubled(this.#source);
    this.#keyStart = doubled(this.#keyStart);
    this.#keyEnd = doubled(this.#keyEnd);
    this.#valueStart = doubled(this.#valueStart);
    this.#valueEnd = doubled(this.#valueEnd);
  }
}

/** A copy with room for twice as many. */
export function doubled(column: Int32Array): Int32Array {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
