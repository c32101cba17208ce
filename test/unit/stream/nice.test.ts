/** `set-nice`: of streams that are ready together, the nicest are served last. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamWorld } from "../support/stream-world.ts";

const world = (rules: string): Promise<StreamWorld> =>
  StreamWorld.of(`defaults
  mode http
  log 127.0.0.1 format raw local0
  timeout client 5s
frontend fe
  bind 127.0.0.1:80
  log-format %HP
  ${rules}
  http-request return status 200
`);

/** Requests that come in one turn of the loop; the order in which they are answered. */
async function order(rules: string, targets: readonly string[]): Promise<string[]> {
  const made = await world(rules);
  const clients = targets.map(() => made.client());
  targets.forEach((target, index) =>
    clients[index]!.type(`GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`),
  );
  made.turn();
  return made.log;
}

const rules = [
  "http-request set-nice 500 if { path /very }",
  "http-request set-nice 5 if { path_beg /nice }",
  "http-request set-nice -5 if { path /first }",
].join("\n  ");

test("above 0 lets the others go first, the nicest last", async () => {
  const targets = ["/very", "/nice1", "/plain", "/nice2", "/first"];
  assert.deepEqual(await order(rules, targets), ["/plain", "/first", "/nice1", "/nice2", "/very"]);
});

test("a rule before the answer and one after", async () => {
  const twice = "http-request set-nice 3\n  http-request set-nice 2000";
  assert.deepEqual(await order(twice, ["/a", "/b"]), ["/a", "/b"]);
});

test("a stream that ended meanwhile is left alone", async () => {
  const made = await world("http-request set-nice 9");
  const client = made.client();
  client.type("GET /gone HTTP/1.1\r\nHost: h\r\n\r\n");
  client.handler.onClose(client, null);
  made.turn();
  assert.deepEqual(made.log, ["/gone"]);
});
