/**
 * How a map spreads its slots, one for each unit of weight: at every slot each server gains its
 * weight in credit, and the first of those with the most whole rounds of credit gets the slot and
 * pays a round, which is the weight of all. A server's k-th round is complete at slot k·W/w, so
 * that only those are looked at whose rounds change: all slots cost O(W log n).
 */
import { IndexedHeap } from "../core/indexed-heap.ts";

/** By slot: the index of the weight whose slot it is. The weights are whole and above 0. */
export function spreadSlots(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const completed = roundsBySlot(weights, total);
  const rounds = weights.map(() => 0);
  const richest = new IndexedHeap(weights.length, (a, b) => {
    const difference = rounds[a]! - rounds[b]!;
    return difference === 0 ? a < b : difference > 0;
  });
  for (const index of weights.keys()) richest.add(index);
  const gain = (index: number, count: number): void => {
    richest.delete(index);
    rounds[index]! += count;
    richest.add(index);
  };
  const slots: number[] = [];
  for (let slot = 0; slot < total; slot++) {
    for (let at = completed.starts[slot]!; at < completed.starts[slot + 1]!; at++) {
      gain(completed.owners[at]!, 1);
    }
    const owner = richest.top;
    gain(owner, -1);
    slots.push(owner);
  }
  return slots;
}

/** Whose rounds are complete at a slot: `owners` from `starts[slot]` up to the next slot's. */
interface Completed {
  readonly starts: Int32Array;
  readonly owners: Int32Array;
}

/** The rounds of all, counted and then sorted by slot. */
function roundsBySlot(weights: readonly number[], total: number): Completed {
  const starts = new Int32Array(total + 1);
  const owners = new Int32Array(total);
  const each = (visit: (slot: number, index: number) => void): void => {
    for (const [index, weight] of weights.entries()) {
      for (let round = 1; round <= weight; round++) {
        visit(Math.ceil((round * total) / weight) - 1, index);
      }
    }
  };
  each((slot) => starts[slot + 1]!++);
  for (let slot = 0; slot < total; slot++) starts[slot + 1]! += starts[slot]!;
  const next = starts.slice();
  each((slot, index) => (owners[next[slot]!++] = index));
  return { starts, owners };
}
