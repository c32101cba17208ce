/** The sending side: what is gathered, in which order it leaves, what a full socket does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbound } from "../../../src/mux/outbound.ts";
import type { Loop } from "./loop.ts";
import { LoopSocket, makeLoop, noHandler } from "./loop.ts";

function outboundOf(loop: Loop): { readonly out: Outbound; readonly socket: LoopSocket } {
  const socket = new LoopSocket(noHandler);
  return { out: new Outbound(socket, loop.io.cork, loop.io.runtime.bytes, () => {}), socket };
}

test("what one turn of the loop brings leaves in one write", async () => {
  const loop = await makeLoop();
  const { out, socket } = outboundOf(loop);
  loop.io.begin();
  out.text("head ");
  const body = loop.io.runtime.bytes.latin1("body");
  assert.equal(out.write(body, 0, body.length), true);
  assert.equal(socket.writes, 0);
  loop.clock.endTurn();
  assert.deepEqual([socket.sent, socket.writes, out.totalBytes], ["head body", 1, 9]);
});

test("two connections in turns keep their bytes apart and in order", async () => {
  const loop = await makeLoop();
  const a = outboundOf(loop);
  const b = outboundOf(loop);
  loop.io.begin();
  a.out.text("a1 ");
  b.out.text("b1 ");
  a.out.text("a2 ");
  b.out.text("b2 ");
  loop.clock.endTurn();
  assert.deepEqual([a.socket.sent, b.socket.sent], ["a1 a2 ", "b1 b2 "]);
});

test("a large body follows what was gathered before it, uncopied", async () => {
  const loop = await makeLoop();
  const { out, socket } = outboundOf(loop);
  loop.io.begin();
  out.text("head ");
  const large = loop.io.runtime.bytes.latin1("x".repeat(10_000));
  out.write(large, 0, large.length);
  assert.equal(socket.sent, `head ${"x".repeat(10_000)}`);
  out.text(" tail");
  loop.clock.endTurn();
  assert.equal(socket.sent.length, 5 + 10_000 + 5);
});

test("what the socket does not take waits, in order, and drain tells when it is out", async () => {
  const loop = await makeLoop();
  const { out, socket } = outboundOf(loop);
  socket.room = 4;
  loop.io.begin();
  out.text("0123456789");
  loop.clock.endTurn();
  assert.deepEqual([socket.sent, out.congested], ["0123", true]);
  out.text("abc");
  loop.clock.endTurn();
  loop.io.begin();
  const more = loop.io.runtime.bytes.latin1("y".repeat(9000));
  assert.equal(out.write(more, 0, more.length), false);
  loop.clock.endTurn();
  socket.room = 3;
  assert.equal(out.drain(), false);
  assert.equal(socket.sent, "0123456");
  socket.room = Infinity;
  assert.equal(out.drain(), true);
  assert.equal(socket.sent, `0123456789abc${"y".repeat(9000)}`);
  assert.equal(out.congested, false);
});

test("shutdown and close wait for what is still to be sent", async () => {
  const loop = await makeLoop();
  const { out, socket } = outboundOf(loop);
  socket.room = 1;
  loop.io.begin();
  out.text("bye");
  out.shutdown();
  assert.equal(socket.state, "open");
  out.close();
  socket.room = Infinity;
  out.drain();
  assert.deepEqual([socket.sent, socket.state], ["bye", "closed"]);
});

test("reset drops what waits, and nothing of it is written at the end of the turn", async () => {
  const loop = await makeLoop();
  const { out, socket } = outboundOf(loop);
  loop.io.begin();
  out.text("never");
  out.reset();
  loop.clock.endTurn();
  assert.deepEqual([socket.sent, socket.state], ["", "reset"]);
});

test("a turn that fills the cork is written out early, and a piece too large for it is refused", async () => {
  const loop = await makeLoop();
  const { out, socket } = outboundOf(loop);
  const other = outboundOf(loop);
  loop.io.begin();
  other.out.text("other");
  const size = loop.io.cork.buffer.length;
  assert.equal(out.reserve(size + 1), -1);
  const start = out.reserve(size - 2);
  assert.equal(other.socket.sent, "other");
  out.commit(start, start + out.buffer.latin1Write("z", start, 1));
  loop.clock.endTurn();
  assert.equal(socket.sent, "z");
});
