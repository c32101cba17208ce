/** Orders recorded from a running HAProxy 2.6, through changes between the turns. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { WeightedLine } from "../../../src/balance/weighted-line.ts";

/** A number of turns, or server and weight of a change. */
type Step = number | readonly [number, number];

function played(weights: readonly number[], steps: readonly Step[]): string {
  const line = new WeightedLine(weights.length);
  for (const [index, weight] of weights.entries()) line.setWeight(index, weight * 16);
  line.begin();
  let order = "";
  for (const step of steps) {
    if (typeof step !== "number") line.setWeight(step[0], step[1] * 16);
    else for (let turn = 0; turn < step; turn++) order += line.next(() => true);
  }
  return order;
}

const RECORDED: readonly (readonly [string, readonly number[], readonly Step[], string])[] = [
  ["a heavier server", [1, 1, 1, 1, 1, 1, 1, 1], [16, [0, 2], 12], "0123456701234567123045670123"],
  [
    "a lost and returned one",
    [1, 1, 1, 1, 1, 1, 1, 1],
    [19, [0, 0], [0, 1], 9],
    "0123456701234567012345671023",
  ],
  [
    "one that was away for a round",
    [2, 3],
    [8, [0, 0], 53, [0, 2], [0, 5], 9],
    `11010110${"1".repeat(53)}101001010`,
  ],
  ["a change in what is left over", [2, 3], [11, [1, 0], 1, [1, 4], 8], "11010110101001101101"],
];

for (const [title, weights, steps, order] of RECORDED) {
  test(`the order of turns with ${title}`, () => {
    assert.equal(played(weights, steps), order);
  });
}

test("who is busy loses its turn and does not get it back", () => {
  const line = new WeightedLine(3);
  for (const index of [0, 1, 2]) line.setWeight(index, 16);
  const turns = (count: number, busy: number): string =>
    Array.from({ length: count }, () => line.next((index) => index !== busy)).join("");
  assert.equal(turns(8, -1), "01201201");
  assert.equal(turns(10, 1), "2020202020");
  assert.equal(turns(6, -1), "120120");
});

test("nobody has a turn when all are busy or gone", () => {
  const line = new WeightedLine(1);
  assert.equal(
    line.next(() => true),
    -1,
  );
  line.setWeight(0, 16);
  assert.equal(
    line.next(() => false),
    -1,
  );
  assert.equal(
    line.next(() => true),
    0,
  );
});
