/** `set-bandwidth-limit` on whole streams: bodies both ways, tunnels, shared limits, what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../../src/config/load.ts";
import { memoryHost } from "../../config/memory-host.ts";
import { StreamWorld } from "../../support/stream-world.ts";

const config = (lines: string, mode = "http"): string => `defaults
  mode ${mode}
  timeout client 50s
  timeout connect 50s
  timeout server 50s
backend t
  stick-table type string size 1k expire 1m store bytes_out_rate(1s),bytes_in_rate(1s)
frontend fe
  bind 127.0.0.1:80
  ${lines}
  default_backend be
backend be
  server s 127.0.0.1:81
`;

const own = (direction: string): string =>
  `filter bwlim-${direction} own default-limit 1000 default-period 1s`;

/** Bytes of the body in what came. */
const bodyOf = (text: string): number => text.split("\r\n\r\n").at(-1)!.length;

test("a response's body goes at the rate; its head is not counted", async () => {
  const world = await StreamWorld.of(
    config(`${own("out")}\n  http-request set-bandwidth-limit own`),
  );
  const client = world.ask("/");
  world.answer("X-Long: ".padEnd(2000, "x") + "\r\n", "z".repeat(2500));
  assert.equal(bodyOf(client.received), 1000);
  world.advance(900);
  assert.equal(bodyOf(client.received), 1000);
  world.advance(1100);
  assert.ok(bodyOf(client.received) >= 1900 && bodyOf(client.received) <= 2000);
  world.advance(1000);
  assert.equal(bodyOf(client.received), 2500);
  // The connection goes on with the next request, which has a limit of its own.
  client.type("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  world.turn();
  assert.match(world.dialed.at(-1)!.socket.received, /\r\n\r\nGET /);
});

test("rules may set the limit and the period; no number leaves the default", async () => {
  const world = await StreamWorld.of(
    config(`${own("out")}
  http-request set-bandwidth-limit own limit req.hdr(x-limit) period int(100)`),
  );
  const client = world.ask("/", "X-Limit: 600\r\n");
  world.answer("", "z".repeat(1800));
  assert.equal(bodyOf(client.received), 600);
  world.advance(330);
  assert.equal(bodyOf(client.received), 1800);
  const other = world.ask("/");
  world.answer("", "z".repeat(1800));
  assert.equal(bodyOf(other.received), 1000);
});

test("a request's body", async () => {
  const world = await StreamWorld.of(
    config(`${own("in")}\n  http-request set-bandwidth-limit own`),
  );
  const client = world.client();
  client.type(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1500\r\n\r\n${"z".repeat(1500)}`);
  world.turn();
  const { socket } = world.connect();
  assert.equal(bodyOf(socket.received), 1000);
  world.advance(1700);
  assert.equal(bodyOf(socket.received), 1500);
  socket.type("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  world.turn();
  assert.match(client.received, /ok$/);
});

test("streams with the same key share a limit", async () => {
  const world = await StreamWorld.of(
    config(`filter bwlim-out all limit 1000 key path table t
  http-request set-bandwidth-limit all`),
  );
  const one = world.ask("/same");
  const toOne = world.connect();
  const two = world.ask("/same");
  const toTwo = world.connect();
  const other = world.ask("/other");
  const toOther = world.connect();
  for (const { socket } of [toOne, toTwo, toOther])
    socket.type(`HTTP/1.1 200 OK\r\nContent-Length: 800\r\n\r\n${"z".repeat(800)}`);
  world.turn();
  // Half of what is left is for each of the two.
  assert.deepEqual(
    [one, two, other].map((each) => bodyOf(each.received)),
    [500, 250, 800],
  );
  world.advance(3000);
  assert.deepEqual(
    [one, two].map((each) => bodyOf(each.received)),
    [800, 800],
  );
  const { table } = world.thread.generation!.tables.get("t")!;
  for (let entry = table.next(-1); entry >= 0; entry = table.next(entry)) {
    assert.equal(table.heldCount(entry), 1);
    table.release(entry);
  }
});

test("a TCP tunnel, both ways, and its end", async () => {
  const world = await StreamWorld.of(
    config(
      `${own("in")}
  filter bwlim-out down default-limit 500 default-period 1s
  tcp-request content set-bandwidth-limit own
  tcp-request content set-bandwidth-limit down`,
      "tcp",
    ),
  );
  const client = world.client();
  client.type("q".repeat(1200));
  world.turn();
  const { socket } = world.connect();
  assert.equal(socket.received.length, 1000);
  socket.type("a".repeat(700));
  socket.end();
  world.turn();
  assert.equal(client.received.length, 500);
  world.advance(2000);
  assert.deepEqual([socket.received.length, client.received.length], [1200, 700]);
});

test("the proxy's own answers are not limited", async () => {
  const world = await StreamWorld.of(
    config(`${own("out")}
  http-request set-bandwidth-limit own
  http-request return status 200 content-type text/plain string ${"z".repeat(1500)}`),
  );
  assert.equal(bodyOf(world.ask("/").received), 1500);
});

const refused: readonly (readonly [string, RegExp])[] = [
  ["filter bwlim-out", /expects? .*name/],
  ["filter bwlim-out o default-limit 10k", /'default-period' is missing/],
  ["filter bwlim-out o default-period 1s", /'default-limit' is missing/],
  ["filter bwlim-out o limit 10k", /'key' is missing/],
  ["filter bwlim-out o key src table t", /'limit' is missing/],
  ["filter bwlim-out o default-limit 10k default-period 1s limit 5k", /options of both/],
  ["filter bwlim-out o limit 10k key src", /no stick-table 'fe'/],
  ["filter bwlim-out o limit 10k key src table nope", /no stick-table 'nope'/],
  ["filter bwlim-out o default-limit 10k default-period 1s odd", /unexpected 'odd'/],
  ["filter trace", /'trace' is not supported/],
  ["filter cache x", /there is no HTTP cache/],
  ["filter nosuch", /unknown filter 'nosuch'/],
  ["http-request set-bandwidth-limit own", /no bandwidth filter 'own'/],
  [`${own("in")}\n  ${own("out")}`, /'own' is there already/],
  [`${own("in")}\n  http-request set-bandwidth-limit own odd`, /unexpected 'odd'/],
  [
    "filter bwlim-out o limit 10k key src table t\n  http-request set-bandwidth-limit o limit 5k",
    /shared bandwidth filter has no limit/,
  ],
];

for (const [lines, expected] of refused) {
  test(`refused: ${lines.replaceAll(/\s+/g, " ")}`, async () => {
    const text = config(lines);
    const [alert] = loadConfig(["t"], memoryHost({ t: text })).diagnostics.all;
    if (alert !== undefined) assert.match(alert.message, expected);
    else await assert.rejects(StreamWorld.of(text), expected);
  });
}
