/** The contract of a connected plain stream. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { dial, Host, pair, until } from "./peer.ts";

const BIG_BYTES = 8 << 20;

export function streamContract(runtime: Runtime): void {
  test("bytes written at an offset arrive, both ways", async () => {
    const ends = await pair(runtime);
    const bytes = runtime.bytes.latin1("..ab\xff..");
    assert.equal(ends.client.up.write(bytes, 2, 5), 3);
    await ends.server.got("ab\xff");
    ends.server.say(runtime, "back");
    await ends.client.got("back");
    ends.close();
  });

  test("the buffer may be reused as soon as write returns", async () => {
    const ends = await pair(runtime);
    const bytes = runtime.bytes.latin1("first");
    ends.client.up.write(bytes, 0, 5);
    bytes.latin1Write("XXXXX", 0, 5);
    await ends.server.got("first");
    ends.close();
  });

  test("a write of nothing accepts nothing", async () => {
    const ends = await pair(runtime);
    assert.equal(ends.client.up.write(runtime.bytes.latin1("abc"), 1, 1), 0);
    ends.client.say(runtime, "z");
    await ends.server.got("z");
    ends.close();
  });

  test("a reader that stops fills the writer; drain follows, nothing is lost", async () => {
    const ends = await pair(runtime);
    ends.server.up.pause();
    const bytes = runtime.bytes.alloc(BIG_BYTES);
    let accepted = ends.client.up.write(bytes, 0, BIG_BYTES);
    if (accepted === BIG_BYTES) accepted += ends.client.up.write(bytes, 0, 1);
    assert.ok(accepted <= BIG_BYTES, "the socket is never full");
    assert.ok(!ends.client.has("drain"));
    ends.server.up.resume();
    await ends.client.saw("drain");
    await until("all accepted bytes", () => ends.server.sizeBytes === accepted);
    ends.close();
  });

  test("a large body written as the socket drains arrives whole before the FIN", async () => {
    const ends = await pair(runtime);
    ends.client.pour(runtime.bytes.alloc(BIG_BYTES));
    await ends.server.saw("end");
    assert.equal(ends.server.sizeBytes, BIG_BYTES);
    ends.close();
  });

  test("half-close: after the peer's FIN the other way still works", async () => {
    const ends = await pair(runtime);
    ends.client.say(runtime, "question");
    ends.client.up.shutdown();
    await ends.server.saw("end");
    ends.server.say(runtime, "answer");
    await ends.client.got("answer");
    ends.server.up.shutdown();
    await Promise.all([ends.client.saw("close"), ends.server.saw("close")]);
    assert.equal(ends.client.error, null);
    assert.equal(ends.server.error, null);
    assert.deepEqual(ends.client.events, ["connect", "data", "end", "close"]);
    assert.deepEqual(ends.server.events, ["data", "end", "close"]);
    ends.close();
  });

  test("half-close: the server's FIN first", async () => {
    const ends = await pair(runtime);
    ends.server.up.shutdown();
    await ends.client.saw("end");
    ends.client.say(runtime, "late");
    await ends.server.got("late");
    ends.client.up.shutdown();
    await ends.server.saw("close");
    assert.deepEqual(ends.server.events, ["data", "end", "close"]);
    ends.close();
  });

  test("a paused socket delivers nothing until it resumes", async () => {
    const ends = await pair(runtime);
    ends.server.up.pause();
    ends.client.say(runtime, "wait");
    const other = await pair(runtime);
    other.client.say(runtime, "pass");
    await other.server.got("pass");
    assert.equal(ends.server.text, "");
    ends.server.up.resume();
    await ends.server.got("wait");
    ends.close();
    other.close();
  });

  test("close sends what was accepted; the peer sees the FIN", async () => {
    const ends = await pair(runtime);
    ends.server.say(runtime, "bye");
    ends.server.up.close();
    assert.ok(!ends.server.has("close"), "onClose ran inside close()");
    await ends.client.saw("end");
    assert.equal(ends.client.text, "bye");
    await ends.server.saw("close");
    assert.equal(ends.server.error, null);
    assert.equal(ends.server.up.write(runtime.bytes.latin1("x"), 0, 1), 0);
    ends.close();
  });

  test("reset reaches the peer as ECONNRESET, and onClose comes once, last", async () => {
    const ends = await pair(runtime);
    ends.server.up.reset();
    assert.ok(!ends.server.has("close"), "onClose ran inside reset()");
    await ends.client.saw("close");
    assert.equal(ends.client.error?.code, "ECONNRESET");
    await ends.server.saw("close");
    assert.equal(ends.server.error, null);
    ends.server.up.reset();
    ends.server.up.close();
    ends.server.up.shutdown();
    assert.deepEqual(ends.server.events, ["close"]);
    assert.deepEqual(ends.client.events, ["connect", "close"]);
    ends.close();
  });

  test("a handler can be swapped", async () => {
    const ends = await pair(runtime);
    const host = new Host(runtime);
    const second = dial(runtime, host.address);
    ends.server.up.handler = second;
    ends.client.say(runtime, "for the second");
    await second.got("for the second");
    assert.equal(ends.server.text, "");
    second.up.close();
    ends.close();
    host.listener.close();
  });

  test("addresses are told, also after the close when read before", async () => {
    const ends = await pair(runtime);
    assert.equal(ends.server.up.remoteAddress, "127.0.0.1");
    assert.equal(ends.server.up.remotePort, ends.client.up.localPort);
    assert.equal(ends.client.up.remotePort, ends.server.up.localPort);
    assert.equal(ends.client.up.localAddress, "127.0.0.1");
    assert.equal(ends.server.up.tls, null);
    const port = ends.server.up.remotePort;
    ends.close();
    await ends.server.saw("close");
    assert.equal(ends.server.up.remotePort, port);
    assert.equal(ends.server.up.remoteAddress, "127.0.0.1");
  });

  test("an exception of a handler costs its connection only", async () => {
    const told: string[] = [];
    runtime.process.onUncaught((reason) => told.push(reason));
    const ends = await pair(runtime);
    const other = await pair(runtime);
    const server = ends.server;
    server.onData = (): void => {
      throw new Error("handler broke");
    };
    ends.client.say(runtime, "x");
    await server.saw("close");
    assert.equal(server.error?.code, "EOTHER");
    assert.match(told.join(), /handler broke/);
    other.client.say(runtime, "alive");
    await other.server.got("alive");
    ends.close();
    other.close();
  });
}
