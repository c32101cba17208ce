/**
 * Frequency counters as HAProxy has them: events of the current period, of the one before, and
 * when the current one began. The rate is the current count plus the part of the previous count
 * that the sliding window still covers. Time is in ticks: milliseconds as an int32 that wraps
 * after 49 days, of a clock that all threads share.
 */

/** Words that a counter takes in an Int32Array: start tick, current count, previous count. */
export const FREQ_COUNTER_WORDS = 3;

/** Words that a SharedFreqCounter takes: the same and a lock. */
export const SHARED_FREQ_COUNTER_WORDS = 4;

/** Tick at which the current period began; 0 before the first event. */
const START = 0;
const CURRENT = 1;
const PREVIOUS = 2;
const LOCK = 3;
/** Ages above this are differences of a tick that lies a little before the start. */
const CLOCK_SKEW_AGE_MS = 2 ** 32 - 2 ** 16;

/** The time as a tick. */
export function tickOf(nowMs: number): number {
  return Math.floor(nowMs) | 0;
}

/** Age of the period at `tick`; zero if a thread that read the clock a little later began it. */
function ageOf(start: number, tick: number): number {
  const ageMs = (tick - start) >>> 0;
  return ageMs > CLOCK_SKEW_AGE_MS ? 0 : ageMs;
}

/** A start that is not mistaken for "before the first event"; a millisecond does not matter. */
function startTick(tick: number): number {
  return (tick | 0) === 0 ? 1 : tick;
}

/**
 * The rate from its three numbers, rounded down. A single event stays visible for all of the
 * next period, as HAProxy keeps it, so that slow rates do not flicker between 1 and 0.
 */
function slidingRate(current: number, previous: number, ageMs: number, periodMs: number): number {
  const whole = ageMs < periodMs;
  const past = whole ? previous : current;
  const running = whole ? current : 0;
  const remainingMs = (whole ? periodMs : 2 * periodMs) - ageMs;
  if (remainingMs <= 0) return 0;
  if (running === 0 && past <= 1) return past;
  return running + Math.floor((past * remainingMs) / periodMs);
}

/** Counts `amount` events at `tick`. One thread only, or under the caller's lock. */
export function addToRate(
  words: Int32Array,
  at: number,
  periodMs: number,
  tick: number,
  amount: number,
): void {
  const start = words[at + START]!;
  const ageMs = ageOf(start, tick);
  if (start === 0 || ageMs >= periodMs) {
    const justOver = start !== 0 && ageMs < 2 * periodMs;
    words[at + PREVIOUS] = justOver ? words[at + CURRENT]! : 0;
    words[at + CURRENT] = 0;
    words[at + START] = startTick(justOver ? start + periodMs : tick);
  }
  words[at + CURRENT] = words[at + CURRENT]! + amount;
}

/** Events per period at `tick`. One thread only, or under the caller's lock. */
export function readRate(words: Int32Array, at: number, periodMs: number, tick: number): number {
  const ageMs = ageOf(words[at + START]!, tick);
  return slidingRate(words[at + CURRENT]! >>> 0, words[at + PREVIOUS]! >>> 0, ageMs, periodMs);
}

/** A counter as one process tells it to another: times as ages, since clocks differ. */
interface RateCounts {
  /** Of the current period, 0..2^32-1. */
  readonly ageMs: number;
  readonly current: number;
  readonly previous: number;
}

/** What a counter holds at `tick`. One thread only, or under the caller's lock. */
export function readRateCounts(words: Int32Array, at: number, tick: number): RateCounts {
  return {
    ageMs: ageOf(words[at + START]!, tick),
    current: words[at + CURRENT]! >>> 0,
    previous: words[at + PREVIOUS]! >>> 0,
  };
}

/** Sets a counter; one that shows nothing any more becomes empty. As `readRateCounts`. */
export function writeRateCounts(
  words: Int32Array,
  at: number,
  periodMs: number,
  tick: number,
  { ageMs, current, previous }: RateCounts,
): void {
  const over = ageMs >= 2 * periodMs;
  words[at + START] = over ? 0 : startTick((tick - ageMs) | 0);
  words[at + CURRENT] = over ? 0 : current;
  words[at + PREVIOUS] = over ? 0 : previous;
}

/** A counter of one thread. */
export class FreqCounter {
  readonly #words: Int32Array = new Int32Array(FREQ_COUNTER_WORDS);
  readonly #periodMs: number;

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** Counts `amount` events at `tick` and returns the rate with them. */
  add(tick: number, amount: number): number {
    addToRate(this.#words, 0, this.#periodMs, tick, amount);
    return this.rate(tick);
  }

  /** Events per period, at `tick`. */
  rate(tick: number): number {
    return readRate(this.#words, 0, this.#periodMs, tick);
  }
}

/** A counter that all threads add to, over words of the arena. No event is lost. */
export class SharedFreqCounter {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #at: number;
  readonly #periodMs: number;

  constructor(words: Int32Array<SharedArrayBuffer>, at: number, periodMs: number) {
    this.#words = words;
    this.#at = at;
    this.#periodMs = periodMs;
  }

  /** Counts `amount` events at `tick`. */
  add(tick: number, amount: number): void {
    const start = Atomics.load(this.#words, this.#at + START);
    if (start === 0 || ageOf(start, tick) >= this.#periodMs) this.#rotate(tick);
    Atomics.add(this.#words, this.#at + CURRENT, amount);
  }

  /** Events per period, at `tick`. */
  rate(tick: number): number {
    for (;;) {
      const start = Atomics.load(this.#words, this.#at + START);
      const current = Atomics.load(this.#words, this.#at + CURRENT) >>> 0;
      const previous = Atomics.load(this.#words, this.#at + PREVIOUS) >>> 0;
      // A rotation in between would count the same events twice, or not at all.
      const settled = Atomics.load(this.#words, this.#at + LOCK) === 0;
      if (!settled || Atomics.load(this.#words, this.#at + START) !== start) continue;
      return slidingRate(current, previous, ageOf(start, tick), this.#periodMs);
    }
  }

  /** Begins the next period, unless another thread just did; events meanwhile go to either. */
  #rotate(tick: number): void {
    const words = this.#words;
    const at = this.#at;
    while (Atomics.compareExchange(words, at + LOCK, 0, 1) !== 0);
    const start = Atomics.load(words, at + START);
    const ageMs = ageOf(start, tick);
    if (start === 0 || ageMs >= this.#periodMs) {
      const justOver = start !== 0 && ageMs < 2 * this.#periodMs;
      const counted = Atomics.exchange(words, at + CURRENT, 0);
      Atomics.store(words, at + PREVIOUS, justOver ? counted : 0);
      Atomics.store(words, at + START, startTick(justOver ? start + this.#periodMs : tick));
    }
    Atomics.store(words, at + LOCK, 0);
  }
}
