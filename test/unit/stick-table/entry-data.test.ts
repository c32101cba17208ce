import assert from "node:assert/strict";
import { test } from "node:test";
import { DATA_TYPES } from "../../../src/stick-table/data-types.ts";
import { fieldOf, newTable } from "./new-table.ts";

test("every data type has fields, in the order of show table, that do not touch each other", () => {
  const items = DATA_TYPES.filter((type) => !type.array).map((type) =>
    type.storage === "rate" ? `${type.name}(10s)` : type.name,
  );
  const { table } = newTable(`type string size 10 store ${items.toReversed().join(",")}`);
  assert.deepEqual(
    table.fields.map((field) => field.name),
    DATA_TYPES.filter((type) => !type.array).map((type) => type.name),
  );
  const entry = table.getOrCreate("a");
  table.fields.forEach((field, index) => table.write(entry, field, index + 1));
  table.fields.forEach((field, index) =>
    assert.equal(table.read(entry, field), index + 1, field.name),
  );
});

test("arrays have a field for each element, under the names of the single types", () => {
  const { table } = newTable("type string size 10 store gpt(2),gpc(3),gpc_rate(2,1s)");
  const names = ["gpt0", "gpt1", "gpc0", "gpc1", "gpc2", "gpc0_rate", "gpc1_rate"];
  assert.deepEqual(
    table.fields.map((field) => field.name),
    names,
  );
  assert.equal(table.field("gpc3"), undefined);
  assert.equal(fieldOf(table, "gpc1_rate").periodMs, 1000);
});

test("32-bit numbers wrap as HAProxy's; server_id is signed", () => {
  const { table } = newTable("type string size 10 store gpc0,server_id");
  const entry = table.getOrCreate("a");
  const gpc0 = fieldOf(table, "gpc0");
  table.write(entry, gpc0, 4294967299);
  assert.equal(table.read(entry, gpc0), 3);
  table.write(entry, gpc0, -1);
  assert.equal(table.read(entry, gpc0), 4294967295);
  assert.equal(table.add(entry, gpc0, 2), 1);
  table.write(entry, fieldOf(table, "server_id"), -3);
  assert.equal(table.read(entry, fieldOf(table, "server_id")), -3);
});

test("byte counts go beyond 2^32", () => {
  const { table } = newTable("type string size 10 store bytes_in_cnt,gpc1");
  const entry = table.getOrCreate("a");
  const bytes = fieldOf(table, "bytes_in_cnt");
  table.write(entry, bytes, 99_999_999_999);
  assert.equal(table.add(entry, bytes, 2 ** 33), 99_999_999_999 + 2 ** 33);
  assert.equal(table.read(entry, bytes), 99_999_999_999 + 2 ** 33);
  assert.equal(table.read(entry, fieldOf(table, "gpc1")), 0);
});

test("a decrement stops at zero", () => {
  const { table } = newTable("type string size 10 store conn_cur");
  const entry = table.getOrCreate("a");
  const current = fieldOf(table, "conn_cur");
  table.add(entry, current, 2);
  const values = [1, 2, 3].map(() => {
    table.decrement(entry, current);
    return table.read(entry, current);
  });
  assert.deepEqual(values, [1, 0, 0]);
});

test("rates slide; a rate that is set holds for a period and then fades, as in HAProxy", () => {
  const { table, clock } = newTable("type string size 10 store http_req_rate(2s),gpc0_rate(2s)");
  const entry = table.getOrCreate("a");
  const requests = fieldOf(table, "http_req_rate");
  assert.deepEqual(
    [1, 2, 3].map(() => table.add(entry, requests, 1)),
    [1, 2, 3],
  );
  const set = fieldOf(table, "gpc0_rate");
  table.write(entry, set, 10);
  const rates = [0, 500, 1000, 500, 20, 500, 500, 500, 500].map((stepMs) => {
    clock.nowMs += stepMs;
    return [table.read(entry, requests), table.read(entry, set)];
  });
  assert.deepEqual(rates, [
    [3, 10],
    [3, 10],
    [3, 10],
    [3, 10],
    [2, 9],
    [2, 7],
    [1, 4],
    [0, 2],
    [0, 0],
  ]);
});

test("server keys are strings kept once; none is none", () => {
  const { table } = newTable("type string size 10 store server_key");
  const key = fieldOf(table, "server_key");
  const a = table.getOrCreate("a");
  const b = table.getOrCreate("b");
  assert.equal(table.readWord(a, key), undefined);
  table.writeWord(a, key, "srv1");
  table.writeWord(b, key, "10.0.0.1:80");
  assert.deepEqual([table.readWord(a, key), table.readWord(b, key)], ["srv1", "10.0.0.1:80"]);
  table.writeWord(b, key, "srv1");
  assert.equal(table.read(a, key), table.read(b, key));
  table.writeWord(b, key, undefined);
  assert.equal(table.readWord(b, key), undefined);
});

test("a dictionary without room gives no string rather than a wrong one", () => {
  const { table } = newTable("type string size 10 store server_key");
  const key = fieldOf(table, "server_key");
  const entry = table.getOrCreate("a");
  for (let i = 0; i < 8000; i++) {
    table.writeWord(entry, key, `server-${i}`);
    assert.ok([undefined, `server-${i}`].includes(table.readWord(entry, key)));
  }
  assert.equal(table.readWord(entry, key), undefined);
  table.writeWord(entry, key, "server-0");
  assert.equal(table.readWord(entry, key), "server-0");
});
