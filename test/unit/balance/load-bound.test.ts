/** `hash-balance-factor`: series of a busy farm recorded from a running HAProxy 2.6. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LoadBound } from "../../../src/balance/load-bound.ts";
import { RandomDraws } from "../../../src/balance/random.ts";
import { ServerRing } from "../../../src/balance/server-ring.ts";
import { crc32 } from "../../../src/core/hash.ts";
import type { Farm } from "../../../src/server/farm.ts";
import { type ControlledFarm, newControlledFarm, serverModel } from "../server/new-farm.ts";
import { anyTxn } from "./fake-txn.ts";

function farmOf(weights: readonly number[], hashBalanceFactor: number): ControlledFarm {
  return newControlledFarm(
    weights.map((weight, index) => serverModel("abcd"[index]!, { weight })),
    { changes: { hashBalanceFactor } },
  );
}

/** Servers of forty requests that stay, after `change` of what is between the 16th and the next. */
function series(farm: Farm, change: () => void = () => {}): string {
  const ring = new ServerRing(farm);
  let names = "";
  for (let count = 0; count < 40; count++) {
    if (count === 16) change();
    const server = ring.ofHash(crc32(`key${(count * count) % 5}`), null);
    server?.tryAcquire();
    names += server?.name ?? "-";
  }
  return names;
}

test("a server with more than its share is passed over", () => {
  const recorded: readonly (readonly [readonly number[], number, string])[] = [
    [[1, 1, 1, 1], 110, "adbdbcadbcadbadbcadbadbcadbcadbadbcadbca"],
    [[1, 1, 1, 1], 150, "adbbdadabdadabdadbadadbadbdaadbabbdadabd"],
    [[1, 2, 4, 8], 150, "cdddccdddcdcddccdddcdcddccdddcdcddccdddc"],
    [[10, 3, 1, 5], 125, "abadaabaacabaaadaadaabadaabaaadaadadaada"],
  ];
  for (const [weights, percent, order] of recorded)
    assert.equal(series(farmOf(weights, percent).farm), order, `${weights.join()} ${percent}`);
});

test("connections of a server that is down count, its weight does not", () => {
  const controlled = farmOf([1, 1, 1, 1], 150);
  const order = series(controlled.farm, () => controlled.control.maintain(controlled.server("d")));
  assert.equal(order, "adbbdadabdadabdaaaaababababababababababa");
});

test("a new weight counts at once", () => {
  const controlled = farmOf([1, 1, 1, 1], 150);
  const order = series(controlled.farm, () =>
    controlled.control.setWeight(controlled.server("d"), 5),
  );
  assert.equal(order, "adbbdadabdadabdadddddddddddddddddddddddd");
});

test("every server may have one connection, and random draws only who may have more", () => {
  const { farm } = farmOf([1, 256, 1, 1], 101);
  const bound = new LoadBound(farm, 101);
  bound.refresh();
  assert.ok(farm.servers.every((each) => bound.allows(each)));
  const draws = new RandomDraws(farm, 1, () => 0);
  assert.equal(draws.pick(anyTxn, null)?.name, "a");
  farm.servers[0]!.tryAcquire();
  assert.equal(draws.pick(anyTxn, null)?.name, "b");
});
