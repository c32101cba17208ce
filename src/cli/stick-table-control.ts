/**
 * A stick table as `show table`, `set table` and `clear table` see it. Entries are copies of one
 * moment: an entry is held only while it is copied, changed or removed.
 */
import { parseKey } from "../stick-table/key.ts";
import type { TableKey } from "../stick-table/key.ts";
import type { DataField } from "../stick-table/layout.ts";
import type { StickTable } from "../stick-table/table.ts";
import type { TableControl, TableEntry, TableValue } from "./control.ts";

/** The name under which commands set and compare the field. */
function dataName({ type, index }: DataField): string {
  return index < 0 ? type : `${type}[${index}]`;
}

function valueOf(table: StickTable, entry: number, field: DataField): TableValue {
  const { name, storage, periodMs } = field;
  const value =
    storage === "word" ? (table.readWord(entry, field) ?? "-") : table.read(entry, field);
  return { name, dataName: dataName(field), periodMs: storage === "rate" ? periodMs : null, value };
}

function removeKey(table: StickTable, key: TableKey): boolean {
  const entry = table.lookup(key);
  if (entry < 0) return true;
  const removed = table.remove(entry);
  if (!removed) table.release(entry);
  return removed;
}

/** A copy of an entry that the caller holds. */
function copyOf(table: StickTable, entry: number): TableEntry {
  const key = table.key(entry);
  return {
    id: entry,
    key: table.keyText(entry),
    users: table.heldCount(entry) - 1,
    expiresMs: table.expiresInMs(entry),
    values: table.fields.map((field) => valueOf(table, entry, field)),
    remove: () => removeKey(table, key),
  };
}

function* entriesOf(table: StickTable): Iterable<TableEntry> {
  for (let entry = table.next(-1); entry >= 0; entry = table.next(entry)) {
    const copy = copyOf(table, entry);
    table.release(entry);
    yield copy;
  }
}

function writeValue(table: StickTable, entry: number, name: string, value: number | string): void {
  const field = table.fields.find((each) => dataName(each) === name);
  if (field === undefined) return;
  if (field.storage === "word") table.writeWord(entry, field, String(value));
  else table.write(entry, field, Number(value));
}

/** The table under its name in the configuration. */
export function tableControl(name: string, table: StickTable): TableControl {
  const { type, size } = table.spec;
  return {
    name,
    type,
    sizeEntries: size,
    used: () => table.used,
    stored: table.fields.map(dataName),
    entries: () => entriesOf(table),
    find: (text) => {
      const key = parseKey(type, text);
      const entry = key === undefined ? -1 : table.lookup(key);
      if (entry < 0) return undefined;
      const copy = copyOf(table, entry);
      table.release(entry);
      return copy;
    },
    set: (text, values) => {
      const key = parseKey(type, text);
      if (key === undefined) return `'${text}' is no key of type ${type}.`;
      const entry = table.getOrCreate(key);
      if (entry < 0) return "Unable to allocate a new entry";
      for (const [field, value] of values) writeValue(table, entry, field, value);
      table.release(entry);
      return null;
    },
  };
}
