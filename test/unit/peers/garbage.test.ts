/** A peer that was welcome and then says anything at all: nothing throws, and what is kept is bounded. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LoopSocket, noHandler } from "../mux/loop.ts";
import { Random } from "../support/random.ts";
import { Process } from "./pair.ts";

const TABLE = "type string len 20 size 50 expire 60s store gpc0,server_key,http_req_rate(10s)";
const HELLO = "HAProxyS 2.1\nA\nB 1 1\n";
const CONTROL = ["\x00\x00", "\x00\x01", "\x00\x02", "\x00\x03", "\x00\x04"];

/** What a peer says in earnest: the definition and entries of the table. */
function earnest(process: Process): string {
  const socket = welcome(process);
  // It asked for all we know before it tells of its changes: that was all.
  socket.deliver(CONTROL[1]!);
  for (let n = 0; n < 60; n++) process.set(`key${n}`, n);
  for (let turn = 0; turn < 50; turn++) process.advance(20);
  socket.close();
  socket.deliverClose();
  return socket.take().slice("200\n\0\0".length);
}

function welcome(process: Process): LoopSocket {
  const socket = new LoopSocket(noHandler);
  socket.handler = process.section.accept(socket);
  socket.deliver(HELLO);
  assert.match(socket.sent, /^200\n/);
  return socket;
}

/** Bytes of the real thing with some changed, left out or doubled, or none of it. */
function spoiled(real: string, random: Random): string {
  if (random.below(4) === 0) return CONTROL[random.below(CONTROL.length)]!;
  const from = random.below(real.length);
  let text = real.slice(random.below(2) * from, from + random.below(400));
  for (let count = random.below(6); count > 0 && text !== ""; count--) {
    const at = random.below(text.length);
    text =
      text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + random.below(3));
  }
  return text;
}

test("whole sessions of spoiled messages do no harm", async () => {
  const teller = await Process.make("A", TABLE);
  teller.section.start(null);
  const real = earnest(teller);
  const random = new Random(20_261);
  const process = await Process.make("A", TABLE);
  process.section.start(null);
  let ended = 0;
  for (let session = 0; session < 300; session++) {
    const socket = welcome(process);
    for (let piece = 0; piece < 20 && socket.state === "open"; piece++) {
      socket.deliver(spoiled(real, random));
      process.advance(20);
      assert.ok(socket.take().length < 100_000, "answers stay short");
    }
    if (socket.state === "open") socket.close();
    else ended++;
    socket.deliverClose();
    assert.ok(process.table.used <= 50);
    assert.equal(process.section.connected, 0);
  }
  assert.ok(ended > 20, `${ended} sessions were ended for what was said`);
  // Whatever was said: who comes and speaks properly is heard.
  welcome(process).deliver(real);
  assert.equal(process.get("key59"), 59);
});
