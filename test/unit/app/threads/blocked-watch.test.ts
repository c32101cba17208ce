/** A thread that did nothing else for too long is told of, on a clock that the test stalls. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { watchForBlocking } from "../../../../src/app/threads/blocked-watch.ts";
import { FakeClock } from "../../core/fake-clock.ts";

test("a timer that comes too late by the limit tells", () => {
  const clock = new FakeClock();
  const told: string[] = [];
  watchForBlocking(2, 100, clock, (text) => void told.push(text));
  clock.advance(1000);
  clock.stall(150);
  assert.deepEqual(told, []);
  clock.stall(230);
  assert.equal(told.length, 1);
  assert.match(told[0]!, /^Thread 2 was blocked for 1\d\d ms: /);
  clock.advance(1000);
  assert.equal(told.length, 1);
});
