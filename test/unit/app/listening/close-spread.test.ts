/** How a soft stop ends connections within its window, on a clock that the test moves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { spreadClosing } from "../../../../src/app/listening/close-spread.ts";
import { FakeClock } from "../../core/fake-clock.ts";

interface Told {
  readonly shares: number[];
  readonly ends: boolean[];
}

function spread(windowMs: number, runMs: number, random: () => number = () => 0.5): Told {
  const clock = new FakeClock();
  const told: Told = { shares: [], ends: [] };
  spreadClosing(
    windowMs,
    {
      closeIdle: (share) => void told.shares.push(share),
      endWithResponses: (on) => void told.ends.push(on),
    },
    clock,
    random,
  );
  clock.advance(runMs);
  return told;
}

test("without a window all ends at once", () => {
  assert.deepEqual(spread(0, 0), { shares: [1], ends: [true] });
});

test("an infinite window ends nothing", () => {
  assert.deepEqual(spread(Number.POSITIVE_INFINITY, 100_000), { shares: [], ends: [] });
});

test("idle connections end evenly over the window, all of them by its end", () => {
  const { shares } = spread(1000, 2000);
  let left = 1;
  const ended = shares.map((share) => {
    const own = left * share;
    left -= own;
    return own;
  });
  assert.equal(shares.at(-1), 1);
  assert.equal(left, 0);
  for (const own of ended.slice(0, 49)) assert.ok(Math.abs(own - 0.02) < 1e-9, String(own));
});

test("responses end their connections ever more likely", () => {
  const { ends } = spread(1000, 2000);
  assert.equal(ends[0], false);
  assert.equal(ends.indexOf(true), 26);
  assert.ok(ends.slice(26).every((on) => on));
  assert.equal(spread(1000, 2000, () => 0.999).ends.indexOf(true), 50);
});
