import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../src/core/arena.ts";
import { Counters } from "../../../src/stats/counters.ts";
import { Gauge, Peak, Rate, Slot } from "../../../src/stats/slots.ts";

const twoThreads = (): [Counters, Counters] => {
  const arena = new Arena();
  return [new Counters(arena, "backend/web", 2, 0), new Counters(arena, "backend/web", 2, 1)];
};

test("the reader sums what each thread added to its own row", () => {
  const [first, second] = twoThreads();
  first.add(Slot.bin, 100);
  second.add(Slot.bin, 23);
  second.add(Slot.bout, 7);
  assert.equal(first.sum(Slot.bin), 123);
  assert.equal(first.sum(Slot.bout), 7);
  assert.equal(second.sum(Slot.dreq), 0);
});

test("responses are counted under their class", () => {
  const [first, second] = twoThreads();
  for (const status of [100, 200, 204, 301, 404, 499, 503]) first.countResponse(status);
  second.countResponse(600);
  const classes = [
    Slot.hrsp1xx,
    Slot.hrsp2xx,
    Slot.hrsp3xx,
    Slot.hrsp4xx,
    Slot.hrsp5xx,
    Slot.hrspOther,
  ];
  assert.deepEqual(
    classes.map((slot) => first.sum(slot)),
    [1, 2, 1, 2, 1, 1],
  );
});

test("current sessions and their maximum are shared by the threads", () => {
  const [first, second] = twoThreads();
  assert.equal(first.enter(), 1);
  assert.equal(second.enter(), 2);
  assert.equal(first.leave(), 1);
  assert.equal(second.gauge(Gauge.scur), 1);
  assert.equal(second.gauge(Gauge.smax), 2);
  second.clearMaxima();
  assert.equal(first.gauge(Gauge.smax), 1);
});

test("the queue has a current and a highest length", () => {
  const [first, second] = twoThreads();
  first.enqueue();
  second.enqueue();
  first.dequeue();
  assert.deepEqual([second.gauge(Gauge.qcur), second.gauge(Gauge.qmax)], [1, 2]);
});

test("connections in use and idle ones are counted apart", () => {
  const [first, second] = twoThreads();
  first.useConnection();
  second.useConnection();
  second.unuseConnection();
  first.addIdle(1, true);
  second.addIdle(2, false);
  second.addIdle(-1, false);
  assert.deepEqual(
    [Gauge.usedConnCur, Gauge.usedConnMax, Gauge.safeConnCur, Gauge.idleConnCur].map((g) =>
      first.gauge(g),
    ),
    [1, 2, 1, 1],
  );
});

test("a rate covers the last second and remembers its maximum", () => {
  const [first, second] = twoThreads();
  for (let i = 0; i < 10; i++) (i % 2 === 0 ? first : second).countRate(Rate.session, 5_000 + i);
  assert.equal(first.rate(Rate.session, 5_999), 10);
  assert.equal(first.rate(Rate.session, 6_500), 5);
  assert.equal(first.rate(Rate.session, 7_000), 0);
  assert.equal(first.highestRate(Rate.session), 10);
  assert.equal(first.rate(Rate.request, 5_999), 0);
  second.countRate(Rate.session, 9_000);
  assert.equal(first.rate(Rate.session, 9_000), 1);
  first.clearMaxima();
  assert.equal(second.highestRate(Rate.session), 0);
});

test("times are averaged over all threads and keep their maxima", () => {
  const [first, second] = twoThreads();
  first.recordTimes(1, 2, 10, 20);
  second.recordTimes(3, 4, 30, 60);
  assert.deepEqual(first.meanTimes(), { queueMs: 2, connectMs: 3, responseMs: 20, totalMs: 40 });
  assert.equal(first.longestMs(Peak.ttimeMax), 60);
});

test("the average forgets what is older than 1024 requests", () => {
  const [first] = twoThreads();
  for (let i = 0; i < 1024; i++) first.recordTimes(100, 0, 0, 0);
  for (let i = 0; i < 8 * 1024; i++) first.recordTimes(0, 0, 0, 0);
  assert.equal(first.meanTimes().queueMs, 0);
  assert.equal(first.longestMs(Peak.qtimeMax), 100);
});

test("the last session's age is -1 before the first", () => {
  const [first, second] = twoThreads();
  assert.equal(first.secondsSinceSession(500), -1);
  second.markSession(500);
  assert.equal(first.secondsSinceSession(500), 0);
  assert.equal(first.secondsSinceSession(7_600), 7);
});

test("clear counters all forgets sums but not what is open", () => {
  const [first, second] = twoThreads();
  first.enter();
  second.add(Slot.stot, 5);
  second.add(Slot.h1OpenConnections, 1);
  first.recordTimes(5, 5, 5, 5);
  first.clearAll();
  assert.equal(second.sum(Slot.stot), 0);
  assert.equal(second.gauge(Gauge.scur), 1);
  assert.equal(second.sum(Slot.h1OpenConnections), 1);
  assert.equal(second.meanTimes().totalMs, 0);
});
