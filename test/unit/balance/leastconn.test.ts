/** Choices recorded from a running HAProxy 2.6, and random histories against a plain list. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LeastConn } from "../../../src/balance/leastconn.ts";
import { Arena } from "../../../src/core/arena.ts";
import type { Farm } from "../../../src/server/farm.ts";
import type { Server } from "../../../src/server/server.ts";
import { ControlledFarm, newControlledFarm, newFarm, serverModel } from "../server/new-farm.ts";
import { anyTxn, picks } from "./fake-txn.ts";

function farmOf(weights: readonly number[]): ControlledFarm {
  return newControlledFarm(weights.map((weight, at) => serverModel("abcdef"[at]!, { weight })));
}

/** The choices of requests that are answered before the next one comes. */
function inTurn(farm: Farm, algorithm: LeastConn, count: number): string {
  return picks(() => {
    const server = algorithm.pick(anyTxn, null);
    if (server?.tryAcquire() === true) farm.release(server);
    return server;
  }, count);
}

test("leastconn takes servers in turn while all are idle", () => {
  const { farm } = farmOf([5, 3, 2]);
  assert.equal(inTurn(farm, new LeastConn(farm), 9), "abcabcabc");
});

test("leastconn fills servers in HAProxy's order", () => {
  const { farm } = farmOf([5, 3, 2]);
  const algorithm = new LeastConn(farm);
  const order = picks(() => {
    const server = algorithm.pick(anyTxn, null);
    server?.tryAcquire();
    return server;
  }, 20);
  assert.equal(order, "abcaabacbaabacabacba");
});

test("leastconn lets maxqueue fill, and follows a limit that rises", () => {
  const controlled = newControlledFarm([
    serverModel("a", { maxconn: 1, maxqueue: 1 }),
    serverModel("b", { maxconn: 3 }),
  ]);
  const [a, b] = controlled.farm.servers as [Server, Server];
  b.tryAcquire();
  b.tryAcquire();
  const algorithm = new LeastConn(controlled.farm);
  const next = (): Server | null => {
    const chosen = algorithm.pick(anyTxn, null);
    if (chosen !== null && !chosen.tryAcquire()) {
      Atomics.add(chosen.words, 6, 1);
      chosen.noteLoad();
    }
    return chosen;
  };
  assert.equal(picks(next, 4), "aab-");
  controlled.control.setMaxconn(b, 4);
  assert.equal(picks(next, 2), "b-");
  a.giveBack();
  assert.equal(picks(next, 2), "a-");
});

test("leastconn avoids a failed server while there is another", () => {
  const { farm } = farmOf([1, 1]);
  const [a, b] = farm.servers as [Server, Server];
  const algorithm = new LeastConn(farm);
  assert.equal(algorithm.pick(anyTxn, a), b);
  assert.equal(algorithm.pick(anyTxn, b), a);
  const { farm: small } = farmOf([1]);
  assert.equal(new LeastConn(small).pick(anyTxn, small.servers[0]!), small.servers[0]);
});

test("leastconn puts who comes back or gets another weight behind its equals", () => {
  const controlled = farmOf([5, 3, 2, 1]);
  const algorithm = new LeastConn(controlled.farm);
  const next = (): string => inTurn(controlled.farm, algorithm, 40);
  const { control } = controlled;
  assert.equal(next(), "abcd".repeat(10));
  control.maintain(controlled.server("b"));
  assert.equal(next(), `${"acd".repeat(13)}a`);
  control.ready(controlled.server("b"));
  assert.equal(next(), "cdab".repeat(10));
  control.setWeight(controlled.server("a"), 1);
  assert.equal(next(), "cdba".repeat(10));
  control.setWeight(controlled.server("c"), 0);
  assert.equal(next(), `${"dba".repeat(13)}d`);
  control.setWeight(controlled.server("c"), 2);
  assert.equal(next(), "badc".repeat(10));
});

/** What is to be chosen, found by looking at every server: the first of the least loaded in line. */
class PlainLine {
  readonly #line: Server[];

  constructor(farm: Farm) {
    this.#line = [...farm.servers];
  }

  moveBack(server: Server): void {
    this.#line.push(...this.#line.splice(this.#line.indexOf(server), 1));
  }

  first(): string {
    let best: Server | null = null;
    let bestLoad = Infinity;
    for (const server of this.#line) {
      if (!server.isUsable()) continue;
      const count = server.connections();
      if (server.maxconn > 0 && count >= server.maxconn) continue;
      const load = count === 0 ? 0 : Math.floor(((count + 1) * 256) / server.weight());
      if (load < bestLoad) [best, bestLoad] = [server, load];
    }
    return best?.name ?? "-";
  }
}

function numbersFrom(seed: number): (limit: number) => number {
  let state = (Math.imul(seed, 0x9e3779b1) >>> 0) + 1;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A farm that two threads see, and what each of them would choose. */
function farmOfTwo(below: (limit: number) => number): {
  readonly control: ControlledFarm;
  readonly threads: readonly { readonly farm: Farm; readonly algorithm: LeastConn }[];
} {
  const arena = new Arena();
  const models = Array.from({ length: 9 }, (_, at) =>
    serverModel(`s${at}`, { weight: 1 + below(256), maxconn: below(3) * 4 }),
  );
  const farms = [1, 2].map((threadId) => newFarm(models, { arena, threadId }));
  const control = new ControlledFarm(farms[0]!);
  const threads = farms.map((farm) => ({ farm, algorithm: new LeastConn(farm) }));
  for (const { farm } of threads) farm.usable();
  return { control, threads };
}

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`leastconn chooses on each thread as a plain list does, seed ${seed}`, () => {
    const below = numbersFrom(seed);
    const { control, threads } = farmOfTwo(below);
    const { servers } = control.farm;
    const line = new PlainLine(control.farm);
    const held: { readonly thread: number; readonly index: number }[] = [];
    for (let step = 0; step < 3000; step++) {
      const kind = below(40);
      const server = servers[below(servers.length)]!;
      if (kind < 20 && held.length > 0) {
        const { thread, index } = held.splice(below(held.length), 1)[0]!;
        threads[thread]!.farm.release(threads[thread]!.farm.servers[index]!);
        line.moveBack(servers[index]!);
      } else if (kind < 38) {
        const thread = below(2);
        const expected = line.first();
        const chosen = threads[thread]!.algorithm.pick(anyTxn, null);
        assert.equal(chosen?.name ?? "-", expected, `step ${step}`);
        if (chosen === null) continue;
        assert.ok(chosen.tryAcquire());
        line.moveBack(servers[chosen.index]!);
        held.push({ thread, index: chosen.index });
      } else change(kind === 38, server);
    }

    function change(isWeight: boolean, server: Server): void {
      const before = server.isUsable() ? server.weight() : 0;
      if (isWeight) control.control.setWeight(server, below(257));
      else if (server.isRunning()) control.control.maintain(server);
      else control.control.ready(server);
      threads[1]!.farm.usable();
      if ((server.isUsable() ? server.weight() : 0) !== before) line.moveBack(server);
    }
  });
}

test("a thread that chose nothing for long sees the loads as they are", () => {
  const { threads } = farmOfTwo(() => 0);
  const [one, two] = threads as [(typeof threads)[0], (typeof threads)[0]];
  inTurn(one.farm, one.algorithm, 5000);
  for (let at = 0; at < 8; at++) one.algorithm.pick(anyTxn, null)?.tryAcquire();
  assert.equal(two.algorithm.pick(anyTxn, null)?.name, one.algorithm.pick(anyTxn, null)?.name);
});
