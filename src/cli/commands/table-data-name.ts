/**
 * Names of data in `set table` and in filters (management manual 9.3): a data type as `store` has it,
 * with an index behind it for an element of an array, `data.gpc[2]`; without one the first.
 */
import { dataType } from "../../stick-table/data-types.ts";
import type { TableControl } from "../control.ts";

type DataName =
  | { readonly kind: "stored"; readonly name: string }
  /** An array that the table has, but shorter. */
  | { readonly kind: "beyond"; readonly fault: string }
  | { readonly kind: "unknown"; readonly fault: string };

/** What `text` names in the table: one of its `stored`, or what is wrong with it. */
export function dataNameOf(table: TableControl, text: string): DataName {
  const [, base = "", index] = /^([^[]*)(?:\[(-?\d+)\])?$/.exec(text) ?? [];
  const type = dataType(base);
  if (type === undefined || (index !== undefined && !type.array)) {
    return { kind: "unknown", fault: "Unknown data type" };
  }
  const first = type.array ? `${type.name}[0]` : type.name;
  if (!table.stored.includes(first)) {
    return { kind: "unknown", fault: "Data type not stored in this table" };
  }
  const name = type.array ? `${type.name}[${Number(index ?? 0)}]` : type.name;
  if (table.stored.includes(name)) return { kind: "stored", name };
  return { kind: "beyond", fault: "index out of range in this data array" };
}
