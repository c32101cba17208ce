/** Converters that look the sample up in a stick table (manual 7.3.1). */
import { tableOf } from "../rows.ts";
import type { TableFacts } from "../txn.ts";
import type { ConverterRow } from "../types.ts";
import { MANUAL } from "./rows.ts";

type Read = (table: TableFacts, entry: number) => number | boolean;

function lookup(name: string, output: "int" | "bool", summary: string, read: Read): ConverterRow {
  return {
    name,
    input: "any",
    output,
    summary,
    manual: MANUAL,
    syntax: `${name}(<table>)`,
    args: [{ name: "table", type: "table" }],
    compile: (args, scope, at) => {
      const table = tableOf(args[0], scope, `converter '${name}'`, at);
      return table === undefined
        ? undefined
        : { convert: (value) => read(table, table.find(value)) };
    },
  };
}

function counter(name: string, dataType: string, scale = 1): ConverterRow {
  return lookup(
    `table_${name}`,
    "int",
    `The ${dataType} of the sample's entry, 0 without one.`,
    (table, entry) => {
      const column = entry < 0 ? -1 : table.column(dataType);
      return column < 0 ? 0 : Math.floor(table.read(entry, column) / scale);
    },
  );
}

const PLAIN: readonly string[] = [
  "bytes_in_rate",
  "bytes_out_rate",
  "conn_cnt",
  "conn_cur",
  "conn_rate",
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
    (_table, entry) => entry >= 0,
  ),
  lookup("table_trackers", "int", "Connections that track the sample's entry.", (table, entry) =>
    entry < 0 ? 0 : table.trackers(entry),
  ),
];
