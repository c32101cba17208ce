/**
 * A stick table in the arena, used by all threads at once. Who gets an entry from `lookup`,
 * `getOrCreate` or `next` holds it until `release`: a held entry is neither evicted nor removed,
 * and its number stays good. Expired entries are never seen, also before they are swept.
 */
import type { Region } from "../core/arena.ts";
import { int32View } from "../core/record.ts";
import { Dictionary } from "./dictionary.ts";
import type { RateCounts } from "../core/shared-freq-counter.ts";
import {
  addToField,
  countInField,
  decrementField,
  readField,
  readRateCount,
  writeField,
  writeRateCount,
} from "./entry-data.ts";
import { EntryStore } from "./entry-store.ts";
import type { TableClock } from "./entry-pool.ts";
import { decodeKey, formatKey } from "./key.ts";
import type { TableKey } from "./key.ts";
import { ENTRY, HEADER, layOut, layoutSignature } from "./layout.ts";
import type { DataField } from "./layout.ts";
import type { StickTableSpec } from "./spec.ts";
import type { TableUpdates } from "./updates.ts";

export class StickTable {
  readonly spec: StickTableSpec;
  /** The stored fields in the order of `show table`, arrays element by element. */
  readonly fields: readonly DataField[];
  readonly #store: EntryStore;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #dictionary: Dictionary;
  /** Where changes are noted for peers; null when nobody wants to know. */
  readonly #updates: TableUpdates | null;

  private constructor(
    spec: StickTableSpec,
    region: Region,
    clock: TableClock,
    updates: TableUpdates | null,
  ) {
    const layout = layOut(spec);
    this.spec = spec;
    this.#updates = updates;
    this.fields = layout.fields;
    this.#words = int32View(region);
    this.#store = new EntryStore(spec, layout, this.#words, clock);
    this.#dictionary = new Dictionary(this.#words, layout.dictionaryAt);
  }

  /**
   * The table in `region`, with the entries it has: new memory is an empty table. What is changed
   * through this object is noted in `updates`.
   */
  static create(
    spec: StickTableSpec,
    region: Region,
    clock: TableClock,
    updates: TableUpdates | null = null,
  ): StickTable {
    return new StickTable(spec, region, clock, updates);
  }

  /** The bytes that a table takes; the system provides them only as entries come. */
  static sizeBytes(spec: StickTableSpec): number {
    return layOut(spec).sizeBytes;
  }

  /** Name of the region: a reload that changes what is stored must not find the old memory. */
  static regionName(tableName: string, spec: StickTableSpec): string {
    return `table/${tableName}/${layoutSignature(spec)}`;
  }

  /** Entries in the table; some may have expired since the last sweep. */
  get used(): number {
    return Atomics.load(this.#words, HEADER.used);
  }

  /** The field that `gpc0`, `gpc7`, `http_req_rate` … name; undefined if it is not stored. */
  field(name: string): DataField | undefined {
    return this.fields.find((field) => field.name === name);
  }

  /** Finds and holds the entry of `key`; -1 if there is none or the key does not fit the type. */
  lookup(key: TableKey): number {
    return this.#store.encode(key) ? this.#store.find() : -1;
  }

  /** The entry of `key`, not held: another thread may take it out at any time. -1 for none. */
  peek(key: TableKey): number {
    return this.#store.encode(key) ? this.#store.peek() : -1;
  }

  /**
   * Finds or makes the entry of `key`, touches and holds it. When the table is full the eldest
   * entries that nobody holds go. -1 if none can go, or the table has `nopurge`, or the key does
   * not fit the type.
   */
  getOrCreate(key: TableKey): number {
    const entry = this.#store.encode(key) ? this.#store.findOrMake() : -1;
    if (entry !== -1) this.#updates?.mark(entry);
    return entry;
  }

  /** Holds an entry by its number if it is one of the table now. */
  holdLive(entry: number): boolean {
    return this.#store.holdLive(entry);
  }

  /** Holds an entry once more; only for who holds it already. */
  hold(entry: number): void {
    Atomics.add(this.#words, this.#store.at(entry) + ENTRY.held, 1);
  }

  /** Gives up one hold. */
  release(entry: number): void {
    Atomics.sub(this.#words, this.#store.at(entry) + ENTRY.held, 1);
  }

  /** How many holds there are: `use=` of `show table`, the caller's own included. */
  heldCount(entry: number): number {
    return Atomics.load(this.#words, this.#store.at(entry) + ENTRY.held);
  }

  /** Lets the entry live for the table's `expire` from now. */
  touch(entry: number): void {
    this.#store.touch(entry);
    this.#updates?.mark(entry);
  }

  /** Lets the entry live for `restMs` from now, at most for the table's `expire`. */
  expireAfter(entry: number, restMs: number): void {
    this.#store.expireAfter(entry, restMs);
  }

  /** Milliseconds until the entry expires: `exp=` of `show table`; 0 in a table without expiry. */
  expiresInMs(entry: number): number {
    if (this.spec.expireMs === 0) return 0;
    const expireTick = Atomics.load(this.#words, this.#store.at(entry) + ENTRY.expireTick);
    return Math.max(0, (expireTick - this.#store.tick()) | 0);
  }

  /** The entry's key as a sample would give it. */
  key(entry: number): TableKey {
    const at = this.#store.at(entry);
    const lengthBytes = this.#words[at + ENTRY.keyBytes]!;
    return decodeKey(this.spec.type, this.#words, at + this.#store.layout.keyAt, lengthBytes);
  }

  /** The entry's key as `show table` prints it. */
  keyText(entry: number): string {
    return formatKey(this.spec.type, this.key(entry));
  }

  /** The value of a field; see Storage for its meaning. */
  read(entry: number, field: DataField): number {
    return readField(this.#words, this.#store.at(entry), field, this.#store.tick());
  }

  /** Sets a field; a `word` is set by `writeWord`. */
  write(entry: number, field: DataField, value: number): void {
    writeField(this.#words, this.#store.at(entry), field, this.#store.tick(), value);
    this.#updates?.mark(entry);
  }

  /** Counts `amount` in a counter or rate; returns the new value. */
  add(entry: number, field: DataField, amount: number): number {
    this.#updates?.mark(entry);
    return addToField(this.#words, this.#store.at(entry), field, this.#store.tick(), amount);
  }

  /** Counts as `add` does, for who need not know the new value. */
  count(entry: number, field: DataField, amount: number): void {
    this.#updates?.mark(entry);
    countInField(this.#words, this.#store.at(entry), field, this.#store.tick(), amount);
  }

  /** The counter behind a rate. */
  readRate(entry: number, field: DataField): RateCounts {
    return readRateCount(this.#words, this.#store.at(entry), field, this.#store.tick());
  }

  /** Sets the counter behind a rate. */
  writeRate(entry: number, field: DataField, count: RateCounts): void {
    writeRateCount(this.#words, this.#store.at(entry), field, this.#store.tick(), count);
    this.#updates?.mark(entry);
  }

  /** Takes one from a `uint` counter unless it is zero. */
  decrement(entry: number, field: DataField): void {
    decrementField(this.#words, this.#store.at(entry), field);
    this.#updates?.mark(entry);
  }

  /** The string of a `word` field; undefined if none was set. */
  readWord(entry: number, field: DataField): string | undefined {
    return this.#dictionary.textOf(this.read(entry, field));
  }

  /** Sets a `word` field to a latin1 string, or to none. */
  writeWord(entry: number, field: DataField, text: string | undefined): void {
    this.write(entry, field, text === undefined ? 0 : this.#dictionary.numberOf(text));
  }

  /** Removes an entry of which the caller has the only hold, which ends; else returns false. */
  remove(entry: number): boolean {
    return this.#store.remove(entry);
  }

  /** Holds and returns the next entry after `entry` (start from -1), or -1 at the end; no order. */
  next(entry: number): number {
    return this.#store.next(entry);
  }

  /**
   * Removes some of what has expired; true when there may be more. To be called by one thread about
   * once a second, and soon again while it says so: a million entries at once would take long.
   */
  sweep(): boolean {
    return this.#store.sweep();
  }
}
