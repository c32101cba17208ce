/**
 * An entry as it goes from peer to peer (peers protocol 2.1, "Entry update message"): its key, then
 * a value for each kind of data that the table's definition announced.
 */
import { ipFromBytes, ipToBytes } from "../core/ip-bytes.ts";
import { IpAddress } from "../core/ip.ts";
import type { TableKey } from "../stick-table/key.ts";
import type { DataField } from "../stick-table/layout.ts";
import type { TableKeyType } from "../stick-table/spec.ts";
import type { SentData } from "./definition.ts";
import type { ReceivedKeys, SentKeys } from "./server-keys.ts";
import type { SharedTable } from "./shared-table.ts";
import type { WireReader, WireWriter } from "./wire.ts";

/** Of any integer that a table holds. */
const LONGEST_INTEGER_BYTES = 9;
/** Number, rest of life and the length of the key. */
const LONGEST_START_BYTES = 4 + 4 + 5;
/** Age, current and previous count. */
const RATE_INTEGERS = 3;

/** Whether an entry with this key surely fits into `sizeBytes`, but for its strings of server_key. */
export function entryFits(shared: SharedTable, key: TableKey, sizeBytes: number): boolean {
  const keyBytes = typeof key === "string" ? key.length : 16;
  const dataBytes = RATE_INTEGERS * LONGEST_INTEGER_BYTES * shared.table.fields.length;
  return LONGEST_START_BYTES + keyBytes + dataBytes <= sizeBytes;
}

export function writeKey(to: WireWriter, type: TableKeyType, key: TableKey): void {
  if (key instanceof IpAddress) to.text(ipToBytes(key));
  else if (type === "string") to.sizedText(String(key));
  else if (typeof key === "string") to.text(key);
  else to.word(Number(key));
}

/** Reads a key of `keyBytes` as they were announced; undefined if it is none. */
export function readKey(
  from: WireReader,
  type: TableKeyType,
  keyBytes: number,
): TableKey | undefined {
  if (type === "string") {
    const text = from.sizedText();
    return from.ok && text.length < keyBytes ? text : undefined;
  }
  if (type === "integer") return from.word();
  const bytes = from.text(keyBytes);
  if (!from.ok) return undefined;
  return type === "binary" ? bytes : ipFromBytes(bytes);
}

/**
 * Writes all data of an entry that is held. A string of server_key for which `mostBytes` leave no
 * room is left out.
 */
export function writeData(
  to: WireWriter,
  shared: SharedTable,
  entry: number,
  keys: SentKeys,
  mostBytes: number,
): void {
  for (const fields of shared.columns) {
    for (const field of fields) writeValue(to, shared, entry, field, keys, mostBytes);
  }
}

function writeValue(
  to: WireWriter,
  { table }: SharedTable,
  entry: number,
  field: DataField,
  keys: SentKeys,
  mostBytes: number,
): void {
  if (field.storage === "rate") {
    const { ageMs, current, previous } = table.readRate(entry, field);
    to.integer(ageMs);
    to.integer(current);
    to.integer(previous);
  } else if (field.storage === "word") {
    const text = table.readWord(entry, field);
    const dataBytes = RATE_INTEGERS * LONGEST_INTEGER_BYTES * table.fields.length;
    const fits = text !== undefined && to.at + dataBytes + text.length <= mostBytes;
    keys.write(to, fits ? text : undefined);
  } else {
    to.integer(Math.max(0, table.read(entry, field)));
  }
}

/** Reads the data of an entry that is held into the table; false if it is not whole. */
export function readData(
  from: WireReader,
  data: readonly SentData[],
  shared: SharedTable,
  entry: number,
  keys: ReceivedKeys,
): boolean {
  for (const { type, elements } of data) {
    const fields = shared.columnsOf(type.name);
    for (let index = 0; index < elements; index++) {
      const field = takes(shared, fields[index]) ? fields[index] : undefined;
      readValue(from, type.storage, shared, entry, field, keys);
      if (!from.ok) return false;
    }
  }
  return true;
}

/** Connections of now are those of here, unless the table only listens (manual 11.2). */
function takes({ table }: SharedTable, field: DataField | undefined): boolean {
  return field?.type !== "conn_cur" || table.spec.recvOnly;
}

function readValue(
  from: WireReader,
  storage: DataField["storage"],
  { table }: SharedTable,
  entry: number,
  field: DataField | undefined,
  keys: ReceivedKeys,
): void {
  if (storage === "rate") {
    const count = { ageMs: from.integer(), current: from.integer(), previous: from.integer() };
    if (field !== undefined && from.ok) table.writeRate(entry, field, count);
  } else if (storage === "word") {
    const text = keys.read(from);
    if (field !== undefined && from.ok) table.writeWord(entry, field, text);
  } else {
    const value = from.integer();
    if (field !== undefined && from.ok) table.write(entry, field, value);
  }
}
