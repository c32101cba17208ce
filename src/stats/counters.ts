/**
 * The counters of one frontend, listener, backend or server; one class for all four, so that the
 * data path's calls stay monomorphic. Sums are one store into the calling thread's own row and are
 * summed by the reader; current counts are Atomics, as every thread must see them exactly.
 */
import type { RegionSource } from "../core/arena.ts";
import { tickOf } from "../core/freq-counter.ts";
import { SharedFreqCounter } from "../core/shared-freq-counter.ts";
import { CounterBlock, int32View } from "../core/record.ts";
import {
  FIRST_RATE_WORD,
  Gauge,
  GAUGE_WORDS,
  Peak,
  Rate,
  RATE_WORDS,
  SLOT_COUNT,
  Slot,
  Times,
} from "./slots.ts";

/** Times are averaged over this many requests of a thread (management manual 9.1, qtime). */
const TIME_SAMPLES = 1024;
/** Sums that go down, too. */
const CURRENT_COUNTS: ReadonlySet<Slot> = new Set([
  Slot.h1OpenConnections,
  Slot.h1OpenStreams,
  Slot.idleConnections,
  Slot.timers,
  Slot.activePeers,
  Slot.connectedPeers,
]);
const INT32_BYTES = 4;
const RATE_PERIOD_MS = 1000;

const rateWord = (rate: Rate): number => FIRST_RATE_WORD + rate * RATE_WORDS;
const highestRateWord = (rate: Rate): number => rateWord(rate) + RATE_WORDS - 1;

/** Raises a shared word to `value` if it is lower. */
function raise(words: Int32Array<SharedArrayBuffer>, index: number, value: number): void {
  let known = Atomics.load(words, index);
  while (value > known) {
    const found = Atomics.compareExchange(words, index, known, value);
    if (found === known) return;
    known = found;
  }
}

/** Averages, in milliseconds. */
export interface MeanTimes {
  readonly queueMs: number;
  readonly connectMs: number;
  readonly responseMs: number;
  readonly totalMs: number;
}

export class Counters {
  readonly #block: CounterBlock;
  readonly #shared: Int32Array<SharedArrayBuffer>;
  readonly #rates: readonly SharedFreqCounter[];

  /**
   * The counters named `name` ("frontend/web", "server/app/s1"): two regions of the arena.
   * @param threadIndex 0-based index of the thread that will count with this object.
   */
  constructor(arena: RegionSource, name: string, threadCount: number, threadIndex: number) {
    const blockBytes = CounterBlock.sizeBytes(SLOT_COUNT, threadCount);
    const block = arena.region(`counters/${name}`, blockBytes);
    this.#block = new CounterBlock(block, SLOT_COUNT, threadCount, threadIndex);
    this.#shared = int32View(arena.region(`gauges/${name}`, GAUGE_WORDS * INT32_BYTES));
    this.#rates = Object.values(Rate).map(
      (rate) => new SharedFreqCounter(this.#shared, rateWord(rate), RATE_PERIOD_MS),
    );
  }

  /** Adds `amount` to this thread's count. */
  add(slot: Slot, amount: number): void {
    this.#block.add(slot, amount);
  }

  /** The count over all threads. */
  sum(slot: Slot): number {
    return this.#block.sum(slot);
  }

  /** The count of each thread. */
  perThread(slot: Slot): number[] {
    return this.#block.perThread(slot);
  }

  /** Counts an HTTP response under its class. */
  countResponse(status: number): void {
    const hundreds = Math.floor(status / 100);
    const known = hundreds >= 1 && hundreds <= 5;
    this.#block.add(known ? Slot.hrsp1xx + hundreds - 1 : Slot.hrspOther, 1);
  }

  /** One more session or stream; returns how many there are now. */
  enter(): number {
    const count = Atomics.add(this.#shared, Gauge.scur, 1) + 1;
    if (count > this.#shared[Gauge.smax]!) raise(this.#shared, Gauge.smax, count);
    return count;
  }

  /** One more session unless there are `limit` already; false then. Exact over all threads. */
  tryEnter(limit: number): boolean {
    let known = Atomics.load(this.#shared, Gauge.scur);
    while (known < limit) {
      const found = Atomics.compareExchange(this.#shared, Gauge.scur, known, known + 1);
      if (found === known) {
        if (known >= this.#shared[Gauge.smax]!) raise(this.#shared, Gauge.smax, known + 1);
        return true;
      }
      known = found;
    }
    return false;
  }

  /** One session or stream less; returns how many are left. */
  leave(): number {
    return Atomics.sub(this.#shared, Gauge.scur, 1) - 1;
  }

  /** One more in the queue; returns how many wait now. */
  enqueue(): number {
    const count = Atomics.add(this.#shared, Gauge.qcur, 1) + 1;
    if (count > this.#shared[Gauge.qmax]!) raise(this.#shared, Gauge.qmax, count);
    return count;
  }

  /** One less in the queue; returns how many are left. */
  dequeue(): number {
    return Atomics.sub(this.#shared, Gauge.qcur, 1) - 1;
  }

  /** A connection to the server came into use. */
  useConnection(): void {
    const count = Atomics.add(this.#shared, Gauge.usedConnCur, 1) + 1;
    if (count > this.#shared[Gauge.usedConnMax]!) raise(this.#shared, Gauge.usedConnMax, count);
  }

  /** A connection to the server went out of use: idle or closed. */
  unuseConnection(): void {
    Atomics.sub(this.#shared, Gauge.usedConnCur, 1);
  }

  /** Connections put into (1) or taken out of (-1) the idle pool. */
  addIdle(change: number, safe: boolean): void {
    Atomics.add(this.#shared, safe ? Gauge.safeConnCur : Gauge.idleConnCur, change);
    this.#block.add(Slot.idleConnections, change);
  }

  /** Sessions now. */
  sessions(): number {
    return Atomics.load(this.#shared, Gauge.scur);
  }

  /** A current count or its maximum. */
  gauge(gauge: (typeof Gauge)[keyof typeof Gauge]): number {
    return Atomics.load(this.#shared, gauge);
  }

  /**
   * Counts one event towards a rate.
   * @param nowMs milliseconds of the monotonic clock that all threads share.
   */
  countRate(rate: Rate, nowMs: number): void {
    const counter = this.#rates[rate]!;
    const tick = tickOf(nowMs);
    counter.add(tick, 1);
    raise(this.#shared, highestRateWord(rate), counter.rate(tick));
  }

  /** Events in the second that ends at `nowMs`. */
  rate(rate: Rate, nowMs: number): number {
    return this.#rates[rate]!.rate(tickOf(nowMs));
  }

  highestRate(rate: Rate): number {
    return Atomics.load(this.#shared, highestRateWord(rate));
  }

  /** A session was given to the backend or server. */
  markSession(nowMs: number): void {
    // Seconds from 1 on, so that zero means "never".
    this.#block.peak(Peak.lastSessionSec, Math.floor(nowMs / 1000) + 1);
  }

  /** Seconds since the last `markSession`, -1 if there was none. */
  secondsSinceSession(nowMs: number): number {
    const last = this.#block.max(Peak.lastSessionSec);
    return last === 0 ? -1 : Math.max(0, Math.floor(nowMs / 1000) + 1 - last);
  }

  /** Takes the times of a finished request into the averages and maxima; unknown times are 0. */
  recordTimes(queueMs: number, connectMs: number, responseMs: number, totalMs: number): void {
    const block = this.#block;
    const full = block.own(Times.samples) >= TIME_SAMPLES;
    this.#slide(Times.queue, queueMs, full);
    this.#slide(Times.connect, connectMs, full);
    this.#slide(Times.response, responseMs, full);
    this.#slide(Times.total, totalMs, full);
    if (!full) block.add(Times.samples, 1);
    block.peak(Peak.qtimeMax, queueMs);
    block.peak(Peak.ctimeMax, connectMs);
    block.peak(Peak.rtimeMax, responseMs);
    block.peak(Peak.ttimeMax, totalMs);
  }

  /** A sliding sum: once it holds the window's samples, a new one pushes an average one out. */
  #slide(slot: number, valueMs: number, full: boolean): void {
    const pushedOut = full ? this.#block.own(slot) / TIME_SAMPLES : 0;
    this.#block.add(slot, valueMs - pushedOut);
  }

  /** The averages over the last requests of all threads. */
  meanTimes(): MeanTimes {
    const samples = Math.max(1, this.#block.sum(Times.samples));
    const mean = (slot: number): number => Math.round(this.#block.sum(slot) / samples);
    return {
      queueMs: mean(Times.queue),
      connectMs: mean(Times.connect),
      responseMs: mean(Times.response),
      totalMs: mean(Times.total),
    };
  }

  /** The longest time seen, in ms. */
  longestMs(peak: (typeof Peak)[keyof typeof Peak]): number {
    return Math.round(this.#block.max(peak));
  }

  /** Forgets the maxima ("clear counters"). */
  clearMaxima(): void {
    Atomics.store(this.#shared, Gauge.smax, this.gauge(Gauge.scur));
    Atomics.store(this.#shared, Gauge.qmax, this.gauge(Gauge.qcur));
    Atomics.store(this.#shared, Gauge.usedConnMax, this.gauge(Gauge.usedConnCur));
    for (const rate of Object.values(Rate)) Atomics.store(this.#shared, highestRateWord(rate), 0);
    for (const peak of Object.values(Peak)) {
      if (peak !== Peak.lastSessionSec) this.#block.clear(peak);
    }
  }

  /** Forgets maxima and sums ("clear counters all"). What is open now stays counted. */
  clearAll(): void {
    this.clearMaxima();
    for (const slot of Object.values(Slot)) {
      if (!CURRENT_COUNTS.has(slot)) this.#block.clear(slot);
    }
    for (const slot of Object.values(Times)) this.#block.clear(slot);
  }
}
