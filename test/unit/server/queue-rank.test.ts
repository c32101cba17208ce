/** Who leaves a queue first: by priority class, then by the moved time of coming, then by ticket. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FarmWord, MAX_THREADS, PLACE_WORDS } from "../../../src/server/state.ts";
import { goesBefore, QueuePlace, WaitQueue } from "../../../src/server/wait-queue.ts";

const OLDEST = FarmWord.oldestTicket;
const waiter = { onSlot(): void {}, onRequeue(): void {} };

function newQueue(): { queue: WaitQueue; words: Int32Array<SharedArrayBuffer> } {
  const sizeBytes = 4 * (OLDEST + PLACE_WORDS * MAX_THREADS);
  const words = new Int32Array(new SharedArrayBuffer(sizeBytes));
  return { queue: new WaitQueue(words, OLDEST, FarmWord.queued, FarmWord.dequeued), words };
}

function place(priorityClass: number, rankMs: number): QueuePlace {
  const made = new QueuePlace(waiter);
  made.priorityClass = priorityClass;
  made.rankMs = rankMs;
  return made;
}

/** Tickets in the order in which they leave. */
function served(queue: WaitQueue): number[] {
  const order: number[] = [];
  for (let first = queue.first; first !== null; first = queue.first) {
    order.push(first.ticket);
    queue.remove(first);
  }
  return order;
}

test("class, then time, then ticket", () => {
  const { queue, words } = newQueue();
  const places = [
    place(0, 100),
    place(0, 100),
    place(5, 0),
    place(-3, 900),
    place(0, 50),
    place(-3, 800),
  ];
  places.forEach((each, index) => queue.add(each, index + 1));
  assert.equal(words[FarmWord.queued], 6);
  assert.deepEqual(
    [words[OLDEST], words[OLDEST + MAX_THREADS], words[OLDEST + 2 * MAX_THREADS]],
    [6, -3, 800],
  );
  assert.deepEqual(served(queue), [6, 4, 5, 1, 2, 3]);
  assert.equal(words[OLDEST], 0);
});

test("a place may leave from the middle", () => {
  const { queue } = newQueue();
  const places = [place(1, 0), place(0, 0), place(2, 0)];
  places.forEach((each, index) => queue.add(each, index + 1));
  queue.remove(places[0]!);
  assert.deepEqual(served(queue), [2, 3]);
});

test("times and tickets wrap around", () => {
  const low = { priorityClass: 0, rankMs: 0x7fffffff, ticket: 1 };
  const high = { priorityClass: 0, rankMs: -0x80000000, ticket: 1 };
  assert.equal(goesBefore(low, high), true);
  assert.equal(goesBefore(high, low), false);
  const last = { priorityClass: 0, rankMs: 0, ticket: 0x7fffffff };
  const next = { priorityClass: 0, rankMs: 0, ticket: -0x80000000 };
  assert.equal(goesBefore(last, next), true);
});
