/**
 * What a peer says of a table before it sends entries (peers protocol 2.1, "Definition message"):
 * its number, name, kind of key and data, in the order of the bits of HAProxy's data types, which
 * is that of DATA_TYPES.
 */
import { DATA_TYPES, type DataType, MOST_ELEMENTS } from "../stick-table/data-types.ts";
import type { StickTableSpec, TableKeyType } from "../stick-table/spec.ts";
import type { WireReader, WireWriter } from "./wire.ts";

/** Numbers of the kinds of keys. */
const KEY_TYPES: { readonly [Type in TableKeyType]: number } = {
  integer: 2,
  ip: 4,
  ipv6: 5,
  string: 6,
  binary: 7,
};

/** One kind of data that comes with each entry. */
export interface SentData {
  readonly type: DataType;
  readonly elements: number;
}

export interface TableDefinition {
  /** The sender's number for the table. */
  readonly id: number;
  readonly name: string;
  /** Undefined for a number that stands for no kind of key. */
  readonly keyType: TableKeyType | undefined;
  /** As the sender has it: a string's is one more than its longest. */
  readonly keyBytes: number;
  /** In the order of the entries' values; null when data comes that nobody here knows. */
  readonly data: readonly SentData[] | null;
  /** The bits of the data types, as `show peers` prints them. */
  readonly dataBits: number;
}

/** Key length as it is announced: HAProxy counts the NUL behind a string. */
export function announcedKeyBytes({ type, keyBytes }: StickTableSpec): number {
  return type === "string" ? keyBytes + 1 : keyBytes;
}

/** Writes the definition of a table. */
export function writeDefinition(
  to: WireWriter,
  id: number,
  name: string,
  spec: StickTableSpec,
): void {
  to.integer(id);
  to.sizedText(name);
  to.integer(KEY_TYPES[spec.type]);
  to.integer(announcedKeyBytes(spec));
  let bits = 0;
  for (const { type } of spec.store) bits += 2 ** DATA_TYPES.indexOf(type);
  to.integer(bits);
  to.integer(spec.expireMs);
  for (const { type, elements, periodMs } of spec.store) {
    if (!type.array && type.storage !== "rate") continue;
    to.integer(DATA_TYPES.indexOf(type));
    if (type.array) to.integer(elements);
    if (type.storage === "rate") to.integer(periodMs);
  }
}

/** Reads a definition; undefined if it is not whole. */
export function readDefinition(from: WireReader): TableDefinition | undefined {
  const id = from.integer();
  const name = from.sizedText();
  const keyNumber = from.integer();
  const keyBytes = from.integer();
  const dataBits = from.integer();
  if (!from.ok) return undefined;
  const types = typesOf(dataBits);
  // The lifetime is for who makes the table from what is announced.
  if (from.left > 0) from.integer();
  const elements = readElements(from);
  if (!from.ok) return undefined;
  const keyType = keyTypeOf(keyNumber);
  const data = types?.map((type) => ({
    type,
    elements: type.array ? (elements.get(type) ?? 0) : 1,
  }));
  return { id, name, keyType, keyBytes, data: data ?? null, dataBits };
}

function keyTypeOf(number: number): TableKeyType | undefined {
  const types: readonly TableKeyType[] = ["integer", "ip", "ipv6", "string", "binary"];
  return types.find((type) => KEY_TYPES[type] === number);
}

function typesOf(dataBits: number): DataType[] | null {
  if (dataBits >= 2 ** DATA_TYPES.length) return null;
  return DATA_TYPES.filter((_, bit) => Math.floor(dataBits / 2 ** bit) % 2 === 1);
}

/** How many elements each array has; periods are the sender's affair. */
function readElements(from: WireReader): Map<DataType, number> {
  const elements: Map<DataType, number> = new Map();
  while (from.ok && from.left > 0) {
    const type = DATA_TYPES[from.integer()];
    // Behind what nobody here knows nothing can be told apart.
    if (type === undefined) break;
    if (type.array) {
      const count = from.integer();
      if (count > MOST_ELEMENTS) from.ok = false;
      elements.set(type, count);
    }
    if (type.storage === "rate") from.integer();
  }
  return elements;
}
