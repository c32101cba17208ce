import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerModel } from "../../../../src/config/model.ts";
import { TimerWheel } from "../../../../src/core/timer-wheel.ts";
import { bytes as byteFactory } from "../../../../runtime-adapters/shared/bytes.ts";
import { HealthTask } from "../../../../src/server/health/health-task.ts";
import { HealthRunner } from "../../../../src/server/health/runner.ts";
import { connectOnly } from "../../../../src/server/health/sequence.ts";
import type { CheckPlan } from "../../../../src/server/health/plan.ts";
import { ANY_SOURCE } from "../../../../src/server/connect/source-ports.ts";
import { txnOf } from "../../support/txn.ts";
import { FakeClock } from "../../core/fake-clock.ts";
import { type ControlledFarm, newControlledFarm, serverModel } from "../new-farm.ts";
import { type PlayedSocket, PlayedTransport } from "./fake-transport.ts";

class Bench {
  readonly clock: FakeClock = new FakeClock(0);
  readonly wheel: TimerWheel = new TimerWheel(this.clock);
  readonly transport: PlayedTransport = new PlayedTransport();
  readonly controlled: ControlledFarm;
  readonly unreachable: string[] = [];
  readonly runner: HealthRunner;

  constructor(
    servers: readonly Partial<ServerModel>[],
    spreadPercent: number = 0,
    random: number = 0,
    longestSpreadMs: number = 0,
    mostAtOnce: number = 0,
  ) {
    this.controlled = newControlledFarm(
      servers.map((changes, index) => serverModel(`s${index}`, { check: true, ...changes })),
    );
    const { control, farm } = this.controlled;
    const tasks = farm.servers.map((server) => {
      const plan: CheckPlan = {
        server,
        checked: "check",
        backend: txnOf().backend!,
        sequence: connectOnly,
        connections: new Map(),
        hosts: new Map(),
        source: ANY_SOURCE,
        bytes: byteFactory,
        limitBytes: 16_384,
        connectTimeoutMs: null,
        checkTimeoutMs: null,
      };
      return new HealthTask(plan, control);
    });
    const { wheel, transport } = this;
    this.runner = new HealthRunner(tasks, spreadPercent, longestSpreadMs, mostAtOnce, {
      wheel,
      transport,
      randomUint32: () => random,
      onUnreachable: ({ name }) => this.unreachable.push(name),
    });
    this.runner.start();
  }

  /** Advances to the next dial within `withinMs` and returns how long it took and the socket. */
  next(withinMs: number): { readonly afterMs: number; readonly socket: PlayedSocket } {
    for (let afterMs = 0; afterMs <= withinMs; afterMs++) {
      const [socket] = this.transport.take();
      if (socket !== undefined) return { afterMs, socket };
      this.clock.advance(1);
    }
    throw new Error(`no check within ${withinMs} ms`);
  }
}

test("first checks are spread over the interval", () => {
  const bench = new Bench([{}, {}, {}, {}]);
  const delays = [0, 1, 2, 3].map(() => bench.next(3000).afterMs);
  for (const [index, delayMs] of delays.entries()) {
    assert.ok(Math.abs(delayMs - (index === 0 ? 1 : 500)) <= 2, `${delays}`);
  }
});

test("without a long interval each first check is spread over its own", () => {
  const bench = new Bench([{ interMs: 300 }, { interMs: 300 }, { interMs: 900 }]);
  const delays = [0, 1, 2].map(() => bench.next(3000).afterMs);
  for (const [index, expected] of [1, 100, 500].entries()) {
    assert.ok(Math.abs(delays[index]! - expected) <= 2, `${delays}`);
  }
});

test("max-spread-checks crowds the first checks together", () => {
  const bench = new Bench([{ interMs: 60_000 }, { interMs: 60_000 }], 0, 0, 400);
  const delays = [bench.next(50).afterMs, bench.next(60_000).afterMs];
  assert.ok(Math.abs(delays[1]! - 200) <= 2, `${delays}`);
});

test("inter, fastinter and downinter follow the state", () => {
  const bench = new Bench([
    { interMs: 1000, fastinterMs: 100, downinterMs: 3000, fall: 2, rise: 2 },
  ]);
  const server = bench.controlled.server("s0");
  bench.next(10).socket.connect();
  const steps: readonly (readonly [boolean, number, string])[] = [
    [false, 1000, "UP 1/2"],
    [false, 100, "DOWN"],
    [true, 3000, "DOWN 1/2"],
    [true, 100, "UP"],
    [true, 1000, "UP"],
  ];
  for (const [passes, intervalMs, state] of steps) {
    const { afterMs, socket } = bench.next(4000);
    assert.ok(Math.abs(afterMs - intervalMs) <= 2, `${afterMs} for ${intervalMs}`);
    if (passes) socket.connect();
    else socket.fail("ECONNREFUSED");
    assert.equal(server.stateText(), state);
  }
});

test("spread-checks moves the interval by its part at most", () => {
  const early = new Bench([{ interMs: 1000 }], 20, 0);
  early.next(10).socket.connect();
  assert.ok(Math.abs(early.next(2000).afterMs - 800) <= 2);
  const late = new Bench([{ interMs: 1000 }], 20, 2 ** 32 - 1);
  late.next(10).socket.connect();
  assert.ok(Math.abs(late.next(2000).afterMs - 1200) <= 2);
});

test("servers in maintenance are not asked until they are back", () => {
  const bench = new Bench([{ interMs: 1000 }]);
  bench.next(10).socket.connect();
  bench.controlled.control.maintain(bench.controlled.server("s0"));
  bench.clock.advance(5000);
  assert.equal(bench.transport.take().length, 0);
  bench.controlled.control.ready(bench.controlled.server("s0"));
  bench.next(1001);
});

test("a server that cannot be connected to is told of, one that answers wrongly is not", () => {
  const bench = new Bench([{ interMs: 1000 }]);
  bench.next(10).socket.connect();
  assert.deepEqual(bench.unreachable, []);
  bench.next(1001).socket.fail("ECONNREFUSED");
  assert.deepEqual(bench.unreachable, ["s0"]);
  bench.next(1001);
  bench.clock.advance(1001);
  assert.deepEqual(bench.unreachable, ["s0", "s0"]);
});

test("a stopped runner drops the running check", () => {
  const bench = new Bench([{ interMs: 1000 }]);
  const { socket } = bench.next(10);
  bench.runner.stop();
  assert.ok(socket.isReset);
  bench.clock.advance(10_000);
  assert.equal(bench.transport.take().length, 0);
  assert.deepEqual(bench.controlled.log, []);
});

test("of three checks only two run at once, the third begins when one has ended", () => {
  const bench = new Bench([{}, {}, {}], 0, 0, 1, 2);
  bench.clock.advance(10);
  const [first, second, ...others] = bench.transport.take();
  assert.equal(others.length, 0);
  first!.connect();
  const [third, ...none] = bench.transport.take();
  assert.notEqual(third, undefined);
  assert.equal(none.length, 0);
  second!.connect();
  third!.connect();
  assert.deepEqual(bench.transport.take(), []);
});

test("who was stopped while it waited does not begin", () => {
  const bench = new Bench([{}, {}], 0, 0, 1, 1);
  bench.clock.advance(10);
  assert.equal(bench.transport.take().length, 1);
  bench.runner.stop();
  assert.deepEqual(bench.transport.take(), []);
});
