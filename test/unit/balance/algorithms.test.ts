/** Orders and choices recorded from a running HAProxy 2.6 with servers a, b, c, … of these weights. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { First } from "../../../src/balance/first.ts";
import { RandomDraws } from "../../../src/balance/random.ts";
import { RoundRobin } from "../../../src/balance/roundrobin.ts";
import { StaticRoundRobin } from "../../../src/balance/static-rr.ts";
import { type ControlledFarm, newControlledFarm, serverModel } from "../server/new-farm.ts";
import { anyTxn, picks } from "./fake-txn.ts";

function farmOf(weights: readonly number[], maxconn: number = 0): ControlledFarm {
  return newControlledFarm(
    weights.map((weight, index) => serverModel("abcdef"[index]!, { weight, maxconn })),
  );
}

const ROUNDROBIN: readonly (readonly [readonly number[], string])[] = [
  [[5, 3, 2], "abacababacabacababacabacababacabacababacab"],
  [[1, 1, 1], "abcabcabcabcabcabcabcabcabcabcabcabcabcabc"],
  [[3, 1], "aaabaaabaaabaaabaaabaaabaaabaaabaaabaaabaa"],
  [[7, 4, 2, 1], "abacabadabacbaabacabadabacbaabacabadabacba"],
];

for (const [weights, order] of ROUNDROBIN) {
  test(`roundrobin gives HAProxy's order for weights ${weights.join(", ")}`, () => {
    const algorithm = new RoundRobin(farmOf(weights).farm);
    assert.equal(
      picks(() => algorithm.pick(anyTxn, null), order.length),
      order,
    );
  });
}

test("roundrobin places a light server among heavy ones where HAProxy does", () => {
  const algorithm = new RoundRobin(farmOf([1, 100, 50]).farm);
  const order = picks(() => algorithm.pick(anyTxn, null), 420);
  const expected = `${"bbc".repeat(25)}babc${"bbc".repeat(200)}`.slice(0, 80);
  assert.equal(order.slice(0, 80), expected);
  assert.deepEqual(
    [...order.matchAll(/a/g)].map((match) => match.index),
    [76, 227, 378],
  );
});

test("roundrobin follows weight changes, lost and returning servers", () => {
  const { control, farm, server } = unbound(farmOf([5, 3, 2]));
  const algorithm = new RoundRobin(farm);
  const next = (): ReturnType<RoundRobin["pick"]> => algorithm.pick(anyTxn, null);
  picks(next, 7);
  control.setWeight(server("a"), 1);
  const counts = countOf(picks(next, 60));
  assert.deepEqual(counts, { a: 10, b: 30, c: 20 });
  control.maintain(server("b"));
  assert.ok(!picks(next, 30).includes("b"));
  control.ready(server("b"));
  picks(next, 6);
  assert.deepEqual(countOf(picks(next, 60)), { a: 10, b: 30, c: 20 });
});

test("roundrobin goes on with a lost server's neighbours and takes it back as HAProxy does", () => {
  const { control, farm, server } = unbound(farmOf([1, 1, 1]));
  const algorithm = new RoundRobin(farm);
  const next = (): ReturnType<RoundRobin["pick"]> => algorithm.pick(anyTxn, null);
  assert.equal(picks(next, 7), "abcabca");
  control.maintain(server("b"));
  assert.equal(picks(next, 7), "cacacac");
  control.ready(server("b"));
  assert.equal(picks(next, 9), "acbacbacb");
});

test("roundrobin does not send a burst to a server that was full", () => {
  const { farm, server } = unbound(farmOf([1, 1], 1));
  const algorithm = new RoundRobin(farm);
  assert.ok(server("a").tryAcquire());
  assert.equal(
    picks(() => algorithm.pick(anyTxn, null), 50),
    "b".repeat(50),
  );
  farm.release(server("a"));
  const order = picks(() => algorithm.pick(anyTxn, null), 10);
  assert.ok(!order.includes("aaaa"), order);
});

test("roundrobin avoids a failed server while there is another", () => {
  const { farm, server } = unbound(farmOf([1, 1]));
  const algorithm = new RoundRobin(farm);
  assert.equal(
    picks(() => algorithm.pick(anyTxn, server("a")), 3),
    "bbb",
  );
  const alone = unbound(farmOf([1]));
  assert.equal(new RoundRobin(alone.farm).pick(anyTxn, alone.server("a"))?.name, "a");
});

test("roundrobin gives nobody when all are full or gone", () => {
  const { farm, server } = unbound(farmOf([1], 1));
  const algorithm = new RoundRobin(farm);
  server("a").tryAcquire();
  assert.equal(algorithm.pick(anyTxn, null), null);
  assert.equal(new RoundRobin(newControlledFarm([]).farm).pick(anyTxn, null), null);
});

test("static-rr gives HAProxy's order", () => {
  const one = new StaticRoundRobin(farmOf([5, 3, 2]).farm);
  assert.equal(
    picks(() => one.pick(anyTxn, null), 42),
    "aabacababcaabacababcaabacababcaabacababcaa",
  );
  const two = new StaticRoundRobin(farmOf([7, 4, 2, 1]).farm);
  assert.equal(
    picks(() => two.pick(anyTxn, null), 42),
    "aababacababacdaababacababacdaababacababacd",
  );
});

test("first fills servers by id", () => {
  const { farm } = newControlledFarm([
    serverModel("a", { id: 9, maxconn: 2 }),
    serverModel("b", { id: 4, maxconn: 2 }),
  ]);
  const algorithm = new First(farm);
  const order = picks(() => {
    const server = algorithm.pick(anyTxn, null);
    server?.tryAcquire();
    return server;
  }, 5);
  assert.equal(order, "bbaa-");
});

test("random draws by weight and takes the less loaded of the drawn", () => {
  const { farm, server } = unbound(farmOf([3, 1]));
  const numbers = [0, 0.74, 0.76].map((part) => part * 2 ** 32);
  const single = new RandomDraws(farm, 1, () => numbers.shift()!);
  assert.equal(
    picks(() => single.pick(anyTxn, null), 3),
    "aab",
  );
  server("a").tryAcquire();
  const pair = [0, 0.9].map((part) => part * 2 ** 32);
  assert.equal(new RandomDraws(farm, 2, () => pair.shift()!).pick(anyTxn, null)?.name, "b");
  assert.equal(new RandomDraws(farm, 2, () => 0).pick(anyTxn, server("a"))?.name, "b");
});

function countOf(order: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...order].toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function unbound(controlled: ControlledFarm): {
  readonly control: ControlledFarm["control"];
  readonly farm: ControlledFarm["farm"];
  readonly server: ControlledFarm["server"];
} {
  return {
    control: controlled.control,
    farm: controlled.farm,
    server: (name) => controlled.server(name),
  };
}

test("static-rr keeps its place on the map while that is long enough", () => {
  const controlled = farmOf([5, 3, 2, 1]);
  const algorithm = new StaticRoundRobin(controlled.farm);
  const next = (): string => picks(() => algorithm.pick(anyTxn, null), 10);
  assert.equal(next(), "ababacabac");
  controlled.control.setWeight(controlled.server("c"), 0);
  assert.equal(next(), "aabababada");
});
