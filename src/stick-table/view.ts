/**
 * A stick table under its name, as rules and expressions use it: keys of any sample type, data
 * types by column.
 */
import { fromV6Mapped, IpAddress, parseIp, toV6Mapped } from "../core/ip.ts";
import type { SampleKey, TableFacts } from "../sample/txn.ts";
import type { TableKey } from "./key.ts";
import type { DataField } from "./layout.ts";
import type { StickTable } from "./table.ts";
import { type TrackedColumns, trackedColumns } from "./tracked-columns.ts";

export class TableView implements TableFacts {
  readonly name: string;
  readonly table: StickTable;
  /** Where tracking counts. */
  readonly tracked: TrackedColumns;
  readonly #serverId: DataField | undefined;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(name: string, table: StickTable) {
    this.name = name;
    this.table = table;
    this.#serverId = table.field("server_id");
    this.#columns = new Map(table.fields.map((field, index) => [field.name, index]));
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
    const { fields } = this.table;
    return fields.findIndex((field) => field.type === arrayType && field.index === index);
  }

  find(key: SampleKey): number {
    const cast = this.#cast(key);
    const entry = cast === undefined ? -1 : this.table.lookup(cast);
    if (entry >= 0) this.table.release(entry);
    return entry;
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

  write(entry: number, column: number, value: number): void {
    this.table.write(entry, this.table.fields[column]!, value);
  }

  /** Finds or makes the entry of a key and holds it; -1 when the key or the table does not allow it. */
  obtain(key: SampleKey): number {
    const cast = this.#cast(key);
    return cast === undefined ? -1 : this.table.getOrCreate(cast);
  }

  /** The server id stored for a key, 0 for none; using an entry renews it. */
  serverIdOf(key: SampleKey): number {
    const cast = this.#cast(key);
    if (cast === undefined || this.#serverId === undefined) return 0;
    const entry = this.table.lookup(cast);
    if (entry < 0) return 0;
    this.table.touch(entry);
    const id = this.table.read(entry, this.#serverId);
    this.table.release(entry);
    return id;
  }

  storeServerId(key: SampleKey, serverId: number): void {
    const entry = this.obtain(key);
    if (entry < 0) return;
    if (this.#serverId !== undefined) this.table.write(entry, this.#serverId, serverId);
    this.table.release(entry);
  }

  /** The key as the table's type has it; undefined if it cannot be one. */
  #cast(key: SampleKey): TableKey | undefined {
    switch (this.table.spec.type) {
      case "ip":
        return asIp(key, 4);
      case "ipv6":
        return asIp(key, 6);
      case "integer":
        return asInteger(key);
      default:
        return typeof key === "boolean"
          ? key
            ? "1"
            : "0"
          : key instanceof IpAddress
            ? key.toString()
            : String(key);
    }
  }
}

function asIp(key: SampleKey, family: 4 | 6): IpAddress | undefined {
  const ip =
    key instanceof IpAddress
      ? key
      : typeof key === "string"
        ? parseIp(key)
        : typeof key === "number"
          ? IpAddress.v4(key >>> 0)
          : undefined;
  if (ip === undefined || ip.family === family) return ip;
  return family === 4 ? fromV6Mapped(ip) : toV6Mapped(ip);
}

function asInteger(key: SampleKey): number | undefined {
  if (key instanceof IpAddress) return key.family === 4 ? key.v4 : undefined;
  if (typeof key === "boolean") return key ? 1 : 0;
  const number = Number(key);
  return Number.isFinite(number) ? Math.trunc(number) >>> 0 : undefined;
}
