/**
 * Frequency counters that all threads add to, over words of the arena. Events are added without a
 * lock; only who begins a period, or sets a counter, holds the sequence lock that the counter is
 * under. No event is lost: those that come while a period begins count in either.
 */
import { CURRENT, PREVIOUS, START, ageOf, slidingRate, startTick } from "./freq-counter.ts";
import { freeSequence, lockSequence, unlockSequence } from "./sequence-lock.ts";

type Words = Int32Array<SharedArrayBuffer>;

/** Words that a SharedFreqCounter takes: those of a counter and its lock. */
export const SHARED_FREQ_COUNTER_WORDS = 4;
const LOCK = 3;

/** A counter at an instant, times as ages: counts are 0..2^32-1. */
export interface RateCounts {
  /** Since the current period began. */
  readonly ageMs: number;
  readonly current: number;
  readonly previous: number;
}

/** Counts `amount` events at `tick`, in the counter at `at` under the lock at `lockAt`. */
export function addToSharedRate(
  words: Words,
  at: number,
  lockAt: number,
  periodMs: number,
  tick: number,
  amount: number,
): void {
  const start = Atomics.load(words, at + START);
  if (start === 0 || ageOf(start, tick) >= periodMs) rotate(words, at, lockAt, periodMs, tick);
  Atomics.add(words, at + CURRENT, amount);
}

/** Begins the next period, unless another thread just did. */
function rotate(words: Words, at: number, lockAt: number, periodMs: number, tick: number): void {
  lockSequence(words, lockAt);
  const start = Atomics.load(words, at + START);
  const ageMs = ageOf(start, tick);
  if (start === 0 || ageMs >= periodMs) {
    const justOver = start !== 0 && ageMs < 2 * periodMs;
    const counted = Atomics.exchange(words, at + CURRENT, 0);
    Atomics.store(words, at + PREVIOUS, justOver ? counted : 0);
    Atomics.store(words, at + START, startTick(justOver ? start + periodMs : tick));
  }
  unlockSequence(words, lockAt);
}

/** Events per period at `tick`. */
export function readSharedRate(
  words: Words,
  at: number,
  lockAt: number,
  periodMs: number,
  tick: number,
): number {
  for (;;) {
    const sequence = freeSequence(words, lockAt);
    const start = Atomics.load(words, at + START);
    const current = Atomics.load(words, at + CURRENT) >>> 0;
    const previous = Atomics.load(words, at + PREVIOUS) >>> 0;
    // A rotation in between would count the same events twice, or not at all.
    if (Atomics.load(words, lockAt) !== sequence) continue;
    return slidingRate(current, previous, ageOf(start, tick), periodMs);
  }
}

/** What the counter holds at `tick`. */
export function readSharedCounts(
  words: Words,
  at: number,
  lockAt: number,
  tick: number,
): RateCounts {
  for (;;) {
    const sequence = freeSequence(words, lockAt);
    const counts = {
      ageMs: ageOf(Atomics.load(words, at + START), tick),
      current: Atomics.load(words, at + CURRENT) >>> 0,
      previous: Atomics.load(words, at + PREVIOUS) >>> 0,
    };
    if (Atomics.load(words, lockAt) === sequence) return counts;
  }
}

/** Sets the counter; one that shows nothing any more becomes empty. */
export function writeSharedCounts(
  words: Words,
  at: number,
  lockAt: number,
  periodMs: number,
  tick: number,
  { ageMs, current, previous }: RateCounts,
): void {
  const over = ageMs >= 2 * periodMs;
  lockSequence(words, lockAt);
  Atomics.store(words, at + START, over ? 0 : startTick((tick - ageMs) | 0));
  Atomics.store(words, at + CURRENT, over ? 0 : current);
  Atomics.store(words, at + PREVIOUS, over ? 0 : previous);
  unlockSequence(words, lockAt);
}

/** A counter with a lock of its own. */
export class SharedFreqCounter {
  readonly #words: Words;
  readonly #at: number;
  readonly #periodMs: number;

  constructor(words: Words, at: number, periodMs: number) {
    this.#words = words;
    this.#at = at;
    this.#periodMs = periodMs;
  }

  /** Counts `amount` events at `tick`. */
  add(tick: number, amount: number): void {
    addToSharedRate(this.#words, this.#at, this.#at + LOCK, this.#periodMs, tick, amount);
  }

  /** Events per period, at `tick`. */
  rate(tick: number): number {
    return readSharedRate(this.#words, this.#at, this.#at + LOCK, this.#periodMs, tick);
  }
}
