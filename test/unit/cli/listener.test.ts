import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { ErrorRecords } from "../../../src/cli/error-records.ts";
import { Interpreter } from "../../../src/cli/interpreter.ts";
import { CliListener } from "../../../src/cli/listener.ts";
import { TimerWheel } from "../../../src/core/timer-wheel.ts";
import { FakeSocket } from "./fake-socket.ts";
import { World } from "./world.ts";

function open(maxconn: number) {
  const world = new World();
  const events: string[] = [];
  let counted = 0;
  const listener = new CliListener(
    {
      interpreter: new Interpreter(COMMANDS, world.control),
      level: "user",
      severityOutput: "none",
      timeoutMs: 10_000,
      wheel: new TimerWheel(world.clock),
      bytes,
    },
    maxconn,
    (change) => (counted += change),
  );
  listener.attach({ pause: () => events.push("pause"), resume: () => events.push("resume") });
  const connect = (): FakeSocket => {
    const ignore = (): void => {};
    const socket = new FakeSocket({
      onConnect: ignore,
      onData: ignore,
      onDrain: ignore,
      onEnd: ignore,
      onClose: ignore,
    });
    socket.handler = listener.onAccept(socket);
    return socket;
  };
  return { listener, events, connect, counted: () => counted };
}

test("sessions have the socket's level", () => {
  const socket = open(10).connect();
  socket.type("show cli level\n");
  assert.equal(socket.received, "user\n\n");
});

test("at stats maxconn the socket stops accepting, and goes on when one leaves", () => {
  const { listener, events, connect } = open(2);
  connect();
  assert.deepEqual(events, []);
  const second = connect();
  assert.deepEqual(events, ["pause"]);
  second.type("show version\n");
  assert.deepEqual(events, ["pause", "resume"]);
  assert.equal(listener.sessionCount, 1);
});

test("closeAll ends every session", () => {
  const { listener, connect, counted } = open(10);
  const sockets = [connect(), connect()];
  assert.equal(counted(), 2);
  listener.closeAll();
  assert.deepEqual(
    sockets.map((socket) => socket.closed),
    [true, true],
  );
  assert.equal(listener.sessionCount, 0);
  assert.equal(counted(), 0);
});

test("the last invalid message of each proxy and direction is kept, all are counted", () => {
  const records = new ErrorRecords();
  const record = {
    wallMs: 1,
    direction: "request",
    proxyName: "fe",
    proxyId: 2,
    proxyKind: "frontend",
    backendName: null,
    backendId: -1,
    serverName: null,
    serverId: -1,
    source: "127.0.0.1:1",
    bytes: "a",
    position: 0,
  } as const;
  records.keep(record);
  records.keep({ ...record, bytes: "b" });
  records.keep({ ...record, direction: "response", proxyId: 1 });
  assert.deepEqual(
    records.all.map(({ proxyId, bytes: kept, eventId }) => [proxyId, kept, eventId]),
    [
      [1, "a", 2],
      [2, "b", 1],
    ],
  );
  assert.equal(records.count, 3);
});
