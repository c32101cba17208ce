/** `option contstats`: bytes of streams are counted every five seconds, and none of them twice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Server } from "../../../src/server/server.ts";
import { Slot } from "../../../src/stats/slots.ts";
import { StreamWorld } from "../support/stream-world.ts";

const world = (option: string): Promise<StreamWorld> =>
  StreamWorld.of(`defaults
  mode http
  timeout connect 100ms
  timeout client 50s
  timeout server 50s
frontend fe
  bind 127.0.0.1:80
  http-request track-sc0 path
  stick-table type string size 10 store bytes_out_cnt
  ${option}
  default_backend be
backend be
  server a 127.0.0.1:1001
`);

const HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n";

/** Bytes out of the frontend, the server and the entry of the stick table. */
function bytesOut({ thread }: StreamWorld, a: Server): number[] {
  const { frontends, tables } = thread.generation!;
  const table = tables.get("fe")!;
  return [
    frontends[0]!.frontend.counters.sum(Slot.bout),
    a.counters.sum(Slot.bout),
    table.read(table.find("/"), table.column("bytes_out_cnt")),
  ];
}

test("bytes are counted while a stream runs, and the rest at its end", async () => {
  const counted = await world("option contstats");
  const a = counted.server("a");
  const seen = (): number[] => bytesOut(counted, a);
  counted.ask("/");
  const { socket } = counted.connect();
  const say = (text: string): void => {
    socket.type(text);
    counted.turn();
  };
  say(`${HEAD}${"x".repeat(10)}`);
  counted.advance(4999);
  assert.deepEqual(seen(), [0, 0, 0]);
  counted.advance(2);
  const first = seen();
  assert.ok(first[0]! > 10);
  assert.deepEqual(first, [first[0], first[0], first[0]]);
  say("x".repeat(15));
  counted.advance(5000);
  assert.deepEqual(
    seen(),
    first.map((bytes) => bytes + 15),
  );
  say("x".repeat(5));
  assert.deepEqual(
    seen(),
    first.map((bytes) => bytes + 20),
  );
  counted.advance(10_000);
  assert.deepEqual(
    seen(),
    first.map((bytes) => bytes + 20),
  );
});

test("without it they are counted at the end", async () => {
  const counted = await world("");
  const a = counted.server("a");
  counted.ask("/");
  const { socket } = counted.connect();
  socket.type(`${HEAD}${"x".repeat(10)}`);
  counted.advance(20_000);
  assert.deepEqual(bytesOut(counted, a), [0, 0, 0]);
  socket.type("x".repeat(20));
  counted.turn();
  assert.notDeepEqual(bytesOut(counted, a), [0, 0, 0]);
});
