/**
 * The `store` list of a stick table: `gpc0,http_req_rate(10s),gpc(4)`. A list in its parsed form
 * holds each type once, in the order of DATA_TYPES.
 */
import { parseTimeMs } from "../core/duration.ts";
import { nearest } from "../core/edit-distance.ts";
import { DATA_TYPES, MOST_ELEMENTS, dataType } from "./data-types.ts";
import type { DataType } from "./data-types.ts";

/** A data type as one table stores it. */
export interface StoredData {
  readonly type: DataType;
  /** Elements of an array type, 1..MOST_ELEMENTS; 1 for the others. */
  readonly elements: number;
  /** Period of a rate, at least 1; 0 for the others. */
  readonly periodMs: number;
}

type StoreList =
  | { readonly store: readonly StoredData[]; readonly warnings: readonly string[] }
  | { readonly error: string };

/** Splits at commas outside parentheses; one at the end is taken, as HAProxy does. */
function splitItems(list: string): string[] {
  return list.replace(/,$/, "").split(/,(?![^()]*\))/);
}

function parseElements(type: DataType, text: string): number | string {
  const elements = /^[0-9]+$/.test(text) ? Number(text) : 0;
  if (elements >= 1 && elements <= MOST_ELEMENTS) return elements;
  return `array size is out of allowed range (1-${MOST_ELEMENTS}) for store option '${type.name}'`;
}

function parsePeriod(type: DataType, text: string): number | string {
  const period = parseTimeMs(text);
  if (period.ok && period.value > 0) return period.value;
  return `'${text}' is no period for store option '${type.name}', expected a time such as 10s`;
}

function parseArguments(type: DataType, words: readonly string[]): StoredData | string {
  const wanted = (type.array ? 1 : 0) + (type.storage === "rate" ? 1 : 0);
  if (words.length < wanted) return `missing argument to store option '${type.name}'`;
  if (words.length > wanted) return `unexpected argument to store option '${type.name}'`;
  const elements = type.array ? parseElements(type, words[0]!) : 1;
  if (typeof elements === "string") return elements;
  const periodMs = type.storage === "rate" ? parsePeriod(type, words.at(-1)!) : 0;
  return typeof periodMs === "string" ? periodMs : { type, elements, periodMs };
}

function parseItem(item: string): StoredData | string {
  const [, name = item, list] = /^([^(]*)\((.*)\)$/.exec(item) ?? [];
  const bare = name.split("(")[0]!;
  const type = dataType(bare);
  if (type === undefined) {
    const near = nearest(
      bare,
      DATA_TYPES.map((row) => row.name),
    );
    return `unknown store option '${bare}'${near === undefined ? "" : `, did you mean '${near}'?`}`;
  }
  if (name !== bare) return `missing closing parenthesis after store option '${bare}'`;
  return parseArguments(type, list === undefined ? [] : list.split(","));
}

/** Why an array type and a single one that it stands in for cannot be stored together. */
function conflict(store: readonly StoredData[]): string | undefined {
  for (const { type } of store) {
    const single = store.find((other) => type.overrides.includes(other.type.name));
    if (single !== undefined) {
      return `'${type.name}' overrides '${single.type.name}': a table cannot store both`;
    }
  }
  return undefined;
}

/** Adds the comma-separated `list` to what earlier `store` words gave. */
export function parseStoreList(list: string, earlier: readonly StoredData[]): StoreList {
  const store = [...earlier];
  const warnings: string[] = [];
  for (const item of splitItems(list)) {
    const parsed = parseItem(item);
    if (typeof parsed === "string") return { error: parsed };
    if (store.some((present) => present.type === parsed.type)) {
      warnings.push(`store option '${parsed.type.name}' already enabled, ignored`);
    } else {
      store.push(parsed);
    }
  }
  const error = conflict(store);
  if (error !== undefined) return { error };
  store.sort((a, b) => DATA_TYPES.indexOf(a.type) - DATA_TYPES.indexOf(b.type));
  return { store, warnings };
}
