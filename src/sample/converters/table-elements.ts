/**
 * Converters that read or change elements of the arrays of a stick table, and the ones that change
 * gpc0 and gpc1 (manual 7.3.1). What changes an entry makes it when there is none.
 */
import { argText, tableArg, tableOf } from "../rows.ts";
import type { TableFacts } from "../txn.ts";
import type { ArgSpec, ConverterRow } from "../types.ts";
import { MANUAL } from "./rows.ts";

const INDEX_ARGS: readonly ArgSpec[] = [
  { name: "idx", type: "int" },
  { name: "table", type: "table" },
];

/** What to do with an entry, -1 for none; undefined is no sample. */
type Touch = (table: TableFacts, entry: number, index: number) => number | undefined;

interface Element {
  readonly name: string;
  readonly summary: string;
  readonly touch: Touch;
  readonly creates: boolean;
}

/** Finds columns: of an element, or of a single counter with the index in its name. */
type ColumnOf = (table: TableFacts, stem: string, index: number) => number;

const elementColumn: ColumnOf = (table, stem, index) => table.element(stem, index);
const singleColumn: ColumnOf = (table, stem, index) =>
  table.column(stem.replace("gpc", `gpc${index}`));

function reading(arrayType: string): Touch {
  return (table, entry, index) => {
    if (entry < 0) return 0;
    const column = table.element(arrayType, index);
    return column < 0 ? undefined : table.read(entry, column);
  };
}

/** Counts in the counter and its rate; gives the counter, else the rate, 0 for neither. */
function incrementing(columnOf: ColumnOf): Touch {
  return (table, entry, index) => {
    const rate = columnOf(table, "gpc_rate", index);
    const count = columnOf(table, "gpc", index);
    if (entry < 0) return undefined;
    const perPeriod = rate < 0 ? 0 : table.increment(entry, rate, 1);
    return count < 0 ? perPeriod : table.increment(entry, count, 1);
  };
}

function clearing(columnOf: ColumnOf): Touch {
  return (table, entry, index) => {
    const column = columnOf(table, "gpc", index);
    if (entry < 0 || column < 0) return undefined;
    const before = table.read(entry, column);
    table.write(entry, column, 0);
    return before;
  };
}

const ELEMENTS: readonly Element[] = [
  {
    name: "table_gpc",
    summary: "A general purpose counter of the sample's entry, 0 without an entry.",
    touch: reading("gpc"),
    creates: false,
  },
  {
    name: "table_gpc_rate",
    summary: "The rate of increments of such a counter, 0 without an entry.",
    touch: reading("gpc_rate"),
    creates: false,
  },
  {
    name: "table_gpt",
    summary: "A general purpose tag of the sample's entry, 0 without an entry.",
    touch: reading("gpt"),
    creates: false,
  },
  {
    name: "table_inc_gpc",
    summary: "Increments a counter of the sample's entry and gives its new value.",
    touch: incrementing(elementColumn),
    creates: true,
  },
  {
    name: "table_clr_gpc",
    summary: "Clears a counter of the sample's entry and gives the value before.",
    touch: clearing(elementColumn),
    creates: true,
  },
];

function row({ name, summary, touch, creates }: Element, fixedIndex: number | null): ConverterRow {
  return {
    name,
    input: "any",
    output: "int",
    summary,
    manual: MANUAL,
    syntax: fixedIndex === null ? `${name}(<idx>,<table>)` : `${name}([<table>])`,
    args: fixedIndex === null ? INDEX_ARGS : [tableArg],
    compile: (args, scope, at) => {
      const index = fixedIndex ?? Number(argText(args, 0));
      const table = tableOf(args[fixedIndex === null ? 1 : 0], scope, `converter '${name}'`, at);
      if (table === undefined) return undefined;
      return {
        convert: (value) => touch(table, creates ? table.create(value) : table.find(value), index),
      };
    },
  };
}

/** `table_inc_gpc0`, `table_clr_gpc0` and those of gpc1. */
function single(index: number): readonly ConverterRow[] {
  const increment: Element = {
    name: `table_inc_gpc${index}`,
    summary: `Increments gpc${index} of the sample's entry and gives its new value.`,
    touch: incrementing(singleColumn),
    creates: true,
  };
  const clear: Element = {
    name: `table_clr_gpc${index}`,
    summary: `Clears gpc${index} of the sample's entry and gives the value before.`,
    touch: clearing(singleColumn),
    creates: true,
  };
  return [row(increment, index), row(clear, index)];
}

export const tableElementConverters: readonly ConverterRow[] = [
  ...ELEMENTS.map((element) => row(element, null)),
  ...single(0),
  ...single(1),
];
