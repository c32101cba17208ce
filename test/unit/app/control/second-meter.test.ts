/** Rates over the last full second. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SecondMeter } from "../../../../src/app/control/second-meter.ts";
import { TimerWheel } from "../../../../src/core/timer-wheel.ts";
import { FakeClock } from "../../core/fake-clock.ts";

test("the growth of the last full second is told, whatever came before and since", () => {
  const clock = new FakeClock();
  let total = 50;
  const meter = new SecondMeter(new TimerWheel(clock), () => total);
  meter.start();
  total += 30;
  assert.equal(meter.perSecond(), 0);
  clock.advance(1010);
  assert.ok(Math.abs(meter.perSecond() - 30) < 1, String(meter.perSecond()));
  total += 400;
  assert.ok(Math.abs(meter.perSecond() - 30) < 1);
  clock.advance(1010);
  assert.ok(Math.abs(meter.perSecond() - 400) < 10, String(meter.perSecond()));
  clock.advance(1010);
  assert.equal(meter.perSecond(), 0);
});

test("a second that a blocked thread made longer counts as long as it was", () => {
  const clock = new FakeClock();
  let total = 0;
  const meter = new SecondMeter(new TimerWheel(clock), () => total);
  meter.start();
  total = 1000;
  clock.stall(4000);
  assert.ok(Math.abs(meter.perSecond() - 250) < 5, String(meter.perSecond()));
});
