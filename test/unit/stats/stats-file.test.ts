/** What a stats file keeps of counters, and what comes back of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../src/core/arena.ts";
import { Counters } from "../../../src/stats/counters.ts";
import { Slot } from "../../../src/stats/slots.ts";
import { addStatsFile, type GuidSubject, writeStatsFile } from "../../../src/stats/stats-file.ts";

/** A frontend, a server, its backend, and the frontend's counters in the arena of a process. */
function subjects(): GuidSubject[] {
  const arena = new Arena();
  const counters = (name: string): Counters => new Counters(arena, name, 2, 0);
  return [
    { side: "fe", guid: "fe-1", counters: counters("f") },
    { side: "be", guid: "srv-1", counters: counters("b/s") },
    { side: "be", guid: "be-1", counters: counters("b") },
  ];
}

const sumOf = (all: readonly GuidSubject[], guid: string, slot: Slot): number =>
  all.find((each) => each.guid === guid)!.counters.sum(slot);

test("what is written comes back in another process", () => {
  const before = subjects();
  before[0]!.counters.add(Slot.stot, 5);
  before[0]!.counters.add(Slot.hrsp2xx, 4);
  before[1]!.counters.add(Slot.lbtot, 3);
  before[2]!.counters.add(Slot.bout, 1e12);
  const text = writeStatsFile(before);
  assert.match(text, /^#fe guid,stot,bin,[^\n]*,\nfe-1,5,0,0,/);
  assert.match(text, /\n\n#be guid,stot,[^\n]*,\nsrv-1,0,[^\n]*\nbe-1,0,0,1000000000000,/);
  const after = subjects();
  after[0]!.counters.add(Slot.stot, 1);
  addStatsFile(text, after);
  assert.equal(sumOf(after, "fe-1", Slot.stot), 6);
  assert.equal(sumOf(after, "fe-1", Slot.hrsp2xx), 4);
  assert.equal(sumOf(after, "srv-1", Slot.lbtot), 3);
  assert.equal(sumOf(after, "be-1", Slot.bout), 1e12);
});

test("columns are found by name; what is unknown, foreign or no number is left", () => {
  const all = subjects();
  addStatsFile(
    "fe-1,9,9\n#fe guid,req_tot,nosuch,stot,\nfe-1,7,8,x,\nbe-1,1,1,1,\n" +
      "\n#be guid,rate,stot,bin,\nfe-1,1,1,1,\nbe-1,3,2,-1,\nother,1,1,1,\n",
    all,
  );
  assert.equal(sumOf(all, "fe-1", Slot.reqTot), 7);
  assert.equal(sumOf(all, "fe-1", Slot.stot), 0);
  assert.equal(sumOf(all, "be-1", Slot.stot), 2);
  assert.equal(sumOf(all, "be-1", Slot.bin), 0);
});
