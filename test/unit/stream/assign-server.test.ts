/** Slots and queues as a stream meets them: maxconn, maxqueue, timeout queue, non-stick, abortonclose. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamWorld } from "../support/stream-world.ts";

const config = (backendLines: string, servers: string): string => `global
  log 127.0.0.1 format raw local0
defaults
  mode http
  timeout connect 100ms
  timeout client 5s
  timeout server 5s
  timeout queue 300ms
  log global
  log-format "%HP %s %tsc %ST %sq/%bq %TR/%Tw"
frontend fe
  bind 127.0.0.1:80
  default_backend be
backend be
  ${backendLines}
  ${servers}
`;

test("a full server makes streams wait in line, and each learns its place", async () => {
  const world = await StreamWorld.of(config("", "server a 127.0.0.1:1001 maxconn 1"));
  const clients = ["/1", "/2", "/3"].map((target) => world.ask(target));
  assert.equal(world.dialed.length, 1);
  for (let served = 1; served <= 3; served++) {
    world.advance(10);
    world.answer("Connection: close\r\n");
  }
  for (const client of clients) assert.match(client.received, /^HTTP\/1.1 200 /);
  assert.deepEqual(world.log, [
    "/1 a ---- 200 0/0 0/0",
    "/2 a ---- 200 0/1 0/10",
    "/3 a ---- 200 0/2 0/20",
  ]);
  assert.equal(world.server("a").connections(), 0);
});

test("timeout queue ends the wait with 503, sQ", async () => {
  const world = await StreamWorld.of(config("", "server a 127.0.0.1:1001 maxconn 1"));
  world.ask("/1");
  const second = world.ask("/2");
  world.advance(301);
  assert.match(second.received, /^HTTP\/1.1 503 /);
  assert.match(
    world.log.find((line) => line.startsWith("/2"))!,
    /^\/2 <NOSRV> sQ-- 503 0\/1 0\/30\d$/,
  );
});

test("abortonclose takes a client that leaves out of the queue", async () => {
  const world = await StreamWorld.of(
    config("option abortonclose", "server a 127.0.0.1:1001 maxconn 1"),
  );
  world.ask("/1");
  const second = world.ask("/2");
  world.advance(50);
  second.end();
  world.turn();
  assert.deepEqual(world.log, ["/2 <NOSRV> CQ-- -1 0/1 0/50"]);
  assert.equal(world.server("a").queued(), 0);
});

test("a cookie's server with a full queue is passed over with redispatch", async () => {
  const servers =
    "server a 127.0.0.1:1001 cookie a maxconn 1 maxqueue 1\n  server b 127.0.0.1:1002 cookie b";
  const world = await StreamWorld.of(config("option redispatch\n  cookie S insert", servers));
  for (const target of ["/1", "/2", "/3"]) world.ask(target, "Cookie: S=a\r\n");
  assert.deepEqual(
    world.dialed.map(({ port }) => port),
    [1001, 1002],
  );
});

test("non-stick keeps a server out of the stick table", async () => {
  const servers = "server a 127.0.0.1:1001 non-stick\n  server b 127.0.0.1:1002";
  const world = await StreamWorld.of(
    config("stick-table type string size 10\n  stick on req.hdr(x-k)", servers),
  );
  const ports = [1, 2, 3, 4].map(() => {
    world.ask("/", "X-K: k\r\n");
    return world.answer("Connection: close\r\n").port;
  });
  assert.deepEqual(ports, [1001, 1002, 1002, 1002]);
});
