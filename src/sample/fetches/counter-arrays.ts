/**
 * Fetches of the arrays that stick tables store (manual 7.3.3): elements of gpc, gpc_rate and gpt by
 * index, of a tracked entry (`sc_`) or of the client's address (`src_`). A gpc0 that a table stores
 * by itself is no element: those have fetches of their own (counters.ts). An index beyond the array
 * is no sample. Also the tracked key.
 */
import { argInt, tableArg, tableOf } from "../rows.ts";
import { addressesOf, type TableFacts, type Txn } from "../txn.ts";
import type { ArgSpec, Compiled, FetchRow } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.3";

/** Reads or changes an element of an entry, -1 for none; undefined is no sample. */
type Touch = (table: TableFacts, entry: number, index: number) => number | undefined;

interface ArrayFetch {
  readonly name: string;
  readonly summary: string;
  readonly touch: Touch;
  /** With the client's address: makes the entry when there is none. */
  readonly creates?: boolean;
}

function stored(arrayType: string): Touch {
  return (table, entry, index) => {
    if (entry < 0) return 0;
    const column = table.element(arrayType, index);
    return column < 0 ? undefined : table.read(entry, column);
  };
}

function increment(table: TableFacts, entry: number, index: number): number {
  if (entry < 0) return 0;
  const rate = table.element("gpc_rate", index);
  const rateValue = rate < 0 ? 0 : table.increment(entry, rate, 1);
  const column = table.element("gpc", index);
  return column < 0 ? rateValue : table.increment(entry, column, 1);
}

function clear(table: TableFacts, entry: number, index: number): number | undefined {
  if (entry < 0) return 0;
  const column = table.element("gpc", index);
  if (column < 0) return undefined;
  const before = table.read(entry, column);
  table.write(entry, column, 0);
  return before;
}

const ARRAY_FETCHES: readonly ArrayFetch[] = [
  { name: "get_gpc", summary: "A general purpose counter by index.", touch: stored("gpc") },
  { name: "get_gpt", summary: "A general purpose tag by index.", touch: stored("gpt") },
  {
    name: "gpc_rate",
    summary: "Rate of increments of a counter by index.",
    touch: stored("gpc_rate"),
  },
  {
    name: "inc_gpc",
    summary: "Increments a counter by index.",
    touch: increment,
    creates: true,
  },
  {
    name: "clr_gpc",
    summary: "Clears a counter by index, gives what it was.",
    touch: clear,
    creates: true,
  },
];

const indexArg: ArgSpec = { name: "index", type: "int" };
const counterArg: ArgSpec = { name: "counter", type: "int" };

function ofTracked({ name: stem, summary, touch }: ArrayFetch): FetchRow {
  const name = `sc_${stem}`;
  return {
    name,
    type: "int",
    where: Where.client,
    manual: MANUAL,
    summary,
    args: [indexArg, counterArg, tableArg],
    syntax: `${name}(<idx>,<ctr>[,<table>]) : integer`,
    compile: (args, scope, at): Compiled | undefined => {
      const index = argInt(args, 0, 0);
      const counter = argInt(args, 1, 0);
      const named = args[2];
      const other =
        named === undefined ? null : tableOf(named, scope, `fetch method '${name}'`, at);
      if (other === undefined) return undefined;
      return { type: "int", eval: (txn) => trackedElement(txn, counter, other, touch, index) };
    },
  };
}

function trackedElement(
  txn: Txn,
  counter: number,
  other: TableFacts | null,
  touch: Touch,
  index: number,
): number | undefined {
  const tracked = txn.tracked(counter);
  if (tracked === null) return undefined;
  if (other === null) return touch(tracked.table, tracked.entry, index);
  if (!other.hasKeysOf(tracked.table)) return undefined;
  return touch(other, tracked.key === undefined ? -1 : other.find(tracked.key), index);
}

function ofSource({ name: stem, summary, touch, creates = false }: ArrayFetch): FetchRow {
  const name = `src_${stem}`;
  return {
    name,
    type: "int",
    where: Where.client,
    manual: MANUAL,
    summary,
    args: [indexArg, { ...tableArg, optional: false }],
    syntax: `${name}(<idx>,<table>) : integer`,
    compile: (args, scope, at): Compiled | undefined => {
      const index = argInt(args, 0, 0);
      const table = tableOf(args[1], scope, `fetch method '${name}'`, at);
      if (table === undefined) return undefined;
      return {
        type: "int",
        eval: (txn) => {
          const { source } = addressesOf(txn);
          if (source === null) return undefined;
          return touch(table, creates ? table.create(source) : table.find(source), index);
        },
      };
    },
  };
}

/** The one array fetch that HAProxy also has with the counter in its name. */
const secondClear: FetchRow = {
  name: "sc1_clr_gpc",
  type: "int",
  where: Where.client,
  manual: MANUAL,
  summary: "Clears a counter of counter 1 by index, gives what it was.",
  args: [indexArg, tableArg],
  syntax: "sc1_clr_gpc(<idx>[,<table>]) : integer",
  compile: (args, scope, at): Compiled | undefined => {
    const index = argInt(args, 0, 0);
    const named = args[1];
    const other =
      named === undefined ? null : tableOf(named, scope, "fetch method 'sc1_clr_gpc'", at);
    if (other === undefined) return undefined;
    return { type: "int", eval: (txn) => trackedElement(txn, 1, other, clear, index) };
  },
};

const KEY_SUMMARY = "The key that the counter tracks.";

function keyOf(txn: Txn, counter: number): ReturnType<Compiled["eval"]> {
  return txn.tracked(counter)?.key;
}

const trackedKey: FetchRow = {
  name: "sc_key",
  type: "any",
  where: Where.client,
  manual: MANUAL,
  summary: KEY_SUMMARY,
  args: [counterArg],
  syntax: "sc_key(<ctr>) : any",
  compile: (args) => {
    const counter = argInt(args, 0, 0);
    return { type: "any", eval: (txn) => keyOf(txn, counter) };
  },
};

const numberedKeys: readonly FetchRow[] = [0, 1, 2].map((counter) => ({
  name: `sc${counter}_key`,
  type: "any",
  where: Where.client,
  manual: MANUAL,
  summary: KEY_SUMMARY,
  args: [],
  syntax: `sc${counter}_key : any`,
  compile: () => ({ type: "any", eval: (txn) => keyOf(txn, counter) }),
}));

export const counterArrayFetches: readonly FetchRow[] = [
  ...ARRAY_FETCHES.flatMap((each) => [ofTracked(each), ofSource(each)]),
  secondClear,
  trackedKey,
  ...numberedKeys,
];
