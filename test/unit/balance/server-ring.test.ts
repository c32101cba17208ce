/** The ring of `hash-type consistent`: borders recorded from a running HAProxy 3.2. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { leadingNumber } from "../../../src/balance/hash-type.ts";
import { ServerRing } from "../../../src/balance/server-ring.ts";
import { newControlledFarm, serverModel } from "../server/new-farm.ts";

/** Where the stretch of the first server ends and that of the second begins. */
const BORDERS: readonly (readonly [number, string, string])[] = [
  [454777334, "b", "a"],
  [808493020, "a", "b"],
  [1997430269, "a", "b"],
  [2168517326, "b", "a"],
  [3974725656, "b", "a"],
  [4020750709, "a", "b"],
];

test("a hash belongs to the nearest server, on the border to the one before", () => {
  const ring = new ServerRing(newControlledFarm([serverModel("a"), serverModel("b")]).farm);
  for (const [at, before, from] of BORDERS) {
    assert.equal(ring.ofHash(at - 1, null)?.name, before, `${at}`);
    assert.equal(ring.ofHash(at, null)?.name, from, `${at}`);
  }
  assert.equal(ring.ofHash(0, null)?.name, "b");
  assert.equal(ring.ofHash(0xffffffff, null)?.name, "b");
});

test("turns go around the ring, and past full servers", () => {
  const controlled = newControlledFarm(
    ["a", "b", "c"].map((name) => serverModel(name, { maxconn: 1 })),
  );
  const ring = new ServerRing(controlled.farm);
  const turns = (count: number): string =>
    Array.from({ length: count }, () => ring.withoutKey(null)?.name ?? "-").join("");
  assert.equal(turns(50), "ccbacaabcaaabbcaccbcabccabacbcbaacbabbcbacbacbabcc");
  controlled.server("a").tryAcquire();
  assert.equal(turns(10), "bcbcbbcccb");
  controlled.server("b").tryAcquire();
  controlled.server("c").tryAcquire();
  assert.equal(turns(2), "--");
});

test("another server than the one that failed is the next around", () => {
  const controlled = newControlledFarm([serverModel("a"), serverModel("b")]);
  const ring = new ServerRing(controlled.farm);
  assert.equal(ring.ofHash(500_000_000, null)?.name, "a");
  assert.equal(ring.ofHash(500_000_000, controlled.server("a"))?.name, "b");
  const alone = newControlledFarm([serverModel("a")]);
  assert.equal(new ServerRing(alone.farm).ofHash(1, alone.server("a"))?.name, "a");
  assert.equal(new ServerRing(newControlledFarm([]).farm).ofHash(1, null), null);
});

test("a server that goes leaves other hashes where they are, and one that comes back finds its own", () => {
  const controlled = newControlledFarm(["a", "b", "c"].map((name) => serverModel(name)));
  const { control } = controlled;
  const ring = new ServerRing(controlled.farm);
  const owners = (): string[] =>
    Array.from({ length: 400 }, (_, at) => ring.ofHash(at * 10_737_418, null)?.name ?? "-");
  const before = owners();
  control.maintain(controlled.server("b"));
  const without = owners();
  assert.ok(!without.includes("b"));
  for (const [at, name] of before.entries()) if (name !== "b") assert.equal(without[at], name);
  control.ready(controlled.server("b"));
  assert.deepEqual(owners(), before);
});

test("the number that a text begins with", () => {
  const numbers: readonly (readonly [string, number])[] = [
    ["12abc", 12],
    ["abc", 0],
    ["", 0],
    ["-1", 0xffffffff],
    ["+7", 7],
    ["- 7", 0],
    ["0x10", 0],
    ["4294967297", 1],
    ["18446744073709551617", 0xffffffff],
    ["-9223372036854775809", 0],
  ];
  for (const [text, number] of numbers) assert.equal(leadingNumber(text), number, text);
});
