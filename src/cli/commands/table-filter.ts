/**
 * The filters of `show table` and `clear table` (management manual 9.3): one key, one entry by its
 * number, or up to four conditions `data.<type> <operator> <value>` that an entry must all meet.
 */
import type { DataCondition, TableControl, TableEntry } from "../control.ts";
import { dataNameOf } from "./table-data-name.ts";

const MOST_CONDITIONS = 4;

const OPERATORS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  le: (left, right) => left <= right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  gt: (left, right) => left > right,
};

export type TableFilter =
  | { readonly kind: "key"; readonly entry: TableEntry | undefined }
  | { readonly kind: "any"; readonly conditions: readonly DataCondition[] };

const INT64 = 2n ** 63n;

/** A decimal number of at most 64 bits; as HAProxy takes it, a sign alone is 0. */
export function isInteger(text: string): boolean {
  if (!/^-?\d+$/.test(text)) return text === "-";
  const value = BigInt(text);
  return value >= -INT64 && value < INT64;
}

/** The value of a text that is an integer. */
export function integerOf(text: string): number {
  return text === "-" ? 0 : Number(text);
}

/** One condition, or what is wrong with its words. */
function condition(
  table: TableControl,
  words: readonly string[],
  place: number,
): DataCondition | string {
  const [what = "", operator = "", text = ""] = words;
  // A later filter that begins otherwise is one of data that is not known, as in HAProxy.
  const named = dataNameOf(table, what.startsWith("data.") ? what.slice("data.".length) : "");
  const fault = (reason: string): string => `Filter entry #${place}: ${reason}\n`;
  if (named.kind === "unknown") return fault(named.fault);
  const compare = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (compare === undefined) {
    return fault('Require and operator among "eq", "ne", "le", "ge", "lt", "gt"');
  }
  if (!isInteger(text)) return fault("Require a valid integer value to compare against");
  // HAProxy takes an index beyond the array here, and lets no entry pass.
  if (named.kind === "beyond") return { dataName: "", meets: () => false };
  const limit = integerOf(text);
  // The name or address that a server has here counts as 0.
  if (named.name === "server_key") return { dataName: named.name, meets: () => compare(0, limit) };
  return { dataName: named.name, meets: (value) => compare(value, limit) };
}

/** Words of the command before its filter. */
const WORDS_BEFORE = 3;

/** The filter that the words after the table's name say, or what is wrong with them. */
export function parseFilter(
  table: TableControl,
  words: readonly string[],
  command: { readonly usage: string; readonly binary: string },
): TableFilter | string {
  const [what = "", text] = words;
  if (words.length === 0) return { kind: "any", conditions: [] };
  if (what === "key" || what === "ptr") {
    const found = oneEntry(table, what, text, command.binary);
    if (typeof found === "string") return found;
    return { kind: "key", entry: found };
  }
  const conditions: DataCondition[] = [];
  for (let at = 0; at < words.length; at += 3) {
    if (conditions.length === MOST_CONDITIONS) {
      const place = WORDS_BEFORE + at + 1;
      return `Detected extra data in filter, ${place}th word of input, after '${words[at - 1]!}'\n`;
    }
    if (at === 0 && !what.startsWith("data.")) return command.usage;
    const made = condition(table, words.slice(at, at + 3), conditions.length + 1);
    if (typeof made === "string") return made;
    conditions.push(made);
  }
  return { kind: "any", conditions };
}

/** What is said of keys of binary tables, which HAProxy takes at the socket in no form. */
export function noBinary(what: string): string {
  return `${what} tables of type other than ip, ipv6, string and integer is not supported\n`;
}

/** The entry that `key <key>` or `ptr <ptr>` means, undefined for a key without one; or the fault. */
export function oneEntry(
  table: TableControl,
  by: "key" | "ptr",
  text: string | undefined,
  binary: string,
): TableEntry | undefined | string {
  if (by === "key") {
    if (text === undefined) return "Key value expected\n";
    if (table.type === "binary") return binary;
    return table.isKey(text) ? table.find(text) : "Invalid key\n";
  }
  const id = /^0x[0-9a-f]+$/i.test(text ?? "") ? Number(text) : 0;
  if (id === 0) return "Pointer expected (0xffff notation)\n";
  return table.entry(id) ?? "No entry can be found matching ptr.\n";
}
