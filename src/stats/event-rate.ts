/**
 * Events over the last second, counted by all threads in four shared words: the second, the events
 * in it, the events in the second before, and the highest rate seen. Whoever comes first in a new
 * second moves the counts on; a count that races with that may fall into the neighbouring second.
 */

const PERIOD_MS = 1000;
const CURRENT = 1;
const PREVIOUS = 2;
const MAXIMUM = 3;

/** Raises a shared word to `value` if it is lower. */
export function raise(words: Int32Array<SharedArrayBuffer>, index: number, value: number): void {
  let known = Atomics.load(words, index);
  while (value > known) {
    const found = Atomics.compareExchange(words, index, known, value);
    if (found === known) return;
    known = found;
  }
}

function turn(words: Int32Array<SharedArrayBuffer>, at: number, second: number): void {
  const known = Atomics.load(words, at);
  if (known >= second || Atomics.compareExchange(words, at, known, second) !== known) return;
  const ended = Atomics.exchange(words, at + CURRENT, 0);
  Atomics.store(words, at + PREVIOUS, known === second - 1 ? ended : 0);
}

/**
 * Counts one event at `nowMs` and keeps the maximum.
 * @param nowMs milliseconds of a clock that all threads share.
 */
export function countEvent(words: Int32Array<SharedArrayBuffer>, at: number, nowMs: number): void {
  const second = Math.floor(nowMs / PERIOD_MS);
  if (Atomics.load(words, at) !== second) turn(words, at, second);
  Atomics.add(words, at + CURRENT, 1);
  raise(words, at + MAXIMUM, eventRate(words, at, nowMs));
}

/**
 * Events in the second that ends at `nowMs`: those of the current second and the part of the
 * previous one that is still inside.
 */
export function eventRate(words: Int32Array<SharedArrayBuffer>, at: number, nowMs: number): number {
  const second = Math.floor(nowMs / PERIOD_MS);
  const counted = Atomics.load(words, at);
  const age = second - counted;
  if (age > 1) return 0;
  const current = age === 0 ? Atomics.load(words, at + CURRENT) : 0;
  const previous = Atomics.load(words, at + (age === 0 ? PREVIOUS : CURRENT));
  if (current === 0 && previous <= 1) return previous;
  const remainingMs = PERIOD_MS - (nowMs - second * PERIOD_MS);
  return current + Math.floor((previous * remainingMs) / PERIOD_MS);
}

/** The highest rate since the start or the last `clearHighestRate`. */
export function highestRate(words: Int32Array<SharedArrayBuffer>, at: number): number {
  return Atomics.load(words, at + MAXIMUM);
}

/** Forgets the maximum ("clear counters"). */
export function clearHighestRate(words: Int32Array<SharedArrayBuffer>, at: number): void {
  Atomics.store(words, at + MAXIMUM, 0);
}
