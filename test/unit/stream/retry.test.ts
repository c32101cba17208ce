/** Connections that fail: the pause, the same server again, another one, the end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FarmControl } from "../../../src/server/changes/farm-control.ts";
import { Slot } from "../../../src/stats/slots.ts";
import { StreamWorld } from "../support/stream-world.ts";

const config = (backendLines: string): string => `global
  log 127.0.0.1 format raw local0
defaults
  mode http
  timeout connect 100ms
  timeout client 5s
  timeout server 500ms
  retries 2
  log global
  log-format "%s %tsc %rc %ST %Tw/%Tc/%Tr"
frontend fe
  bind 127.0.0.1:80
  default_backend be
backend be
  ${backendLines}
  server a 127.0.0.1:1001 cookie ca
  server b 127.0.0.1:1002 cookie cb
`;

const ports = (world: StreamWorld): number[] => world.dialed.map(({ port }) => port);

test("without redispatch the same server is tried again after each pause, then 503", async () => {
  const world = await StreamWorld.of(config("balance roundrobin"));
  const client = world.ask("/");
  world.refuse();
  assert.deepEqual(ports(world), [1001]);
  world.advance(100);
  world.refuse();
  world.advance(100);
  assert.deepEqual(ports(world), [1001, 1001, 1001]);
  world.refuse();
  assert.match(client.received, /^HTTP\/1.1 503 /);
  assert.deepEqual(world.log, ["a SC-- 2 503 0/-1/-1"]);
  assert.equal(world.server("a").connections(), 0);
});

test("with redispatch another server is tried at once when only balancing had chosen", async () => {
  const world = await StreamWorld.of(config("option redispatch"));
  const client = world.ask("/");
  world.refuse();
  world.answer();
  assert.deepEqual(ports(world), [1001, 1002]);
  assert.match(client.received, /^HTTP\/1.1 200 /);
  assert.deepEqual(world.log, ["b ---- +1 200 0/0/0"]);
});

test("a cookie's server is left with the last retry, and the client told the new one", async () => {
  const world = await StreamWorld.of(config("option redispatch\n  cookie SRV insert"));
  const client = world.ask("/", "Cookie: SRV=ca\r\n");
  world.refuse();
  world.advance(100);
  world.refuse();
  world.answer();
  assert.deepEqual(ports(world), [1001, 1001, 1002]);
  assert.match(client.received, /set-cookie: SRV=cb; path=\//);
  assert.deepEqual(world.log, ["b --DI +2 200 100/0/0"]);
});

test("a server that hangs is given up after timeout server", async () => {
  const world = await StreamWorld.of(config(""));
  const client = world.ask("/");
  world.connect();
  world.advance(499);
  assert.equal(client.received, "");
  world.advance(2);
  assert.match(client.received, /^HTTP\/1.1 504 /);
  assert.match(world.log[0]!, /^a sH-- 0 504 0\/0\/-1$/);
});

test("a connection that is not made in time is s and C", async () => {
  const world = await StreamWorld.of(config("retries 0"));
  world.ask("/");
  world.advance(101);
  assert.match(world.log[0]!, /^a sC-- 0 503 /);
});

test("with all-retryable-errors a good response goes to the client, asked for once", async () => {
  const world = await StreamWorld.of(config("retry-on all-retryable-errors"));
  const client = world.ask("/");
  world.answer();
  assert.deepEqual(ports(world), [1001]);
  assert.match(client.received, /^HTTP\/1.1 200 /);
});

/** A server's retries and failed responses. */
const counted = (world: StreamWorld, name: string): readonly [wretr: number, eresp: number] => {
  const { counters } = world.server(name);
  return [counters.sum(Slot.wretr), counters.sum(Slot.eresp)];
};

test("a reset that is retried is one eresp, and what is sent again two wretr, as in HAProxy", async () => {
  const world = await StreamWorld.of(config("retry-on all-retryable-errors"));
  world.ask("/");
  const { socket } = world.connect();
  socket.closed = true;
  socket.handler.onClose(socket, { code: "ECONNRESET", message: "reset" });
  world.turn();
  world.answer();
  assert.deepEqual(ports(world), [1001, 1001]);
  assert.deepEqual(counted(world, "a"), [2, 1]);
});

test("a timeout that is retried is no eresp, the last one is", async () => {
  const world = await StreamWorld.of(config("retries 1\n  retry-on response-timeout"));
  const client = world.ask("/");
  world.connect();
  world.advance(501);
  assert.deepEqual(counted(world, "a"), [2, 0]);
  world.connect();
  world.advance(501);
  assert.match(client.received, /^HTTP\/1.1 504 /);
  assert.deepEqual(counted(world, "a"), [2, 1]);
});

test("of two servers, one that went down under the request is left for the other", async () => {
  const world = await StreamWorld.of(config("retry-on response-timeout\n  option redispatch 1"));
  const client = world.ask("/");
  world.connect();
  const { farm } = world.thread.generation!.backends[0]!.backend;
  const ignored = { log: () => {}, onDown: () => {}, onUp: () => {} };
  new FarmControl(farm, ignored, () => 0, true).maintain(world.server("a"));
  assert.equal(farm.usableServers(), 1);
  world.advance(501);
  world.answer();
  assert.deepEqual(ports(world), [1001, 1002]);
  assert.match(client.received, /^HTTP\/1.1 200 /);
});
