/** Peers that meet, lose each other and meet again: what is sent, and what is sent again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Pair } from "./pair.ts";

const TABLE = "type string len 20 size 100 expire 60s store gpc0";

async function metPair(line: string = TABLE): Promise<Pair> {
  const pair = await Pair.make(line);
  pair.a.section.start(null);
  pair.b.section.start(null);
  meet(pair);
  return pair;
}

function meet(pair: Pair): void {
  for (let turns = 0; turns < 600 && !pair.met; turns++) pair.run(100);
  assert.ok(pair.met, "the peers meet");
  pair.run(200);
}

/** Everything that went over a connection. */
const bytesOf = (pair: Pair, from: number): string =>
  pair.wires
    .slice(from)
    .map(({ nearSent, farSent }) => nearSent + farSent)
    .join("");

test("two that dial at once end up with one connection, and tell each other all", async () => {
  const pair = await Pair.make(TABLE);
  pair.a.set("fromA", 1);
  pair.b.set("fromB", 2);
  pair.a.section.start(null);
  pair.b.section.start(null);
  pair.settle();
  assert.ok(pair.wires.length >= 2, "both dialed");
  meet(pair);
  assert.equal(pair.wires.filter(({ open }) => open).length, 1);
  assert.equal(pair.b.get("fromA"), 1);
  assert.equal(pair.a.get("fromB"), 2);
  assert.ok(pair.a.other.counts.collisions + pair.b.other.counts.collisions > 0);
});

test("after a cut only what is newer than the last confirmation is sent", async () => {
  const pair = await metPair();
  for (let n = 0; n < 50; n++) pair.a.set(`old${n}`, n);
  pair.run(100);
  assert.equal(pair.b.get("old49"), 49);
  const known = pair.wires.length;
  pair.wire.cut();
  pair.a.set("new", 7);
  pair.a.set("old3", 8);
  meet(pair);
  assert.equal(pair.b.get("new"), 7);
  assert.equal(pair.b.get("old3"), 8);
  const sent = bytesOf(pair, known);
  assert.deepEqual(new Set(sent.match(/old\d+|new/g)), new Set(["new", "old3"]));
});

test("what was on its way when the connection broke is sent again", async () => {
  const pair = await metPair();
  pair.a.set("lost", 5);
  // Collected and written, and never delivered.
  pair.a.advance(40);
  pair.wire.cut();
  assert.equal(pair.b.get("lost"), undefined);
  meet(pair);
  assert.equal(pair.b.get("lost"), 5);
});

test("who is further behind than changes are kept is told of all entries", async () => {
  const pair = await metPair("type string len 20 size 4 store gpc0");
  pair.wire.cut();
  pair.reachable = false;
  for (let round = 1; round <= 30; round++) {
    for (const key of ["a", "b", "c"]) pair.a.set(key, round);
    pair.run(20);
  }
  pair.reachable = true;
  assert.equal(pair.a.shared.log.reaches(0), false);
  meet(pair);
  assert.deepEqual(
    ["a", "b", "c"].map((key) => pair.b.get(key)),
    [30, 30, 30],
  );
  pair.a.set("a", 31);
  pair.run(100);
  assert.equal(pair.b.get("a"), 31);
});

test("a reload begins connections anew and loses no entry", async () => {
  const pair = await metPair();
  pair.a.set("before", 1);
  // Nobody knew all when they met: after five seconds what there is is all.
  pair.run(6000);
  const known = pair.wires.length;
  pair.a.set("during", 2);
  pair.a.reload();
  assert.equal(pair.a.section.upToDate, true);
  meet(pair);
  pair.b.set("after", 3);
  pair.run(100);
  assert.deepEqual([pair.b.get("before"), pair.b.get("during"), pair.a.get("after")], [1, 2, 3]);
  assert.doesNotMatch(bytesOf(pair, known), /before/);
});

test("a peer that takes nothing is sent no more than its socket takes, and all of it later", async () => {
  const pair = await metPair();
  const { wire } = pair;
  const mine = wire.near === pair.a.other.session!.socket ? wire.near : wire.far;
  mine.room = 700;
  for (let n = 0; n < 100; n++) pair.a.set(`key${n}`, n);
  const sentBefore = mine.sent.length;
  for (let turn = 0; turn < 20; turn++) pair.a.advance(20);
  assert.equal(mine.sent.length - sentBefore, 700);
  assert.equal(pair.a.other.links[0]!.pushed < pair.a.shared.log.last, true);
  for (let turns = 0; turns < 100 && pair.b.get("key99") === undefined; turns++) {
    mine.drain(97);
    pair.settle();
  }
  for (let n = 0; n < 100; n++) assert.equal(pair.b.get(`key${n}`), n);
});

test("one that says nothing for five seconds is dead; a heartbeat comes after three", async () => {
  const pair = await metPair();
  const { wire } = pair;
  pair.run(20_000);
  assert.equal(pair.wire, wire);
  assert.ok(pair.a.other.counts.heartbeatsSent >= 5);
  assert.ok(pair.a.other.counts.heartbeatsReceived >= 5);
  for (let passed = 0; passed < 5100; passed += 20) pair.a.advance(20);
  assert.equal(pair.a.other.counts.noHeartbeat, 1);
  assert.equal(
    pair.a.other.session!.socket === wire.near ? wire.near.state : wire.far.state,
    "reset",
  );
});

test("one that hangs up at once is called every five seconds, not more often", async () => {
  const pair = await Pair.make(TABLE);
  pair.a.section.start(null);
  const { dialed } = pair.a.loop;
  for (let passed = 0; passed < 20_000; passed += 20) {
    const near = dialed.at(-1)!;
    if (near.state === "open") {
      near.handler.onConnect(near);
      near.deliver("200\n");
      near.deliverClose();
    }
    pair.a.advance(20);
  }
  assert.ok(dialed.length >= 4 && dialed.length <= 5, `${dialed.length} calls`);
});
