/** What a thread counts for the whole process: `show info` adds it up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ThreadHost } from "../../../../src/app/threads/thread-host.ts";
import { LIMITS_BYTES, ProcessLimits } from "../../../../src/app/process/limits.ts";
import { ThreadProcessFacts } from "../../../../src/app/process/facts.ts";
import { Session } from "../../../../src/connection/session.ts";
import { Arena } from "../../../../src/core/arena.ts";
import { int32View } from "../../../../src/core/record.ts";
import type { SocketHandler } from "../../../../src/runtime/transport.ts";
import { blankGlobal } from "../../../../src/config/model/blank/global.ts";
import { LimitedRate } from "../../../../src/stats/limited-rate.ts";
import { Counters } from "../../../../src/stats/counters.ts";
import { Gauge, Rate, Slot } from "../../../../src/stats/slots.ts";
import { BUDGET_BYTES, CompressionBudget } from "../../../../src/stream/body/compression-budget.ts";
import { currentRuntime } from "../../../contract/current.ts";
import { FakeSocket } from "../../cli/fake-socket.ts";

const handler: SocketHandler = {
  onConnect: () => {},
  onData: () => {},
  onDrain: () => {},
  onEnd: () => {},
  onClose: () => {},
};

function budgetOf(arena: Arena): CompressionBudget {
  const words = int32View(arena.region("compression", BUDGET_BYTES));
  const use = { rateLimitBytes: () => 0, cpuPercent: () => 0 };
  return new CompressionBudget(words, blankGlobal().compression, use);
}

test("connections, sessions and bytes of all threads are counted, and maxconn is their limit", async () => {
  const runtime = await currentRuntime();
  const arena = new Arena();
  const words = int32View(arena.region("words", 64));
  const limits = new ProcessLimits(int32View(arena.region("limits", LIMITS_BYTES)));
  const facts = new ThreadProcessFacts(runtime, { threadCount: 2, startMs: 0, node: "n" });
  const [first, second] = [0, 1].map((index) => {
    const counters = new Counters(arena, "process", 2, index);
    const host = new ThreadHost(
      runtime,
      counters,
      words,
      limits,
      budgetOf(arena),
      facts,
      2,
      () => {},
    );
    return { counters, host };
  });
  const { counters } = first!;
  assert.equal(first!.host.tryEnter(1000, false), true);
  assert.equal(second!.host.hasRoom(1000, false), true);
  assert.equal(second!.host.tryEnter(1000, false), true);
  assert.equal(first!.host.hasRoom(1000, false), false);
  assert.equal(first!.host.tryEnter(1000, false), false);
  const listener = { name: "l", id: 1, connections: () => 1 };
  const session = new Session(new FakeSocket(handler), listener, 1, true, 1000, 1000);
  second!.host.countSession(session, 1000);
  second!.host.countBytesOut(70);
  assert.equal(counters.sum(Slot.connTot), 2);
  assert.equal(counters.sum(Slot.stot), 1);
  assert.equal(counters.sum(Slot.sslSess), 0);
  first!.host.countServerTls({ resumed: false }, 1000);
  second!.host.countServerTls({ resumed: true }, 1000);
  assert.equal(counters.sum(Slot.sslSess), 2);
  assert.equal(counters.rate(Rate.serverTlsKey, 1000), 1);
  assert.equal(counters.sum(Slot.bout), 70);
  assert.equal(counters.rate(Rate.connection, 1000), 2);
  assert.equal(counters.rate(Rate.session, 1000), 1);
  first!.host.leave(false);
  assert.equal(counters.gauge(Gauge.scur), 1);
});

test("rates and TLS connections are limited over all threads, as set at run time", async () => {
  const runtime = await currentRuntime();
  const arena = new Arena();
  const words = int32View(arena.region("words", 64));
  const limits = new ProcessLimits(int32View(arena.region("limits", LIMITS_BYTES)));
  const global = { ...blankGlobal(), maxconnRate: 3, maxTlsRate: 2, maxTlsConnections: 1 };
  limits.adopt(global);
  const facts = new ThreadProcessFacts(runtime, { threadCount: 2, startMs: 0, node: "n" });
  const [first, second] = [0, 1].map((index) => {
    const counters = new Counters(arena, "process", 2, index);
    return new ThreadHost(runtime, counters, words, limits, budgetOf(arena), facts, 100, () => {});
  });
  assert.equal(first!.tryEnter(1000, true), true);
  assert.equal(second!.tryEnter(1000, true), false, "one TLS connection is allowed");
  assert.equal(second!.tryEnter(1000, false), true);
  first!.leave(true);
  assert.equal(second!.tryEnter(1000, true), true);
  assert.equal(limits.clientTlsConnections, 1);
  assert.equal(first!.hasRoom(1000, false), false, "three connections came in this second");
  assert.equal(first!.tryEnter(1999, false), false);
  limits.setRate(LimitedRate.connections, 0);
  assert.equal(first!.tryEnter(1000, false), true);
  second!.leave(true);
  assert.equal(first!.hasRoom(1000, true), false, "two TLS connections began in this second");
  // Half of the second after is over: one of its three, two and a half of three, may come.
  limits.setRate(LimitedRate.connections, 3);
  assert.equal(first!.hasRoom(2000, false), false);
  assert.equal(first!.hasRoom(2500, false), true);
});
