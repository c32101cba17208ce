/**
 * A stick table as a peers section shares it: its name between peers, the numbers of the changes
 * made here, and the way to change it without that being a change of ours.
 */
import type { DataField } from "../stick-table/layout.ts";
import type { StickTable } from "../stick-table/table.ts";
import type { TableUpdates } from "../stick-table/updates.ts";
import type { TableKey } from "../stick-table/key.ts";
import { UpdateLog } from "./update-log.ts";

/** Looked at once in a turn, so that a busy table does not keep the thread from its traffic. */
const MOST_TAKEN = 10_000;

/** A table of the configuration that takes part. */
export interface SharedTableSpec {
  /** As commands know it: "section/name" for a table of a peers section. */
  readonly name: string;
  /** As peers know it: "/name" for a table of a peers section. */
  readonly wireName: string;
  /** Over the table's memory, noting nothing. */
  readonly table: StickTable;
  readonly updates: TableUpdates;
  /** Where what peers say is written as well (`write-to`), noting nothing either. */
  readonly writeTo: StickTable | null;
}

/** What of an entry may go to a `write-to` table: nothing that is counted there as well. */
const COPIED = /^(server_id|server_key|gpt|gpt\d+)$/;

export class SharedTable {
  readonly name: string;
  readonly wireName: string;
  table: StickTable;
  writeTo: StickTable | null;
  readonly log: UpdateLog;
  /** The fields of each stored data type, elements in order, as `table.spec.store` has them. */
  readonly columns: readonly (readonly DataField[])[];
  /** Entries that peers told of. */
  learned: number = 0;
  #updates: TableUpdates;

  constructor(spec: SharedTableSpec) {
    this.name = spec.name;
    this.wireName = spec.wireName;
    this.table = spec.table;
    this.writeTo = spec.writeTo;
    this.#updates = spec.updates;
    this.log = new UpdateLog(spec.table.spec.size);
    this.columns = spec.table.spec.store.map(({ type }) =>
      spec.table.fields.filter((field) => field.type === type.name),
    );
  }

  /** The same table as a reload has it: what it lets peers do may have changed. */
  adopt(spec: SharedTableSpec): void {
    this.table = spec.table;
    this.writeTo = spec.writeTo;
    this.#updates = spec.updates;
  }

  /** Gives numbers to the entries that threads changed since the last call; whether there were any. */
  collect(): boolean {
    const before = this.log.last;
    for (let count = 0; count < MOST_TAKEN; count++) {
      const entry = this.#updates.take();
      if (entry < 0) break;
      this.log.record(entry);
    }
    return this.log.last !== before;
  }

  /** The fields into which element after element of a data type is written; empty without them. */
  columnsOf(typeName: string): readonly DataField[] {
    const at = this.table.spec.store.findIndex(({ type }) => type.name === typeName);
    return at < 0 ? [] : this.columns[at]!;
  }

  /** Copies to the `write-to` table what may be written there of an entry that is held. */
  copyOn(entry: number, key: TableKey): void {
    const { writeTo, table } = this;
    const target = writeTo?.getOrCreate(key) ?? -1;
    if (writeTo === null || target < 0) return;
    for (const field of table.fields) {
      if (!COPIED.test(field.name)) continue;
      const into = writeTo.field(field.name);
      if (into === undefined) continue;
      if (field.storage === "word") writeTo.writeWord(target, into, table.readWord(entry, field));
      else writeTo.write(target, into, table.read(entry, field));
    }
    writeTo.release(target);
  }
}
