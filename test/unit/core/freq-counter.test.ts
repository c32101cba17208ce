import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Arena } from "../../../src/core/arena.ts";
import { FreqCounter, tickOf } from "../../../src/core/freq-counter.ts";
import {
  SHARED_FREQ_COUNTER_WORDS,
  SharedFreqCounter,
} from "../../../src/core/shared-freq-counter.ts";
import { int32View } from "../../../src/core/record.ts";

interface Counter {
  add(tick: number, amount: number): unknown;
  rate(tick: number): number;
}

const START_TICK = 5_000_000;

const FORMS: readonly (readonly [string, () => Counter])[] = [
  ["plain", () => new FreqCounter(2000)],
  [
    "shared",
    () => {
      const region = new Arena().region("rate", 4 * SHARED_FREQ_COUNTER_WORDS);
      return new SharedFreqCounter(int32View(region), 0, 2000);
    },
  ],
];

/** What `show table` of HAProxy 2.6 gave for http_req_rate(2s), at ms after N requests at once. */
const DECAY: readonly (readonly [number, readonly (readonly [number, number])[]])[] = [
  [
    1,
    [
      [0, 1],
      [1999, 1],
      [2020, 1],
      [3980, 1],
      [4040, 0],
    ],
  ],
  [
    2,
    [
      [0, 2],
      [2020, 1],
      [2990, 1],
      [3070, 0],
    ],
  ],
  [
    5,
    [
      [0, 5],
      [2020, 4],
      [2340, 4],
      [2420, 3],
      [2830, 2],
      [3230, 1],
      [3630, 0],
    ],
  ],
  [
    7,
    [
      [0, 7],
      [2020, 6],
      [2340, 5],
      [2580, 4],
      [2910, 3],
      [3150, 2],
      [3470, 1],
      [3790, 0],
    ],
  ],
];

for (const [form, make] of FORMS) {
  test(`${form}: a burst decays over the next period as in HAProxy`, () => {
    for (const [count, points] of DECAY) {
      const counter = make();
      for (let i = 0; i < count; i++) counter.add(START_TICK, 1);
      for (const [ms, rate] of points) {
        assert.equal(counter.rate(START_TICK + ms), rate, `${count} requests after ${ms} ms`);
      }
    }
  });

  test(`${form}: the next period begins one period after the last, not at the event`, () => {
    const counter = make();
    counter.add(START_TICK, 3);
    const rates: number[] = [];
    for (let i = 0; i < 4; i++) {
      counter.add(START_TICK + 2502, 1);
      rates.push(counter.rate(START_TICK + 2502));
    }
    assert.deepEqual(rates, [3, 4, 5, 6]);
    const later = [2744, 3389, 4034, 4518, 5010, 5566, 6001].map((ms) =>
      counter.rate(START_TICK + ms),
    );
    assert.deepEqual(later, [5, 4, 3, 2, 1, 0, 0]);
  });

  test(`${form}: after two silent periods counting begins anew at the event`, () => {
    const counter = make();
    counter.add(START_TICK, 100);
    counter.add(START_TICK + 4000, 2);
    assert.equal(counter.rate(START_TICK + 4000), 2);
    assert.equal(counter.rate(START_TICK + 5999), 2);
    assert.equal(counter.rate(START_TICK + 7000), 1);
  });

  test(`${form}: the first period begins at the first event, also right after the clock's start`, () => {
    for (const start of [0, 1500]) {
      const counter = make();
      assert.equal(counter.rate(start), 0);
      counter.add(start, 4);
      assert.equal(counter.rate(start + 1999), 4);
      assert.equal(counter.rate(start + 3002), 1);
    }
  });

  test(`${form}: ticks may wrap, and a tick just before the start counts in the period`, () => {
    const counter = make();
    const start = tickOf(2 ** 31 - 500);
    counter.add(start, 4);
    assert.equal(counter.rate(tickOf(2 ** 31 + 2500)), 2);
    counter.add(start - 3, 1);
    assert.equal(counter.rate(start), 5);
  });

  test(`${form}: counts beyond 2^31 stay positive`, () => {
    const counter = make();
    counter.add(START_TICK, 2 ** 31 - 1);
    counter.add(START_TICK, 1000);
    assert.equal(counter.rate(START_TICK), 2 ** 31 + 999);
  });
}

test("add of the plain form returns the rate with what was added", () => {
  assert.equal(new FreqCounter(1000).add(START_TICK, 3), 3);
});

test("two threads that begin one period together lose no event", async () => {
  const region = new Arena().region("rate", 4 * (SHARED_FREQ_COUNTER_WORDS + 1));
  const program = new URL("./freq-counter-worker.ts", import.meta.url);
  const ends = [0, 1].map(
    () =>
      new Promise<void>((resolve, reject) => {
        const worker = new Worker(program, { workerData: { region, rounds: 20_000 } });
        worker.on("error", reject).on("exit", () => resolve());
      }),
  );
  await Promise.all(ends);
  const words = int32View(region);
  assert.equal(words[SHARED_FREQ_COUNTER_WORDS], 40_000);
  const counter = new SharedFreqCounter(words, 0, 1_000_000_000);
  assert.equal(counter.rate(words[0]!), 40_000);
});
