/**
 * A stick table under its name, as rules and expressions use it: keys of any sample type, data
 * types by column.
 */
import { IpAddress } from "../core/ip.ts";
import { type Cast, castsTo, typeOfValue } from "../sample/cast.ts";
import type { SampleKey, TableFacts } from "../sample/txn.ts";
import type { SampleType } from "../sample/types.ts";
import type { TableKey } from "./key.ts";
import type { TableKeyType } from "./spec.ts";
import { StuckServers } from "./stuck-servers.ts";
import type { StickTable } from "./table.ts";
import { type TrackedColumns, trackedColumns } from "./tracked-columns.ts";

/** The type of a sample that each kind of table takes as its key. */
const KEY_SAMPLES: { readonly [Type in TableKeyType]: SampleType } = {
  ip: "ipv4",
  ipv6: "ipv6",
  integer: "int",
  string: "str",
  binary: "bin",
};

export class TableView implements TableFacts {
  readonly name: string;
  readonly table: StickTable;
  /** Where tracking counts. */
  readonly tracked: TrackedColumns;
  /** What expressions of keys are cast to. */
  readonly keyType: SampleType;
  /** Which server an entry's client is to stay at. */
  readonly stuck: StuckServers;
  readonly #isText: boolean;
  /** Of the addresses that are keys as they are; 0 for a table of other keys. */
  readonly #family: 0 | 4 | 6;
  readonly #casts: ReadonlyMap<SampleType, Cast | null>;
  readonly #columns: ReadonlyMap<string, number>;
  /** Columns of the elements of each array, in order. */
  readonly #elements: ReadonlyMap<string, readonly number[]>;

  constructor(name: string, table: StickTable) {
    this.name = name;
    this.table = table;
    this.stuck = new StuckServers(table);
    this.keyType = KEY_SAMPLES[table.spec.type];
    this.#isText = this.keyType === "str" || this.keyType === "bin";
    this.#family = this.keyType === "ipv4" ? 4 : this.keyType === "ipv6" ? 6 : 0;
    this.#casts = castsTo(this.keyType);
    this.#columns = new Map(table.fields.map((field, index) => [field.name, index]));
    this.#elements = Map.groupBy(
      table.fields.flatMap(({ index }, column) => (index < 0 ? [] : [column])),
      (column) => table.fields[column]!.type,
    );
    this.tracked = trackedColumns((dataType) => this.column(dataType));
  }

  get sizeEntries(): number {
    return this.table.spec.size;
  }

  used(): number {
    return this.table.used;
  }

  column(dataType: string): number {
    return this.#columns.get(dataType) ?? -1;
  }

  element(arrayType: string, index: number): number {
    return this.#elements.get(arrayType)?.[index] ?? -1;
  }

  hasKeysOf(other: TableFacts): boolean {
    if (!(other instanceof TableView)) return false;
    const { type, keyBytes } = other.table.spec;
    return type === this.table.spec.type && keyBytes === this.table.spec.keyBytes;
  }

  find(key: SampleKey): number {
    const cast = this.cast(key);
    return cast === undefined ? -1 : this.table.peek(cast);
  }

  read(entry: number, column: number): number {
    return this.table.read(entry, this.table.fields[column]!);
  }

  create(key: SampleKey): number {
    const entry = this.obtain(key);
    if (entry >= 0) this.table.release(entry);
    return entry;
  }

  /** Holds of tracking streams and sessions; nobody else holds an entry for long. */
  trackers(entry: number): number {
    return this.table.heldCount(entry);
  }

  expiresInMs(entry: number): number {
    return this.table.expiresInMs(entry);
  }

  idleMs(entry: number): number {
    return this.table.spec.expireMs - this.table.expiresInMs(entry);
  }

  increment(entry: number, column: number, amount: number): number {
    return this.table.add(entry, this.table.fields[column]!, amount);
  }

  /** Adds as `increment` does, for who need not know the new value. */
  count(entry: number, column: number, amount: number): void {
    this.table.count(entry, this.table.fields[column]!, amount);
  }

  write(entry: number, column: number, value: number): void {
    this.table.write(entry, this.table.fields[column]!, value);
  }

  /** Finds or makes the entry of a key and holds it; -1 when the key or the table does not allow it. */
  obtain(key: SampleKey): number {
    const cast = this.cast(key);
    return cast === undefined ? -1 : this.table.getOrCreate(cast);
  }

  /** Finds the entry of a key and holds it, -1 without one; being asked for renews it. */
  match(key: SampleKey): number {
    const cast = this.cast(key);
    const entry = cast === undefined ? -1 : this.table.lookup(cast);
    if (entry >= 0) this.table.touch(entry);
    return entry;
  }

  /** The hold of who tracked an entry ends: from now on it lives for the table's `expire`. */
  leave(entry: number): void {
    this.table.touch(entry);
    this.table.release(entry);
  }

  /** The key as the table's type has it; undefined if it cannot be one. */
  cast(key: SampleKey): TableKey | undefined {
    if (typeof key === "string" && this.#isText) return key;
    if (key instanceof IpAddress && key.family === this.#family) return key;
    const value = this.#casts.get(typeOfValue(key))?.(key);
    return typeof value === "boolean" ? undefined : value;
  }
}
