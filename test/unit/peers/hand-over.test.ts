/** A section that ends tells the process that takes over; that process tells nothing back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LoopSocket, noHandler } from "../mux/loop.ts";
import { Process, Wire } from "./pair.ts";

const TABLE = "type string len 20 size 100 expire 60s store gpc0";

/** Two processes of the same name; `carry` takes the old one's last dial to the new one. */
async function twoOfOneName(): Promise<{ old: Process; next: Process; dial: () => Wire }> {
  const old = await Process.make("A", TABLE);
  const next = await Process.make("A", TABLE);
  old.section.start(null);
  next.section.start(null);
  const dial = (): Wire => {
    const near = old.loop.dialed.at(-1)!;
    const far = new LoopSocket(noHandler);
    far.handler = next.section.accept(far);
    near.handler.onConnect(near);
    return new Wire(near, far);
  };
  return { old, next, dial };
}

function run(wire: Wire, { old, next }: { old: Process; next: Process }): void {
  for (let turn = 0; turn < 20; turn++) {
    old.advance(20);
    next.advance(20);
    while (wire.carry());
  }
}

test("all entries are told and confirmed; the new process keeps its own to itself", async () => {
  const { old, next, dial } = await twoOfOneName();
  for (let n = 0; n < 60; n++) old.set(`key${n}`, n);
  next.set("own", 1);
  let ended = false;
  old.section.handOver(() => (ended = true));
  const wire = dial();
  run(wire, { old, next });
  for (let n = 0; n < 60; n++) assert.equal(next.get(`key${n}`), n);
  assert.equal(old.get("own"), undefined);
  assert.equal(ended, true);
  assert.equal(wire.open, false);
  assert.equal(next.section.connected, 0);
});

test("what is told by one that knows all is all", async () => {
  const { old, next, dial } = await twoOfOneName();
  old.advance(6000);
  assert.equal(old.section.upToDate, true);
  old.section.handOver(() => {});
  run(dial(), { old, next });
  assert.equal(next.section.upToDate, true);
});

test("one that knows not all leaves the new process looking for others", async () => {
  const { old, next, dial } = await twoOfOneName();
  old.set("key", 7);
  old.section.handOver(() => {});
  run(dial(), { old, next });
  assert.equal(next.get("key"), 7);
  assert.equal(next.section.upToDate, false);
});

test("nobody is waited for after four connections that failed, a second apart", async () => {
  const { old } = await twoOfOneName();
  const dialed = old.loop.dialed.length;
  let ended = false;
  old.section.handOver(() => (ended = true));
  for (let attempt = 1; attempt <= 4; attempt++) {
    assert.equal(old.loop.dialed.length - dialed, attempt);
    assert.equal(ended, false);
    old.loop.dialed.at(-1)!.deliverClose();
    for (let passed = 0; passed < 1100; passed += 20) old.advance(20);
  }
  assert.equal(ended, true);
  assert.equal(old.loop.dialed.length - dialed, 4);
});

test("without a confirmation it is told again", async () => {
  const { old, next, dial } = await twoOfOneName();
  old.set("key", 7);
  let ended = false;
  old.section.handOver(() => (ended = true));
  const lost = dial();
  for (let passed = 0; passed < 11_500; passed += 20) old.advance(20);
  lost.cut();
  for (let passed = 0; passed < 1100; passed += 20) old.advance(20);
  assert.equal(ended, false);
  run(dial(), { old, next });
  assert.equal(next.get("key"), 7);
  assert.equal(ended, true);
});

test("a lesson that comes at once is read in turns with the traffic", async () => {
  const big = "type string len 60 size 2000 expire 60s store gpc0";
  const old = await Process.make("A", big);
  const next = await Process.make("A", big);
  old.section.start(null);
  next.section.start(null);
  const names = Array.from({ length: 1000 }, (_, n) => `key${n}`.padEnd(50, "-"));
  for (const [n, name] of names.entries()) old.set(name, n);
  old.section.handOver(() => {});
  const near = old.loop.dialed.at(-1)!;
  const far = new LoopSocket(noHandler);
  far.handler = next.section.accept(far);
  near.handler.onConnect(near);
  far.deliver(near.take());
  near.deliver(far.take());
  // All that the old one has to say, in one piece.
  for (let turn = 0; turn < 300; turn++) old.advance(20);
  const lesson = near.take();
  assert.ok(lesson.length > 50_000);
  far.deliver(lesson.slice(0, 40_000));
  assert.equal(next.get(names[0]!), 0);
  assert.equal(next.get(names[600]!), undefined);
  assert.equal(far.paused, true);
  // More may come before the pause holds.
  far.deliver(lesson.slice(40_000));
  for (let turn = 0; turn < 10; turn++) next.loop.clock.endTurn();
  for (const [n, name] of names.entries()) assert.equal(next.get(name), n);
  assert.equal(far.paused, false);
});
