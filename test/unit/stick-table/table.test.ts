import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../src/core/arena.ts";
import { StickTable } from "../../../src/stick-table/table.ts";
import { fieldOf, keysOf, newTable, specOf } from "./new-table.ts";

/** Makes an entry and lets go of it. */
function put(table: StickTable, key: string): number {
  const entry = table.getOrCreate(key);
  if (entry !== -1) table.release(entry);
  return entry;
}

function has(table: StickTable, key: string): boolean {
  const entry = table.lookup(key);
  if (entry !== -1) table.release(entry);
  return entry !== -1;
}

test("an entry is made once, found again, and counts", () => {
  const { table } = newTable("type string size 10 store gpc0");
  const gpc0 = fieldOf(table, "gpc0");
  assert.equal(table.lookup("a"), -1);
  const entry = table.getOrCreate("a");
  assert.equal(table.add(entry, gpc0, 1), 1);
  const again = table.getOrCreate("a");
  assert.equal(again, entry);
  assert.equal(table.add(again, gpc0, 2), 3);
  assert.equal(table.read(table.lookup("a"), gpc0), 3);
  assert.equal(table.used, 1);
  assert.equal(table.heldCount(entry), 3);
});

test("1,000 keys share no counter", () => {
  const { table } = newTable("type string len 12 size 1000 store gpc0");
  const gpc0 = fieldOf(table, "gpc0");
  for (let i = 0; i < 1000; i++) {
    const entry = table.getOrCreate(`key${i}`);
    table.write(entry, gpc0, i);
    table.release(entry);
  }
  assert.equal(table.used, 1000);
  for (let i = 0; i < 1000; i++) {
    const entry = table.lookup(`key${i}`);
    assert.equal(table.read(entry, gpc0), i);
    assert.equal(table.keyText(entry), `key${i}`);
    table.release(entry);
  }
  assert.equal(keysOf(table).length, 1000);
});

test("a full table lets the eldest go: as HAProxy, 4 of 1,000 at once", () => {
  const { table, clock } = newTable("type string len 8 size 1000 expire 1m store gpc0");
  for (let i = 0; i < 1000; i++) {
    clock.nowMs += 1;
    put(table, `k${i}`);
  }
  assert.equal(table.used, 1000);
  put(table, "k1000");
  assert.equal(table.used, 997);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((i) => has(table, `k${i}`)),
    [false, false, false, false, true],
  );
});

for (const expire of ["expire 1m ", ""]) {
  test(`touching keeps an entry from being the eldest; ${expire || "no expiry"}`, () => {
    const { table, clock } = newTable(`type string size 3 ${expire}store gpc0`);
    for (const key of ["a", "b", "c", "a", "d", "e"]) {
      put(table, key);
      clock.nowMs += 10_000;
    }
    assert.deepEqual(keysOf(table), ["a", "d", "e"]);
  });
}

test("held entries are not evicted; when all are held the table is full", () => {
  const { table } = newTable("type string size 2 expire 1m");
  const a = table.getOrCreate("a");
  put(table, "b");
  put(table, "c");
  assert.deepEqual(keysOf(table), ["a", "c"]);
  const c = table.lookup("c");
  assert.equal(table.getOrCreate("d"), -1);
  table.release(a);
  assert.notEqual(put(table, "d"), -1);
  table.release(c);
  assert.deepEqual(keysOf(table), ["c", "d"]);
});

test("nopurge refuses new keys until old ones expire", () => {
  const { table, clock } = newTable("type string size 2 nopurge expire 10s");
  put(table, "a");
  clock.nowMs += 5000;
  put(table, "b");
  assert.equal(put(table, "c"), -1);
  assert.notEqual(put(table, "a"), -1);
  clock.nowMs += 9999;
  assert.equal(put(table, "c"), -1);
  clock.nowMs += 1;
  assert.notEqual(put(table, "c"), -1);
  assert.deepEqual(keysOf(table), ["c"]);
});

test("an entry expires at its millisecond, and its key starts anew", () => {
  const { table, clock } = newTable("type string size 10 expire 30s store gpc0,conn_rate(10s)");
  const gpc0 = fieldOf(table, "gpc0");
  const entry = table.getOrCreate("a");
  table.add(entry, gpc0, 5);
  table.release(entry);
  assert.equal(table.expiresInMs(entry), 30_000);
  clock.nowMs += 29_999;
  assert.equal(has(table, "a"), true);
  assert.equal(table.expiresInMs(entry), 1);
  clock.nowMs += 1;
  assert.equal(has(table, "a"), false);
  assert.deepEqual(keysOf(table), []);
  const anew = table.getOrCreate("a");
  assert.equal(table.read(anew, gpc0), 0);
  assert.equal(table.used, 1);
});

test("lookup does not prolong an entry's life, touch and getOrCreate do", () => {
  const { table, clock } = newTable("type string size 10 expire 10s");
  for (const key of ["looked up", "touched", "tracked"]) put(table, key);
  clock.nowMs += 9000;
  has(table, "looked up");
  const entry = table.lookup("touched");
  table.touch(entry);
  table.release(entry);
  put(table, "tracked");
  clock.nowMs += 5000;
  assert.deepEqual(keysOf(table), ["touched", "tracked"]);
});

/** Sweeps to the end; how many entries went. */
function sweepAll(table: StickTable): number {
  const before = table.used;
  while (table.sweep());
  return before - table.used;
}

test("sweep removes what is due and nothing else, also over a touched or held entry", () => {
  const { table, clock } = newTable("type string size 100 expire 10s");
  const held = table.getOrCreate("held");
  for (let i = 0; i < 20; i++) {
    put(table, `k${i}`);
    clock.nowMs += 500;
  }
  put(table, "k0");
  assert.equal(table.used, 21);
  assert.equal(sweepAll(table), 0);
  clock.nowMs += 4600;
  assert.equal(sweepAll(table), 9);
  assert.equal(table.used, 12);
  clock.nowMs += 60_000;
  assert.equal(sweepAll(table), 11);
  assert.deepEqual(keysOf(table), ["held"]);
  table.release(held);
  assert.equal(sweepAll(table), 0);
  clock.nowMs += 1000;
  assert.equal(sweepAll(table), 1);
  assert.equal(table.used, 0);
});

test("sweeping each second is exact to the second, over days and the wrap of the ticks", () => {
  for (const [expire, stepMs] of [
    ["30s", 1000],
    ["1h", 60_000],
    ["24d", 86_400_000],
  ] as const) {
    const { table, clock } = newTable(`type integer size 1000 expire ${expire}`, 2 ** 31 - 1e8);
    for (let i = 0; i < 200; i++) {
      const entry = table.getOrCreate(i);
      table.release(entry);
      clock.nowMs += stepMs;
      table.sweep();
      const alive = Math.min(i + 1, Math.ceil(table.spec.expireMs / stepMs) - 1);
      assert.equal(table.used, alive, `${expire} after ${i + 1} steps`);
    }
  }
});

test("a removed entry is gone; one that others hold stays", () => {
  const { table } = newTable("type string size 10 store gpc0");
  const entry = table.getOrCreate("a");
  table.hold(entry);
  assert.equal(table.remove(entry), false);
  table.release(entry);
  assert.equal(table.remove(entry), true);
  assert.equal(has(table, "a"), false);
  assert.equal(table.used, 0);
});

test("random work agrees with a plain map", () => {
  const { table } = newTable("type integer size 64 store gpc0");
  const gpc0 = fieldOf(table, "gpc0");
  const model = new Map<number, number>();
  let seed = 7;
  for (let step = 0; step < 20_000; step++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const key = (seed >>> 8) % 60;
    if ((seed >>> 3) % 3 === 0 && model.has(key)) {
      assert.equal(table.remove(table.lookup(key)), true);
      model.delete(key);
    } else {
      const entry = table.getOrCreate(key);
      model.set(key, (model.get(key) ?? 0) + 1);
      assert.equal(table.add(entry, gpc0, 1), model.get(key));
      table.release(entry);
    }
  }
  assert.equal(table.used, model.size);
  assert.deepEqual(keysOf(table), [...model.keys()].map(String).toSorted());
});

test("the same memory shows the same entries to another view, also with another hash seed drawn", () => {
  const spec = specOf("type string size 10 store gpc0,server_key");
  const region = new Arena().region("t", StickTable.sizeBytes(spec));
  const one = StickTable.create(spec, region, { nowMs: 0 });
  const two = StickTable.create(spec, region, { nowMs: 0 });
  const entry = one.getOrCreate("a");
  one.write(entry, fieldOf(one, "gpc0"), 9);
  one.writeWord(entry, fieldOf(one, "server_key"), "s1");
  assert.equal(two.read(two.lookup("a"), fieldOf(two, "gpc0")), 9);
  assert.equal(two.readWord(entry, fieldOf(two, "server_key")), "s1");
});

test("a table that stores something else has another region", () => {
  const name = (line: string): string => StickTable.regionName("t", specOf(line));
  assert.equal(name("type ip size 10 store gpc0"), name("type ip size 10 nopurge store gpc0"));
  assert.notEqual(
    name("type ip size 10 store conn_rate(10s)"),
    name("type ip size 10 store conn_rate(20s)"),
  );
  assert.notEqual(name("type ip size 10 store gpc0"), name("type ip size 10 store gpt0"));
});

test("what expires together goes in slices, and is gone for lookups at once", () => {
  const { table, clock } = newTable("type integer size 20k expire 10s");
  for (let key = 0; key < 20_000; key++) table.release(table.getOrCreate(key));
  clock.nowMs += 5000;
  for (let key = 0; key < 10_000; key += 2) table.release(table.getOrCreate(key));
  clock.nowMs += 5000;
  assert.equal(table.lookup(1), -1);
  assert.equal(table.sweep(), true);
  assert.ok(table.used > 15_000);
  let slices = 1;
  while (table.sweep()) slices++;
  assert.ok(slices >= 4 && slices < 10, `${slices} slices`);
  assert.equal(table.used, 5000);
  assert.notEqual(table.lookup(2), -1);
});

test("a slice looks at 4,096 entries at most, also where all of them stay", () => {
  // A slot spans 4 s: all keys stand in the slot of now, none is due.
  const { table, clock } = newTable("type integer size 20k expire 1h");
  for (let key = 0; key < 10_000; key++) table.release(table.getOrCreate(key));
  clock.nowMs += 3_599_600;
  for (let key = 0; key < 5000; key++) table.release(table.getOrCreate(key));
  const slices = (): number => {
    let count = 1;
    while (table.sweep()) count++;
    return count;
  };
  assert.equal(slices(), 3);
  assert.equal(table.used, 10_000);
  // Part of a pass, then time goes on: who was put back before that is found by the next pass.
  assert.equal(table.sweep(), true);
  clock.nowMs += 401;
  assert.equal(slices(), 1);
  assert.equal(slices(), 1);
  assert.equal(table.used, 5000);
  assert.equal(table.sweep(), false);
  // A pass under way in a slot that is long over when the next one begins.
  clock.nowMs += 3_599_299;
  assert.equal(table.sweep(), true);
  clock.nowMs += 2 * 3_600_000;
  assert.ok(slices() <= 3);
  assert.equal(table.used, 0);
});

test("what is due later in the same slot keeps a sweep from nothing that is due", () => {
  // A slot spans 4 s.
  const { table, clock } = newTable("type integer size 20k expire 1h");
  for (let key = 0; key < 10_000; key++) table.release(table.getOrCreate(key));
  clock.nowMs += 1000;
  for (let key = 10_000; key < 20_000; key++) table.release(table.getOrCreate(key));
  for (let key = 0; key < 5000; key++) table.release(table.getOrCreate(key));
  clock.nowMs += 3_599_000;
  sweepAll(table);
  assert.equal(table.used, 15_000);
  clock.nowMs += 999;
  sweepAll(table);
  assert.equal(table.used, 15_000);
  clock.nowMs += 1;
  sweepAll(table);
  assert.equal(table.used, 0);
});

test("a full table with nopurge takes a key for each that has expired, wherever it stands", () => {
  const { table, clock } = newTable("type integer size 1000 nopurge expire 1h");
  for (let key = 0; key < 1000; key++) table.release(table.getOrCreate(key));
  clock.nowMs += 500;
  for (let key = 0; key < 999; key++) table.release(table.getOrCreate(key));
  clock.nowMs += 3_599_500;
  assert.equal(put(table, "x"), -1);
  assert.notEqual(table.getOrCreate(5000), -1);
  assert.equal(table.getOrCreate(5001), -1);
  assert.equal(table.used, 1000);
});

test("keys in constant use outlive others in a table without expiry", () => {
  const { table, clock } = newTable("type integer size 1000");
  const hot = Array.from({ length: 100 }, (_, key) => key);
  for (const key of hot) table.release(table.getOrCreate(key));
  for (let key = 1000; key < 20_000; key++) {
    clock.nowMs += 1;
    table.release(table.getOrCreate(key));
    for (const used of hot) table.release(table.getOrCreate(used));
  }
  const entry = table.lookup(0);
  assert.notEqual(entry, -1);
  assert.equal(
    hot.every((key) => table.lookup(key) !== -1),
    true,
  );
});
