import assert from "node:assert/strict";
import { test } from "node:test";
import { Timer, TimerWheel } from "../../../src/core/timer-wheel.ts";
import { FakeClock } from "./fake-clock.ts";

/** A wheel with a log of what fired and when, relative to the start. */
function setUp(): {
  clock: FakeClock;
  wheel: TimerWheel;
  fired: string[];
  timer: (name: string) => Timer;
} {
  const clock = new FakeClock();
  const startMs = clock.nowMs;
  const fired: string[] = [];
  const wheel = new TimerWheel(clock);
  const timer = (name: string): Timer =>
    new Timer(() => void fired.push(`${name}@${clock.nowMs - startMs}`));
  return { clock, wheel, fired, timer };
}

test("a timer fires at its deadline, once, and not before", () => {
  const { clock, wheel, fired, timer } = setUp();
  wheel.schedule(timer("a"), 5000);
  clock.advance(4999);
  assert.deepEqual(fired, []);
  clock.advance(1);
  assert.deepEqual(fired, ["a@5000"]);
  clock.advance(100_000);
  assert.deepEqual(fired, ["a@5000"]);
});

test("every distance round the slot and level borders fires at its own millisecond", () => {
  const { clock, wheel, fired, timer } = setUp();
  const delays = [1, 2, 63, 64, 65, 127, 128, 4095, 4096, 4097, 262_143, 262_144, 262_145];
  for (const delay of delays) wheel.schedule(timer(`${delay}`), delay);
  clock.advance(300_000);
  assert.deepEqual(
    fired,
    delays.map((delay) => `${delay}@${delay}`),
  );
});

test("delays of zero and less fire at the next tick; a fraction is rounded up", () => {
  const { clock, wheel, fired, timer } = setUp();
  wheel.schedule(timer("zero"), 0);
  wheel.schedule(timer("minus"), -5);
  wheel.schedule(timer("fraction"), 2.5);
  clock.advance(1);
  assert.deepEqual(fired, ["zero@1", "minus@1"]);
  clock.advance(2);
  assert.deepEqual(fired, ["zero@1", "minus@1", "fraction@3"]);
});

test("timers that all come up late fire in the order of their deadlines", () => {
  const { clock, wheel, fired, timer } = setUp();
  for (const delay of [5000, 70, 64, 3, 4200, 1]) wheel.schedule(timer(`${delay}`), delay);
  clock.stall(6000);
  assert.deepEqual(
    fired.map((line) => line.split("@")[0]),
    ["1", "3", "64", "70", "4200", "5000"],
  );
});

test("a cancelled timer does not fire and can be scheduled again", () => {
  const { clock, wheel, fired, timer } = setUp();
  const a = timer("a");
  wheel.schedule(a, 10);
  assert.equal(a.pending, true);
  wheel.cancel(a);
  assert.equal(a.pending, false);
  assert.equal(a.deadlineMs, Infinity);
  wheel.cancel(a);
  clock.advance(20);
  assert.deepEqual(fired, []);
  wheel.refresh();
  wheel.schedule(a, 10);
  clock.advance(10);
  assert.deepEqual(fired, ["a@30"]);
});

test("schedule on a pending timer replaces its deadline, earlier or later", () => {
  const { clock, wheel, fired, timer } = setUp();
  const earlier = timer("earlier");
  const later = timer("later");
  wheel.schedule(earlier, 1000);
  wheel.schedule(later, 10);
  wheel.schedule(earlier, 20);
  wheel.schedule(later, 500);
  clock.advance(2000);
  assert.deepEqual(fired, ["earlier@20", "later@500"]);
});

test("touch moves a deadline on without asking the runtime for a timer", () => {
  const { clock, wheel, fired, timer } = setUp();
  const idle = timer("idle");
  wheel.schedule(idle, 50);
  const armed = clock.armedCount;
  for (let i = 0; i < 10; i++) {
    clock.nowMs += 1;
    wheel.refresh();
    wheel.touch(idle, 50);
  }
  assert.equal(clock.armedCount, armed);
  assert.equal(idle.deadlineMs, clock.nowMs + 50);
  clock.advance(49);
  assert.deepEqual(fired, []);
  clock.advance(1);
  assert.deepEqual(fired, ["idle@60"]);
});

test("touch to an earlier deadline than the queued one fires in time; touch schedules an idle one", () => {
  const { clock, wheel, fired, timer } = setUp();
  const a = timer("a");
  wheel.touch(a, 1000);
  wheel.touch(a, 5);
  clock.advance(5);
  assert.deepEqual(fired, ["a@5"]);
});

test("a touch back to an earlier but not yet queued time keeps the true deadline", () => {
  const { clock, wheel, fired, timer } = setUp();
  const a = timer("a");
  wheel.schedule(a, 10);
  wheel.touch(a, 500);
  wheel.touch(a, 100);
  clock.advance(600);
  assert.deepEqual(fired, ["a@100"]);
});

test("delays beyond 2^31 ms and beyond the wheel's reach fire when they are due", () => {
  const { clock, wheel, fired, timer } = setUp();
  const far = 2 ** 31 + 12_345;
  const beyond = 2 ** 36 + 2 ** 35 + 7;
  wheel.schedule(timer("far"), far);
  wheel.schedule(timer("beyond"), beyond);
  const never = timer("never");
  wheel.schedule(never, Infinity);
  clock.advance(far - 1);
  assert.deepEqual(fired, []);
  clock.advance(1);
  assert.deepEqual(fired, [`far@${far}`]);
  clock.advance(2 ** 37);
  assert.deepEqual(fired, [`far@${far}`, `beyond@${beyond}`]);
  assert.equal(never.pending, true);
});

test("a throw does not lose the other timers and is thrown after them", () => {
  const { clock, wheel, fired, timer } = setUp();
  const failure = new Error("first");
  wheel.schedule(
    new Timer(() => {
      throw failure;
    }),
    5,
  );
  wheel.schedule(timer("same tick"), 5);
  wheel.schedule(timer("later"), 8);
  assert.throws(() => clock.advance(5), failure);
  assert.deepEqual(fired, ["same tick@5"]);
  clock.advance(3);
  assert.deepEqual(fired, ["same tick@5", "later@8"]);
});

test("two throws in one run come out together", () => {
  const { clock, wheel } = setUp();
  for (const text of ["one", "two"]) {
    wheel.schedule(
      new Timer(() => {
        throw new Error(text);
      }),
      1,
    );
  }
  assert.throws(() => clock.advance(1), AggregateError);
});

test("a timer may schedule itself and cancel others while it fires", () => {
  const { clock, wheel, fired, timer } = setUp();
  const victim = timer("victim");
  let rounds = 0;
  const again: Timer = new Timer(() => {
    wheel.cancel(victim);
    if (++rounds < 3) wheel.schedule(again, 0);
  });
  wheel.schedule(again, 4);
  wheel.schedule(victim, 4);
  clock.advance(4);
  assert.equal(rounds, 1);
  clock.advance(1);
  assert.equal(rounds, 2);
  clock.advance(10);
  assert.equal(rounds, 3);
  assert.deepEqual(fired, []);
});

test("only one timer of the runtime is pending, and stop takes it away", () => {
  const { clock, wheel, timer } = setUp();
  for (let delay = 1000; delay > 0; delay -= 7) wheel.schedule(timer("x"), delay);
  assert.equal(clock.pendingCount, 1);
  wheel.stop();
  assert.equal(clock.pendingCount, 0);
});

test("10,000 random timers with touches and cancels fire exactly when a plain list says", () => {
  const { clock, wheel } = setUp();
  let seed = 12345;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const due = new Map<number, number>();
  const wrong: string[] = [];
  const timers = Array.from(
    { length: 10_000 },
    (_, id) =>
      new Timer(() => {
        if (due.get(id) !== clock.nowMs) wrong.push(`${id}: ${clock.nowMs} for ${due.get(id)}`);
        due.delete(id);
      }),
  );
  for (let step = 0; step < 60; step++) {
    for (let i = 0; i < 500; i++) {
      const id = random(timers.length);
      const delay = 1 + random(random(3) === 0 ? 200_000 : 300);
      const kind = random(4);
      if (kind === 0) {
        wheel.cancel(timers[id]!);
        due.delete(id);
      } else {
        if (kind === 1) wheel.schedule(timers[id]!, delay);
        else wheel.touch(timers[id]!, delay);
        due.set(id, wheel.nowMs + delay);
      }
    }
    clock.advance(random(2000));
    wheel.refresh();
  }
  clock.advance(300_000);
  assert.deepEqual(wrong, []);
  assert.equal(due.size, 0);
});

test("the count follows timers set, fired and cancelled; setting one again and touching do not", () => {
  const clock = new FakeClock();
  let count = 0;
  const wheel = new TimerWheel(clock, { add: (change) => void (count += change) });
  const [first, second, never] = [1, 2, 3].map(() => new Timer(() => {}));
  wheel.schedule(first!, 10);
  wheel.schedule(second!, 5000);
  wheel.touch(never!, Infinity);
  assert.equal(count, 3);
  wheel.schedule(second!, 20);
  wheel.touch(second!, 30);
  wheel.touch(second!, 1);
  assert.equal(count, 3);
  clock.advance(10);
  assert.equal(count, 1);
  wheel.cancel(never!);
  wheel.cancel(never!);
  wheel.cancel(first!);
  assert.equal(count, 0);
  const again: Timer = new Timer(() => wheel.schedule(again, 5));
  wheel.schedule(again, 5);
  clock.advance(23);
  assert.equal(count, 1);
});
