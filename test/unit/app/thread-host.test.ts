/** What a thread counts for the whole process: `show info` adds it up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ThreadHost } from "../../../src/app/thread-host.ts";
import { ThreadProcessFacts } from "../../../src/app/process-facts.ts";
import { Session } from "../../../src/connection/session.ts";
import { Arena } from "../../../src/core/arena.ts";
import { int32View } from "../../../src/core/record.ts";
import type { SocketHandler } from "../../../src/runtime/transport.ts";
import { Counters } from "../../../src/stats/counters.ts";
import { Gauge, Rate, Slot } from "../../../src/stats/slots.ts";
import { currentRuntime } from "../../contract/current.ts";
import { FakeSocket } from "../cli/fake-socket.ts";

const handler: SocketHandler = {
  onConnect: () => {},
  onData: () => {},
  onDrain: () => {},
  onEnd: () => {},
  onClose: () => {},
};

test("connections, sessions and bytes of all threads are counted, and maxconn is their limit", async () => {
  const runtime = await currentRuntime();
  const arena = new Arena();
  const words = int32View(arena.region("words", 64));
  const facts = new ThreadProcessFacts(runtime, { threadCount: 2, startMs: 0, node: "n" });
  const [first, second] = [0, 1].map((index) => {
    const counters = new Counters(arena, "process", 2, index);
    return { counters, host: new ThreadHost(runtime, counters, words, facts, 2, () => {}) };
  });
  const { counters } = first!;
  first!.host.enter(1000);
  assert.equal(second!.host.full(), false);
  second!.host.enter(1000);
  assert.equal(first!.host.full(), true);
  const listener = { name: "l", id: 1, connections: () => 1 };
  const session = new Session(new FakeSocket(handler), listener, 1, true, 1000, 1000);
  second!.host.countSession(session, 1000);
  second!.host.countBytesOut(70);
  assert.equal(counters.sum(Slot.connTot), 2);
  assert.equal(counters.sum(Slot.stot), 1);
  assert.equal(counters.sum(Slot.sslSess), 0);
  assert.equal(counters.sum(Slot.bout), 70);
  assert.equal(counters.rate(Rate.connection, 1000), 2);
  assert.equal(counters.rate(Rate.session, 1000), 1);
  first!.host.leave();
  assert.equal(counters.gauge(Gauge.scur), 1);
});
