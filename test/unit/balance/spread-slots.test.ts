/** The slots of a map: as by their definition, gone through server by server at every slot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { spreadSlots } from "../../../src/balance/spread-slots.ts";

/** The definition: every server gains its weight, the richest in whole rounds pays one. */
function byDefinition(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const credits = weights.map(() => 0);
  return Array.from({ length: total }, () => {
    for (const [index, weight] of weights.entries()) credits[index]! += weight;
    const rounds = credits.map((credit) => Math.floor(credit / total));
    const best = rounds.indexOf(Math.max(...rounds));
    credits[best]! -= total;
    return best;
  });
}

test("equal, unequal and no servers", () => {
  assert.deepEqual(spreadSlots([]), []);
  assert.deepEqual(spreadSlots([3]), [0, 0, 0]);
  assert.deepEqual(spreadSlots([1, 1, 1]), [0, 1, 2]);
  assert.deepEqual(spreadSlots([5, 3, 2]), byDefinition([5, 3, 2]));
});

test("farms of all sizes and weights spread by the definition", () => {
  let state = 7;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (let farm = 0; farm < 300; farm++) {
    const heaviest = [1, 3, 10, 256][farm % 4]!;
    const count = 1 + below(heaviest === 256 ? 8 : 40);
    const weights = Array.from({ length: count }, () => 1 + below(heaviest));
    assert.deepEqual(spreadSlots(weights), byDefinition(weights), weights.join(","));
  }
});
