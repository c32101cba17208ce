/**
 * Frequency counters as HAProxy has them: events of the current period, of the one before, and
 * when the current one began. The rate is the current count plus the part of the previous count
 * that the sliding window still covers. Time is in ticks: milliseconds as an int32 that wraps
 * after 49 days, of a clock that all threads share.
 */

/** Words that a counter takes in an Int32Array: start tick, current count, previous count. */
export const FREQ_COUNTER_WORDS = 3;

/** Tick at which the current period began; 0 before the first event. */
export const START = 0;
/** Events of the current period. */
export const CURRENT = 1;
/** Events of the period before. */
export const PREVIOUS = 2;
/** Ages above this are differences of a tick that lies a little before the start. */
const CLOCK_SKEW_AGE_MS = 2 ** 32 - 2 ** 16;

/** The time as a tick. */
export function tickOf(nowMs: number): number {
  return Math.floor(nowMs) | 0;
}

/** Age of the period at `tick`; zero if a thread that read the clock a little later began it. */
export function ageOf(start: number, tick: number): number {
  const ageMs = (tick - start) >>> 0;
  return ageMs > CLOCK_SKEW_AGE_MS ? 0 : ageMs;
}

/** A start that is not mistaken for "before the first event"; a millisecond does not matter. */
export function startTick(tick: number): number {
  return (tick | 0) === 0 ? 1 : tick;
}

/**
 * The rate from its three numbers, rounded down. A single event stays visible for all of the
 * next period, as HAProxy keeps it, so that slow rates do not flicker between 1 and 0.
 */
export function slidingRate(
  current: number,
  previous: number,
  ageMs: number,
  periodMs: number,
): number {
  const whole = ageMs < periodMs;
  const past = whole ? previous : current;
  const running = whole ? current : 0;
  const remainingMs = (whole ? periodMs : 2 * periodMs) - ageMs;
  if (remainingMs <= 0) return 0;
  if (running === 0 && past <= 1) return past;
  return running + Math.floor((past * remainingMs) / periodMs);
}

/** Counts `amount` events at `tick`. */
function addToRate(
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

/** Events per period at `tick`. */
function readRate(words: Int32Array, at: number, periodMs: number, tick: number): number {
  const ageMs = ageOf(words[at + START]!, tick);
  return slidingRate(words[at + CURRENT]! >>> 0, words[at + PREVIOUS]! >>> 0, ageMs, periodMs);
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
