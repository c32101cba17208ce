import assert from "node:assert/strict";
import { test } from "node:test";
import { TimerWheel } from "../../../../src/core/timer-wheel.ts";
import { type BandwidthFilter, OwnLimit } from "../../../../src/rules/bandwidth.ts";
import { BandwidthGate } from "../../../../src/stream/body/bandwidth-gate.ts";
import { FakeClock } from "../../core/fake-clock.ts";
import { bytes } from "../../support/bytes.ts";

/** A gate with the bytes that came through, on a clock that the test moves. */
function setUp() {
  const clock = new FakeClock();
  const wheel = new TimerWheel(clock);
  const state = { passed: "", resumed: 0, glad: true, ended: false };
  const gate = new BandwidthGate(wheel, {
    begin: () => void wheel.refresh(),
    send: (data, start, end) => {
      state.passed += data.latin1Slice(start, end);
      return state.glad;
    },
    resume: () => void state.resumed++,
  });
  const push = (text: string): boolean => gate.push(bytes(text), 0, text.length);
  return { clock, wheel, state, gate, push };
}

const filterOf = (name: string, minBytes = 0): BandwidthFilter => ({
  name,
  direction: "out",
  minBytes,
  isShared: false,
  open: () => null,
});

test("a period's worth passes at once, the rest at the rate, in order", () => {
  const { clock, state, gate, push } = setUp();
  gate.enable(filterOf("f"), new OwnLimit(1000, 1000));
  const text = Array.from({ length: 3000 }, (_, i) => String(i % 10)).join("");
  assert.equal(push(text.slice(0, 1700)), false);
  assert.equal(push(text.slice(1700)), false);
  const passed: number[] = [];
  for (let ms = 0; ms <= 2500; ms += 500) {
    passed.push(state.passed.length);
    clock.advance(500);
  }
  clock.advance(100);
  assert.equal(state.passed, text);
  assert.deepEqual(passed.slice(0, 2), [1000, 1000]);
  // Never more than one limit within a period, and hardly less.
  for (const [index, bytesThen] of passed.entries()) {
    if (index < 2) continue;
    assert.ok(bytesThen - passed[index - 2]! <= 1000, passed.join());
  }
  assert.ok(passed[4]! >= 1900 && passed[4]! <= 2000, passed.join());
  assert.equal(state.resumed, 1);
});

test("what fits passes at once, and the source need not stop", () => {
  const { state, gate, push } = setUp();
  gate.enable(filterOf("f"), new OwnLimit(1000, 1000));
  assert.equal(push("abc"), true);
  assert.equal(state.passed, "abc");
  assert.equal(gate.holds, false);
  assert.equal(
    gate.delayEnd(() => assert.fail("nothing waits")),
    false,
  );
});

test("the end waits behind the bytes", () => {
  const { clock, state, gate, push } = setUp();
  gate.enable(filterOf("f"), new OwnLimit(10, 100));
  push("0123456789abcdef");
  assert.equal(
    gate.delayEnd(() => void (state.ended = true)),
    true,
  );
  clock.advance(99);
  assert.deepEqual([state.passed, state.ended], ["0123456789", false]);
  clock.advance(150);
  assert.deepEqual([state.passed, state.ended], ["0123456789abcdef", true]);
  assert.equal(state.resumed, 0);
});

test("pieces are of min-size at least, but for the last", () => {
  const { clock, state, gate, push } = setUp();
  gate.enable(filterOf("f", 400), new OwnLimit(1000, 1000));
  push("x".repeat(2100));
  const sizes = new Set<number>();
  for (let ms = 0, before = 1000; ms < 4000; ms++) {
    clock.advance(1);
    if (state.passed.length > before) sizes.add(state.passed.length - before);
    before = state.passed.length;
  }
  assert.equal(state.passed.length, 2100);
  const small = [...sizes].filter((size) => size < 400);
  assert.ok(small.length <= 1, [...sizes].join());
});

test("of two limits the narrower one holds", () => {
  const { clock, state, gate, push } = setUp();
  gate.enable(filterOf("wide"), new OwnLimit(1000, 1000));
  gate.enable(filterOf("narrow"), new OwnLimit(100, 1000));
  push("x".repeat(300));
  assert.equal(state.passed.length, 100);
  clock.advance(3100);
  assert.equal(state.passed.length, 300);
});

test("enabling a filter again replaces its limit", () => {
  const { state, gate, push } = setUp();
  const filter = filterOf("f");
  gate.enable(filter, new OwnLimit(10, 1000));
  gate.enable(filter, new OwnLimit(1000, 1000));
  push("x".repeat(300));
  assert.equal(state.passed.length, 300);
});

test("a slow receiver stops it, whatever the limit", () => {
  const { clock, wheel, state, gate, push } = setUp();
  gate.enable(filterOf("f"), new OwnLimit(10, 100));
  state.glad = false;
  assert.equal(push("0123456789abc"), false);
  clock.advance(1000);
  assert.equal(state.passed, "0123456789");
  state.glad = true;
  wheel.refresh();
  gate.drained();
  assert.equal(state.passed, "0123456789abc");
  assert.equal(state.resumed, 1);
});

test("what is dropped does not come later", () => {
  const { clock, state, gate, push } = setUp();
  gate.enable(filterOf("f"), new OwnLimit(10, 100));
  push("0123456789abc");
  gate.delayEnd(() => assert.fail("dropped"));
  gate.clear();
  clock.advance(1000);
  assert.equal(state.passed, "0123456789");
  assert.equal(clock.pendingCount, 0);
});
