/** Names of data at the socket, as HAProxy 3.2 takes them: elements of arrays by index. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dataNameOf } from "../../../src/cli/commands/table-data-name.ts";
import { tableControl } from "../../../src/cli/stick-table-control.ts";
import { TableView } from "../../../src/stick-table/view.ts";
import { newTable } from "../stick-table/new-table.ts";

const { table } = newTable("type ip size 10 expire 1h store gpc(3),gpc_rate(3,10s),conn_cnt");
const control = tableControl(new TableView("t", table));

const BEYOND = "index out of range in this data array";
const UNKNOWN = "Unknown data type";

const rows: readonly (readonly [text: string, kind: string, told: string])[] = [
  ["gpc", "stored", "gpc[0]"],
  ["gpc[0]", "stored", "gpc[0]"],
  ["gpc[2]", "stored", "gpc[2]"],
  ["gpc[3]", "beyond", BEYOND],
  ["gpc[-1]", "beyond", BEYOND],
  ["gpc[x]", "unknown", UNKNOWN],
  ["gpc[1", "unknown", UNKNOWN],
  ["gpc_rate[2]", "stored", "gpc_rate[2]"],
  ["conn_cnt", "stored", "conn_cnt"],
  ["conn_cnt[0]", "unknown", UNKNOWN],
  ["gpt[0]", "unknown", "Data type not stored in this table"],
  ["sess_cnt", "unknown", "Data type not stored in this table"],
  ["", "unknown", UNKNOWN],
];

for (const [text, kind, told] of rows) {
  test(`data.${text}`, () => {
    const named = dataNameOf(control, text);
    assert.equal(named.kind, kind);
    assert.equal(named.kind === "stored" ? named.name : named.fault, told);
  });
}
