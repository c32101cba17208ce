import assert from "node:assert/strict";
import { test } from "node:test";
import { tableControl } from "../../../src/cli/stick-table-control.ts";
import { newTable } from "../stick-table/new-table.ts";

const ipTable = () => {
  const { table } = newTable("type ip size 10 expire 1m store gpc0,http_req_rate(10s)");
  return { table, control: tableControl("fe", table) };
};

test("an entry is set, found by its text and copied with its data", () => {
  const { control } = ipTable();
  assert.equal(control.set("1.2.3.4", new Map([["gpc0", 5]])), null);
  const entry = control.find("1.2.3.4")!;
  assert.deepEqual([entry.key, entry.users, entry.expiresMs], ["1.2.3.4", 0, 60_000]);
  assert.deepEqual(
    entry.values.find(({ name }) => name === "gpc0"),
    { name: "gpc0", dataName: "gpc0", periodMs: null, value: 5 },
  );
  assert.equal(entry.values.find(({ name }) => name === "http_req_rate")!.periodMs, 10_000);
  assert.equal(control.used(), 1);
  assert.equal(control.find("9.9.9.9"), undefined);
});

test("text that is no key is refused", () => {
  const { control } = ipTable();
  assert.equal(control.set("zzz", new Map()), "'zzz' is no key of type ip.");
  assert.equal(control.find("zzz"), undefined);
  assert.equal(control.used(), 0);
});

test("all entries can be listed and removed; a held one stays", () => {
  const { table, control } = ipTable();
  for (const key of ["1.0.0.1", "1.0.0.2", "1.0.0.3"]) control.set(key, new Map());
  assert.deepEqual([...control.entries()].map(({ key }) => key).toSorted(), [
    "1.0.0.1",
    "1.0.0.2",
    "1.0.0.3",
  ]);
  const held = table.lookup(table.key(control.find("1.0.0.2")!.id));
  assert.deepEqual(
    [...control.entries()].map((entry) => entry.remove()).toSorted((a, b) => Number(a) - Number(b)),
    [false, true, true],
  );
  assert.equal(control.used(), 1);
  assert.equal(control.find("1.0.0.2")!.users, 1);
  table.release(held);
  assert.equal(control.find("1.0.0.2")!.remove(), true);
  assert.equal(control.used(), 0);
});
