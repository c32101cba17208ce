/**
 * Converters that look the sample up in a stick table (manual 7.3.1). Without an entry they give 0,
 * with one and a data type that the table does not store they give no sample.
 */
import { argText, tableArg, tableOf } from "../rows.ts";
import { typeColumn } from "../table-column.ts";
import type { TableFacts } from "../txn.ts";
import type { ArgSpec, ConverterRow } from "../types.ts";
import { MANUAL } from "./rows.ts";

type Read = (table: TableFacts, entry: number) => number | boolean | undefined;

const defaultArg: ArgSpec = { name: "default_value", type: "int", optional: true };

/** @param reader makes what reads, once for each use in the configuration. */
function lookup(
  name: string,
  output: "int" | "bool",
  summary: string,
  reader: () => Read,
): ConverterRow {
  return {
    name,
    input: "any",
    output,
    summary,
    manual: MANUAL,
    syntax: `${name}([<table>])`,
    args: [tableArg],
    compile: (args, scope, at) => {
      const table = tableOf(args[0], scope, `converter '${name}'`, at);
      const read = reader();
      return table && { convert: (value) => read(table, table.find(value)) };
    },
  };
}

function counter(name: string, dataType: string, scale = 1): ConverterRow {
  return lookup(
    `table_${name}`,
    "int",
    `The ${dataType} of the sample's entry, 0 without one.`,
    () => {
      const columnOf = typeColumn(dataType);
      return (table, entry) => {
        if (entry < 0) return 0;
        const column = columnOf(table);
        return column < 0 ? undefined : Math.floor(table.read(entry, column) / scale);
      };
    },
  );
}

/** A time of the entry; without an entry the default or no sample. */
function age(
  name: string,
  summary: string,
  read: (table: TableFacts, entry: number) => number,
): ConverterRow {
  return {
    ...lookup(name, "int", summary, () => read),
    syntax: `${name}([<table>[,<default_value>]])`,
    args: [tableArg, defaultArg],
    compile: (args, scope, at) => {
      const table = tableOf(args[0], scope, `converter '${name}'`, at);
      const text = argText(args, 1);
      const otherwise = text === "" ? undefined : Number(text);
      return (
        table && {
          convert: (value) => {
            const entry = table.find(value);
            return entry < 0 ? otherwise : read(table, entry);
          },
        }
      );
    },
  };
}

const PLAIN: readonly string[] = [
  "bytes_in_rate",
  "bytes_out_rate",
  "conn_cnt",
  "conn_cur",
  "conn_rate",
  "glitch_cnt",
  "glitch_rate",
  "gpc0",
  "gpc0_rate",
  "gpc1",
  "gpc1_rate",
  "gpt0",
  "http_err_cnt",
  "http_err_rate",
  "http_fail_cnt",
  "http_fail_rate",
  "http_req_cnt",
  "http_req_rate",
  "server_id",
  "sess_cnt",
  "sess_rate",
];

export const tableConverters: readonly ConverterRow[] = [
  ...PLAIN.map((name) => counter(name, name)),
  counter("kbytes_in", "bytes_in_cnt", 1024),
  counter("kbytes_out", "bytes_out_cnt", 1024),
  lookup(
    "in_table",
    "bool",
    "True if the table has an entry for the sample.",
    () => (_table, entry) => entry >= 0,
  ),
  lookup(
    "table_trackers",
    "int",
    "Connections that track the sample's entry.",
    () => (table, entry) => (entry < 0 ? 0 : table.trackers(entry)),
  ),
  age("table_expire", "Milliseconds until the sample's entry expires.", (table, entry) =>
    table.expiresInMs(entry),
  ),
  age("table_idle", "Milliseconds since the sample's entry was used.", (table, entry) =>
    table.idleMs(entry),
  ),
];
