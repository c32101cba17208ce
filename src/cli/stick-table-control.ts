/**
 * A stick table as `show table`, `set table` and `clear table` see it. Entries are copies of one
 * moment: an entry is held only while it is copied, changed or removed.
 */
import { castBetween } from "../sample/cast.ts";
import type { SampleKey } from "../sample/txn.ts";
import { compareKeys } from "../stick-table/key-order.ts";
import type { TableKey } from "../stick-table/key.ts";
import type { DataField } from "../stick-table/layout.ts";
import type { StickTable } from "../stick-table/table.ts";
import type { TableView } from "../stick-table/view.ts";
import type { DataCondition, TableControl, TableEntry, TableValue } from "./control.ts";

/** The name under which commands set and compare the field. */
function dataName({ type, index }: DataField): string {
  return index < 0 ? type : `${type}[${index}]`;
}

function valueOf(table: StickTable, entry: number, field: DataField): number | string {
  return field.storage === "word"
    ? (table.readWord(entry, field) ?? "-")
    : table.read(entry, field);
}

function shownValue(table: StickTable, entry: number, field: DataField): TableValue {
  const { name, storage, periodMs } = field;
  const value = valueOf(table, entry, field);
  return { name, dataName: dataName(field), periodMs: storage === "rate" ? periodMs : null, value };
}

function removeKey(table: StickTable, key: TableKey): boolean {
  const entry = table.lookup(key);
  if (entry < 0) return true;
  const removed = table.remove(entry);
  if (!removed) table.release(entry);
  return removed;
}

/** Sets what the entry of a key has; nothing if it is gone. Texts cannot be set. */
function writeKey(table: StickTable, key: TableKey, values: ReadonlyMap<string, number>): void {
  const entry = table.lookup(key);
  if (entry < 0) return;
  for (const field of table.fields) {
    const value = values.get(dataName(field));
    if (value !== undefined && field.storage !== "word") table.write(entry, field, value);
  }
  table.touch(entry);
  table.release(entry);
}

/** A copy of an entry that the caller holds. */
function copyOf(table: StickTable, entry: number): TableEntry {
  const key = table.key(entry);
  return {
    id: entry + 1,
    key: table.keyText(entry),
    users: table.heldCount(entry) - 1,
    expiresMs: table.expiresInMs(entry),
    values: table.fields.map((field) => shownValue(table, entry, field)),
    write: (values) => writeKey(table, key, values),
    remove: () => removeKey(table, key),
  };
}

/** The copy of an entry that is held until then; undefined for -1. */
function copied(table: StickTable, entry: number): TableEntry | undefined {
  if (entry < 0) return undefined;
  const copy = copyOf(table, entry);
  table.release(entry);
  return copy;
}

/** Whether an entry that is held meets all conditions of a filter. */
type Passes = (entry: number) => boolean;

/** Asks the table's own columns: an entry is copied only when it passes. */
function passesOf(table: StickTable, conditions: readonly DataCondition[]): Passes {
  const tests = conditions.map(({ dataName: wanted, meets }) => {
    const field = table.fields.find((each) => dataName(each) === wanted);
    return (entry: number): boolean =>
      field !== undefined && meets(Number(valueOf(table, entry, field)));
  });
  return (entry) => tests.every((test) => test(entry));
}

/** The copy of an entry that is held until then; null when it does not pass. */
function copiedIf(table: StickTable, entry: number, passes: Passes): TableEntry | null {
  const copy = passes(entry) ? copyOf(table, entry) : null;
  table.release(entry);
  return copy;
}

/** Tables of at most so many entries are listed in HAProxy's order; more would take too long. */
const MOST_SORTED = 10_000;

function entriesOf(table: StickTable, passes: Passes): Iterable<TableEntry | null> {
  return table.used > MOST_SORTED ? entriesByPlace(table, passes) : entriesByKey(table, passes);
}

function* entriesByPlace(table: StickTable, passes: Passes): Iterable<TableEntry | null> {
  for (let entry = table.next(-1); entry >= 0; entry = table.next(entry)) {
    yield copiedIf(table, entry, passes);
  }
}

/** One after the other in order; what went meanwhile is passed over. */
function* entriesByKey(table: StickTable, passes: Passes): Iterable<TableEntry | null> {
  const found: { readonly entry: number; readonly key: TableKey }[] = [];
  for (let entry = table.next(-1); entry >= 0; entry = table.next(entry)) {
    found.push({ entry, key: table.key(entry) });
    table.release(entry);
  }
  found.sort((a, b) => compareKeys(a.key, b.key));
  for (const { entry, key } of found) {
    if (!table.holdLive(entry)) continue;
    if (compareKeys(table.key(entry), key) === 0) yield copiedIf(table, entry, passes);
    else table.release(entry);
  }
}

const addressOfText = castBetween("str", "addr")!;

/** A text that means an address of either family is one for tables of the other family too. */
function keyOf(view: TableView, text: string): TableKey | undefined {
  const { type } = view.table.spec;
  const key: SampleKey | undefined = type === "ip" || type === "ipv6" ? addressOfText(text) : text;
  return key === undefined ? undefined : view.cast(key);
}

/** The table under its name in the configuration. */
export function tableControl(view: TableView): TableControl {
  const { name, table } = view;
  const { type, size } = table.spec;
  return {
    name,
    type,
    sizeEntries: size,
    used: () => {
      table.sweep();
      return table.used;
    },
    stored: table.fields.map(dataName),
    entries: (conditions) => entriesOf(table, passesOf(table, conditions)),
    isKey: (text) => keyOf(view, text) !== undefined,
    find: (text) => {
      const key = keyOf(view, text);
      return key === undefined ? undefined : copied(table, table.lookup(key));
    },
    entry: (id) => {
      const entry = id < 1 || id > size ? -1 : table.next(id - 2);
      if (entry === id - 1) return copied(table, entry);
      if (entry >= 0) table.release(entry);
      return undefined;
    },
    obtain: (text) => {
      const key = keyOf(view, text);
      return key === undefined ? undefined : copied(table, table.getOrCreate(key));
    },
  };
}
