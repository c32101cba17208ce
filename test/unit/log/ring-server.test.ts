import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { Arena } from "../../../src/core/arena.ts";
import { TimerWheel } from "../../../src/core/timer-wheel.ts";
import { Ring } from "../../../src/log/ring.ts";
import { RingServer } from "../../../src/log/ring-server.ts";
import type { ByteSocket, SocketHandler } from "../../../src/runtime/transport.ts";
import { FakeSocket } from "../cli/fake-socket.ts";
import { FakeClock } from "../core/fake-clock.ts";

/** A ring's server with the connections it made and a clock that the test moves. */
function world(framing: "octet-count" | "legacy") {
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const state: { server: RingServer | null } = { server: null };
  const region = new Arena().region("ring/r", Ring.regionBytes(200));
  const ring = new Ring(region, bytes, () => state.server?.wake());
  const transport = {
    listen: () => assert.fail("nothing listens"),
    dial: (_spec: unknown, handler: SocketHandler): ByteSocket => {
      const socket = new FakeSocket(handler);
      sockets.push(socket);
      return socket;
    },
  };
  const wheel = new TimerWheel(clock);
  const setting = {
    address: { kind: "ip", host: "127.0.0.1", port: 514 },
    framing,
    connectTimeoutMs: 500,
    serverTimeoutMs: 700,
  } as const;
  const start = (): RingServer =>
    (state.server = new RingServer(ring, 0, setting, { transport, wheel, bytes }));
  const log = (text: string): boolean => ring.append(bytes.latin1(text), 0, text.length);
  const connect = (at: number): void => sockets[at]!.handler.onConnect(sockets[at]!);
  return { clock, sockets, ring, start, log, connect };
}

test("lines that were there and lines that come are sent, octets counted", () => {
  const { sockets, start, log, connect } = world("octet-count");
  log("early");
  start();
  assert.equal(sockets[0]!.received, "");
  connect(0);
  assert.equal(sockets[0]!.received, "5 early");
  log("a later one");
  assert.equal(sockets[0]!.received, "5 early11 a later one");
});

test("without a protocol a line feed ends each line", () => {
  const { sockets, start, log, connect } = world("legacy");
  start();
  connect(0);
  log("a");
  log("b");
  assert.equal(sockets[0]!.received, "a\nb\n");
});

test("a slow server holds the ring: its lines stay, new ones are refused", () => {
  const { sockets, ring, start, log, connect } = world("legacy");
  start();
  connect(0);
  const socket = sockets[0]!;
  socket.room = 3;
  const taken = Array.from({ length: 20 }, (_, i) => log(`line ${i} ${"x".repeat(20)}`));
  assert.equal(taken.filter((fits) => fits).length + ring.droppedLines, 20);
  assert.ok(ring.droppedLines > 0);
  socket.room = Infinity;
  socket.handler.onDrain(socket);
  assert.match(socket.received, /^line 0 x{20}\nline 1 x{20}\nline 2 x{20}\n/);
});

test("a lost connection is made again, and an unfinished line sent from its beginning", () => {
  const { clock, sockets, start, log, connect } = world("legacy");
  start();
  connect(0);
  sockets[0]!.room = 2;
  log("whole");
  assert.equal(sockets[0]!.received, "wh");
  sockets[0]!.handler.onClose(sockets[0]!, null);
  assert.equal(sockets.length, 1);
  clock.advance(1100);
  assert.equal(sockets.length, 2);
  connect(1);
  assert.equal(sockets[1]!.received, "whole\n");
});
