/**
 * Fetches of stick-table counters (manual 7.3.3): `sc_NAME(counter[,table])` and `sc0_NAME` of a
 * tracked entry, `src_NAME([table])` of the client's address. Without an entry a counter is 0; of a
 * counter that tracks nothing, or of data that the table does not store, there is no sample.
 */
import { argInt, tableArg, tableOf } from "../rows.ts";
import { typeColumn } from "../table-column.ts";
import { addressesOf, type TableFacts, type Txn } from "../txn.ts";
import type { Compiled, Eval, FetchRow } from "../types.ts";
import { Where } from "../types.ts";

/** Reads from an entry of a table, which may be -1 for none; undefined is no sample. */
type Read = (table: TableFacts, entry: number) => number | boolean | undefined;

interface Counter {
  readonly name: string;
  readonly summary: string;
  /** Made once for each fetch of the configuration: it remembers where its table has the data. */
  readonly reader: () => Read;
  readonly type?: "bool";
  /** Makes the entry of the client's address when there is none. */
  readonly creates?: boolean;
}

function stored(dataType: string, scale = 1): () => Read {
  return () => {
    const columnOf = typeColumn(dataType);
    return (table, entry) => {
      if (entry < 0) return 0;
      const column = columnOf(table);
      if (column < 0) return undefined;
      const value = table.read(entry, column);
      return scale === 1 ? value : Math.floor(value / scale);
    };
  };
}

/** Increments a counter and its rate; the counter's new value. */
function incremented(dataType: string): () => Read {
  return () => {
    const rateOf = typeColumn(`${dataType}_rate`);
    const columnOf = typeColumn(dataType);
    return (table, entry) => {
      if (entry < 0) return 0;
      const rate = rateOf(table);
      const rateValue = rate < 0 ? 0 : table.increment(entry, rate, 1);
      const column = columnOf(table);
      return column < 0 ? rateValue : table.increment(entry, column, 1);
    };
  };
}

/** Sets a counter to 0; the value it had. */
function cleared(dataType: string): () => Read {
  return () => {
    const columnOf = typeColumn(dataType);
    return (table, entry) => {
      if (entry < 0) return 0;
      const column = columnOf(table);
      if (column < 0) return undefined;
      const before = table.read(entry, column);
      table.write(entry, column, 0);
      return before;
    };
  };
}

const COUNTERS: readonly Counter[] = [
  ...[
    ["bytes_in_rate", "Rate of bytes from the client."],
    ["bytes_out_rate", "Rate of bytes to the client."],
    ["conn_cnt", "Connections so far."],
    ["conn_cur", "Connections now."],
    ["conn_rate", "Rate of connections."],
    ["gpc0_rate", "Rate of increments of gpc0."],
    ["gpc1_rate", "Rate of increments of gpc1."],
    ["glitch_cnt", "Protocol glitches so far."],
    ["glitch_rate", "Rate of protocol glitches."],
    ["http_err_cnt", "HTTP errors so far."],
    ["http_err_rate", "Rate of HTTP errors."],
    ["http_fail_cnt", "HTTP failures so far."],
    ["http_fail_rate", "Rate of HTTP failures."],
    ["http_req_cnt", "HTTP requests so far."],
    ["http_req_rate", "Rate of HTTP requests."],
    ["sess_cnt", "Sessions so far."],
    ["sess_rate", "Rate of sessions."],
  ].map(([name = "", summary = ""]) => ({ name, summary, reader: stored(name) })),
  { name: "get_gpc0", summary: "First general purpose counter.", reader: stored("gpc0") },
  { name: "get_gpc1", summary: "Second general purpose counter.", reader: stored("gpc1") },
  { name: "get_gpt0", summary: "First general purpose tag.", reader: stored("gpt0") },
  {
    name: "kbytes_in",
    summary: "Bytes from the client in kB.",
    reader: stored("bytes_in_cnt", 1024),
  },
  {
    name: "kbytes_out",
    summary: "Bytes to the client in kB.",
    reader: stored("bytes_out_cnt", 1024),
  },
  { name: "inc_gpc0", summary: "Increments gpc0.", reader: incremented("gpc0"), creates: true },
  { name: "inc_gpc1", summary: "Increments gpc1.", reader: incremented("gpc1"), creates: true },
  {
    name: "clr_gpc0",
    summary: "Clears gpc0, gives what it was.",
    reader: cleared("gpc0"),
    creates: true,
  },
  {
    name: "clr_gpc1",
    summary: "Clears gpc1, gives what it was.",
    reader: cleared("gpc1"),
    creates: true,
  },
];

const SOURCE_ONLY: readonly Counter[] = [
  {
    name: "updt_conn_cnt",
    summary: "Counts one more connection, gives their number.",
    reader: () => {
      const columnOf = typeColumn("conn_cnt");
      return (table, entry) => {
        const column = entry < 0 ? -1 : columnOf(table);
        return column < 0 ? undefined : table.increment(entry, column, 1);
      };
    },
    creates: true,
  },
];

const TRACKED_ONLY: readonly Counter[] = [
  {
    name: "trackers",
    summary: "Connections that track the entry.",
    reader: () => (table, entry) => (entry < 0 ? 0 : table.trackers(entry)),
  },
  {
    name: "tracked",
    summary: "True if the counter tracks an entry.",
    reader: () => () => true,
    type: "bool",
  },
];

/** Of the entry that counter `index` tracks, or of the same key in another table. */
function trackedEval(index: number, counter: Counter, other: TableFacts | null): Eval {
  const read = counter.reader();
  const untracked = counter.type === "bool" ? false : undefined;
  return (txn) => {
    const tracked = txn.tracked(index);
    if (tracked === null) return untracked;
    if (other === null) return read(tracked.table, tracked.entry);
    // A key of another kind is none there, since 3.0.
    if (!other.hasKeysOf(tracked.table)) return untracked;
    return read(other, tracked.key === undefined ? -1 : other.find(tracked.key));
  };
}

function numbered(counter: Counter): FetchRow {
  const name = `sc_${counter.name}`;
  const type = counter.type ?? "int";
  return {
    name,
    type,
    where: Where.client,
    manual: "7.3.3",
    summary: counter.summary,
    args: [{ name: "counter", type: "int" }, tableArg],
    syntax: `${name}(<counter>[,<table>]) : ${type}`,
    compile: (args, scope, at): Compiled | undefined => {
      const named = args[1];
      const other =
        named === undefined ? null : tableOf(named, scope, `fetch method '${name}'`, at);
      if (other === undefined) return undefined;
      return { type, eval: trackedEval(argInt(args, 0, 0), counter, other) };
    },
  };
}

function ofCounter(index: number, counter: Counter): FetchRow {
  const name = `sc${index}_${counter.name}`;
  const type = counter.type ?? "int";
  return {
    name,
    type,
    where: Where.client,
    manual: "7.3.3",
    summary: counter.summary,
    args: [tableArg],
    syntax: `${name}([<table>]) : ${type}`,
    compile: (args, scope, at): Compiled | undefined => {
      const named = args[0];
      const other =
        named === undefined ? null : tableOf(named, scope, `fetch method '${name}'`, at);
      return other === undefined ? undefined : { type, eval: trackedEval(index, counter, other) };
    },
  };
}

function ofSource(counter: Counter): FetchRow {
  const name = `src_${counter.name}`;
  return {
    name,
    type: "int",
    where: Where.client,
    manual: "7.3.3",
    summary: counter.summary,
    args: [tableArg],
    syntax: `${name}([<table>]) : integer`,
    compile: (args, scope, at) => {
      const table = tableOf(args[0], scope, `fetch method '${name}'`, at);
      if (table === undefined) return undefined;
      const read = counter.reader();
      const entryOf = (txn: Txn): number => {
        const { source } = txn.session;
        if (source === null) return -1;
        return counter.creates === true ? table.create(source) : table.find(source);
      };
      return {
        type: "int",
        eval: (txn) => (addressesOf(txn).source === null ? undefined : read(table, entryOf(txn))),
      };
    },
  };
}

export const counterFetches: readonly FetchRow[] = [
  ...[...COUNTERS, ...TRACKED_ONLY].flatMap((counter) => [
    numbered(counter),
    ...[0, 1, 2].map((index) => ofCounter(index, counter)),
  ]),
  ...[...COUNTERS, ...SOURCE_ONLY].map(ofSource),
];
