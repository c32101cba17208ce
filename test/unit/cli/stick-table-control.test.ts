import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataCondition } from "../../../src/cli/control.ts";
import { tableControl } from "../../../src/cli/stick-table-control.ts";
import { TableView } from "../../../src/stick-table/view.ts";
import { newTable } from "../stick-table/new-table.ts";

const ipTable = () => {
  const { table } = newTable("type ip size 10 expire 1m store gpc0,http_req_rate(10s)");
  return { table, control: tableControl(new TableView("fe", table)) };
};

test("an entry is set, found by its text and copied with its data", () => {
  const { control } = ipTable();
  control.obtain("1.2.3.4")!.write(new Map([["gpc0", 5]]));
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

test("what has expired is not counted, what was tracked lives on from the end of that", () => {
  const { table, clock } = newTable("type string size 10 expire 2s store gpc0");
  const view = new TableView("t", table);
  const control = tableControl(view);
  control.obtain("short");
  const tracked = view.obtain("long");
  assert.equal(control.used(), 2);
  clock.nowMs += 2000;
  assert.equal(control.used(), 1);
  assert.deepEqual([control.find("long")!.users, control.find("long")!.expiresMs], [1, 0]);
  view.leave(tracked);
  assert.deepEqual([control.find("long")!.users, control.find("long")!.expiresMs], [0, 2000]);
  clock.nowMs += 1999;
  assert.equal(control.used(), 1);
  clock.nowMs += 1;
  assert.equal(control.used(), 0);
});

test("text that is no key is refused", () => {
  const { control } = ipTable();
  assert.equal(control.isKey("zzz"), false);
  assert.equal(control.obtain("zzz"), undefined);
  assert.equal(control.find("zzz"), undefined);
  assert.equal(control.used(), 0);
});

test("entries that miss a condition are passed over, and left as they are", () => {
  const { table, control } = ipTable();
  for (const [key, gpc0] of [
    ["1.0.0.1", 1],
    ["1.0.0.2", 2],
    ["1.0.0.3", 3],
  ] as const)
    control.obtain(key)!.write(new Map([["gpc0", gpc0]]));
  const above = { dataName: "gpc0", meets: (value: number) => value > 1 };
  const below = { dataName: "gpc0", meets: (value: number) => value < 3 };
  const unknown = { dataName: "gpt0", meets: () => true };
  const keys = (...conditions: readonly DataCondition[]): (string | undefined)[] =>
    Array.from(control.entries(conditions), (entry) => entry?.key);
  assert.deepEqual(keys(above), [undefined, "1.0.0.2", "1.0.0.3"]);
  assert.deepEqual(keys(above, below), [undefined, "1.0.0.2", undefined]);
  assert.deepEqual(keys(unknown), [undefined, undefined, undefined]);
  for (const key of ["1.0.0.1", "1.0.0.2", "1.0.0.3"]) assert.equal(control.find(key)!.users, 0);
  assert.equal(table.used, 3);
});

test("all entries can be listed and removed; a held one stays", () => {
  const { table, control } = ipTable();
  for (const key of ["1.0.0.2", "1.0.0.3", "1.0.0.1"]) control.obtain(key);
  assert.deepEqual(
    [...control.entries([])].map((entry) => entry!.key),
    ["1.0.0.1", "1.0.0.2", "1.0.0.3"],
  );
  const held = table.lookup(table.key(control.find("1.0.0.2")!.id - 1));
  assert.deepEqual(
    [...control.entries([])]
      .map((entry) => entry!.remove())
      .toSorted((a, b) => Number(a) - Number(b)),
    [false, true, true],
  );
  assert.equal(control.used(), 1);
  assert.equal(control.find("1.0.0.2")!.users, 1);
  table.release(held);
  assert.equal(control.find("1.0.0.2")!.remove(), true);
  assert.equal(control.used(), 0);
});

test("an entry is found by its number while it is there", () => {
  const { control } = ipTable();
  for (const key of ["1.0.0.1", "1.0.0.2"]) control.obtain(key);
  const { id } = control.find("1.0.0.2")!;
  assert.equal(control.entry(id)!.key, "1.0.0.2");
  control.entry(id)!.write(new Map([["gpc0", 7]]));
  assert.equal(control.find("1.0.0.2")!.values.find(({ name }) => name === "gpc0")!.value, 7);
  control.find("1.0.0.2")!.remove();
  for (const gone of [0, id, 10, 11, 2 ** 53]) assert.equal(control.entry(gone), undefined);
  assert.equal(control.entry(1)!.users, 0);
});

test("an administrator's text means a key as a sample would", () => {
  const keysOf = (line: string, ...texts: readonly string[]): (string | undefined)[] => {
    const control = tableControl(new TableView("t", newTable(line).table));
    return texts.map((text) => control.obtain(text)?.key);
  };
  assert.deepEqual(keysOf("type integer size 10", "7", "-5", "x", "5x", "99999999999"), [
    "7",
    "4294967291",
    "0",
    "5",
    "1215752191",
  ]);
  assert.deepEqual(keysOf("type ip size 10", "10.0.0.1/8", "::ffff:10.0.0.9", "1", "x"), [
    "10.0.0.1",
    "10.0.0.9",
    undefined,
    undefined,
  ]);
  assert.deepEqual(keysOf("type ipv6 size 10", "10.0.0.1", "::1", "1"), [
    "::ffff:10.0.0.1",
    "::1",
    undefined,
  ]);
  assert.deepEqual(keysOf("type binary len 4 size 10", "abc", "abcde"), ["61626300", "61626364"]);
});
