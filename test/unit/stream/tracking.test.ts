/** What `track-sc` counts, and when it is given back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamWorld } from "../support/stream-world.ts";

const world = (rules: string): Promise<StreamWorld> =>
  StreamWorld.of(`defaults
  mode http
  timeout connect 100ms
  timeout client 5s
  timeout server 5s
frontend fe
  bind 127.0.0.1:80
  ${rules}
  stick-table type string size 10 store conn_cur,http_req_cnt,http_err_cnt,http_fail_cnt,bytes_in_cnt,bytes_out_cnt
  default_backend be
backend be
  server a 127.0.0.1:1001
`);

/** Values of the key's entry, in the order of the store line. */
function countsOf({ thread }: StreamWorld, key: string): number[] {
  const table = thread.generation!.tables.get("fe")!;
  const entry = table.find(key);
  return [
    "conn_cur",
    "http_req_cnt",
    "http_err_cnt",
    "http_fail_cnt",
    "bytes_in_cnt",
    "bytes_out_cnt",
  ].map((name) => table.read(entry, table.column(name)));
}

test("a stream counts while it lasts, and its bytes at its end", async () => {
  const tracked = await world("http-request track-sc0 path");
  tracked.ask("/x");
  assert.deepEqual(countsOf(tracked, "/x"), [1, 1, 0, 0, 0, 0]);
  tracked.answer();
  // Heads as HAProxy counts them: 33 and 5 for the request, 33, 15 and 1 for the answer, and its body.
  assert.deepEqual(countsOf(tracked, "/x"), [0, 1, 0, 0, 20 + 3 + 2 + 8 + 5 + 1, 33 + 15 + 1 + 2]);
});

test("a denied request is the client's error, no server to connect to is no failure", async () => {
  const tracked = await world("http-request track-sc0 path\n  http-request deny if { path /no }");
  tracked.ask("/no");
  assert.deepEqual(countsOf(tracked, "/no").slice(1, 4), [1, 1, 0]);
  tracked.ask("/down");
  tracked.advance(101);
  for (let retry = 0; retry < 4; retry++) tracked.advance(200);
  assert.deepEqual(countsOf(tracked, "/down").slice(1, 4), [1, 0, 0]);
});
