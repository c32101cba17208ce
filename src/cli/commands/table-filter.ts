/**
 * The filters of `show table` and `clear table` (management manual 9.3): one key, or up to four
 * conditions `data.<type> <operator> <value>` that an entry must all meet.
 */
import type { TableControl, TableEntry } from "../control.ts";
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

export interface TableFilter {
  readonly kind: "all" | "key" | "data";
  /** The entries of the table that pass. */
  readonly select: (table: TableControl) => readonly TableEntry[];
}

type Condition = (entry: TableEntry) => boolean;

/** One condition, or what is wrong with its words. */
function condition(
  table: TableControl,
  words: readonly string[],
  place: number,
): Condition | string {
  const [what = "", operator = "", text = ""] = words;
  const named = dataNameOf(table, what.slice("data.".length));
  const fault = (reason: string): string => `Filter entry #${place}: ${reason}\n`;
  if (named.kind === "unknown") return fault(named.fault);
  const compare = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (compare === undefined) {
    return fault('Require and operator among "eq", "ne", "le", "ge", "lt", "gt"');
  }
  if (!/^-?\d+$/.test(text)) return fault("Require a valid integer value to compare against");
  // HAProxy takes an index beyond the array here, and lets no entry pass.
  if (named.kind === "beyond") return () => false;
  const limit = Number(text);
  return (entry) =>
    entry.values.some(
      ({ dataName, value }) => dataName === named.name && compare(Number(value), limit),
    );
}

/** The filter that the words after the table's name say, or what is wrong with them. */
export function parseFilter(table: TableControl, words: readonly string[]): TableFilter | string {
  if (words.length === 0) return { kind: "all", select: (all) => [...all.entries()] };
  if (words[0] === "key") {
    const key = words[1];
    if (key === undefined) return "Key value expected\n";
    const select = (all: TableControl): readonly TableEntry[] => {
      const entry = all.find(key);
      return entry === undefined ? [] : [entry];
    };
    return { kind: "key", select };
  }
  const conditions: Condition[] = [];
  for (let at = 0; at < words.length && conditions.length < MOST_CONDITIONS; at += 3) {
    if (!words[at]!.startsWith("data.")) {
      return 'Optional argument only supports "data.<store_data_type>" <operator> <value> and key <key>\n';
    }
    const made = condition(table, words.slice(at, at + 3), conditions.length + 1);
    if (typeof made === "string") return made;
    conditions.push(made);
  }
  const select = (all: TableControl): readonly TableEntry[] =>
    [...all.entries()].filter((entry) => conditions.every((meets) => meets(entry)));
  return { kind: "data", select };
}
