/** Who stays at which server: cookies with dates, stick tables, use-server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cookieDate } from "../../../src/http/cookie-date.ts";
import { StreamWorld } from "../support/stream-world.ts";

const config = (backendLines: string): string => `global
  log 127.0.0.1 format raw local0
defaults
  mode http
  timeout connect 100ms
  timeout client 5s
  timeout server 500ms
  log global
  log-format "%s %tsc %rc %ST"
frontend fe
  bind 127.0.0.1:80
  default_backend be
backend be
  ${backendLines}
  server a 127.0.0.1:1001 cookie ca
  server b 127.0.0.1:1002 cookie cb
`;

/** The Set-Cookie of the answer to a request with this cookie, and the log line. */
function visit(world: StreamWorld, cookie: string): readonly [string, string] {
  const client = world.ask("/", cookie === "" ? "" : `Cookie: SRV=${cookie}\r\n`);
  world.answer();
  const set = /set-cookie: ([^\r]*)/.exec(client.received)?.[1] ?? "";
  client.close();
  return [set, world.log.at(-1)!];
}

test("a cookie with maxidle is renewed, and void after too long an absence", async () => {
  const world = await StreamWorld.of(config("cookie SRV insert maxidle 60s"));
  const wallSec = Math.floor((1_800_000_000_000 + world.clock.nowMs) / 1000);
  const now = cookieDate(wallSec);
  assert.deepEqual(visit(world, ""), [`SRV=ca|${now}; path=/`, "a --NI 0 200"]);
  assert.deepEqual(visit(world, `cb|${now}`), ["", "b --VN 0 200"]);
  assert.deepEqual(visit(world, `ca|${cookieDate(wallSec - 40)}`), [
    `SRV=ca|${now}; path=/`,
    "a --VU 0 200",
  ]);
  assert.equal(visit(world, `ca|${cookieDate(wallSec - 70)}`)[1].slice(2, 6), "--EI");
});

test("a cookie with maxlife keeps the date of the first visit, and is void when that is too old", async () => {
  const world = await StreamWorld.of(config("cookie SRV insert maxlife 100s"));
  const wallSec = Math.floor((1_800_000_000_000 + world.clock.nowMs) / 1000);
  const [now, first, old] = [0, 50, 120].map((ago) => cookieDate(wallSec - ago));
  assert.deepEqual(visit(world, `ca|${cookieDate(wallSec - 20)}|${first}`), [
    `SRV=ca|${now}|${first}; path=/`,
    "a --VU 0 200",
  ]);
  assert.equal(visit(world, `ca|${now}|${old}`)[1].slice(2, 6), "--OI");
});

test("stick on keeps a key at its server, without a server_id in the table's line", async () => {
  const world = await StreamWorld.of(
    config("stick-table type string size 10\n  stick on req.hdr(x-k)"),
  );
  const ports = ["k1", "k2", "k1", "k1", "k2"].map((key) => {
    const client = world.ask("/", `X-K: ${key}\r\n`);
    const { port } = world.answer("Connection: close\r\n");
    client.close();
    return port;
  });
  assert.deepEqual(ports, [1001, 1002, 1001, 1001, 1002]);
});

test("use-server comes before the cookie, which is then not used", async () => {
  const world = await StreamWorld.of(config("cookie SRV insert\n  use-server b if TRUE"));
  assert.deepEqual(visit(world, "ca"), ["", "b --UN 0 200"]);
});
