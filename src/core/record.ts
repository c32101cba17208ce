/**
 * Typed views of arena regions: records of Int32 fields that threads share, and counter blocks
 * of which every thread writes its own. A block's row is padded to whole cache lines, so that
 * two threads never write the same line.
 */
import type { Region } from "./arena.ts";

const FLOAT64_BYTES = 8;
const INT32_BYTES = 4;
const LINE_FLOATS = 8;

/** The region as Int32 words, for Atomics. */
export function int32View(region: Region): Int32Array<SharedArrayBuffer> {
  return new Int32Array(region.buffer, region.byteOffset, region.byteLength / INT32_BYTES);
}

/** The region as Float64 numbers. */
function float64View(region: Region): Float64Array<SharedArrayBuffer> {
  return new Float64Array(region.buffer, region.byteOffset, region.byteLength / FLOAT64_BYTES);
}

/**
 * Counters of one thing (a frontend, a server), one row a thread. Exact up to 2^53. A thread adds
 * to its own row without a lock; the reader sums the rows, and may miss what is added meanwhile.
 */
export class CounterBlock {
  readonly #values: Float64Array<SharedArrayBuffer>;
  readonly #rowFloats: number;
  readonly #threadCount: number;
  readonly #base: number;

  /** @param threadIndex 0-based index of the thread that will call `add` and `peak`. */
  constructor(region: Region, counterCount: number, threadCount: number, threadIndex: number) {
    this.#values = float64View(region);
    this.#rowFloats = CounterBlock.#rowFloatsOf(counterCount);
    this.#threadCount = threadCount;
    this.#base = this.#rowFloats * threadIndex;
  }

  static #rowFloatsOf(counterCount: number): number {
    return Math.ceil(counterCount / LINE_FLOATS) * LINE_FLOATS;
  }

  /** The bytes that such a block takes. */
  static sizeBytes(counterCount: number, threadCount: number): number {
    return CounterBlock.#rowFloatsOf(counterCount) * threadCount * FLOAT64_BYTES;
  }

  /** Adds `amount`, which may be negative, to this thread's counter. */
  add(index: number, amount: number): void {
    this.#values[this.#base + index]! += amount;
  }

  /** Raises this thread's counter to `value` if it is lower. */
  peak(index: number, value: number): void {
    if (value > this.#values[this.#base + index]!) this.#values[this.#base + index] = value;
  }

  /** This thread's counter. */
  own(index: number): number {
    return this.#values[this.#base + index]!;
  }

  /** The counter summed over all threads. */
  sum(index: number): number {
    let total = 0;
    for (let thread = 0; thread < this.#threadCount; thread++) {
      total += this.#values[thread * this.#rowFloats + index]!;
    }
    return total;
  }

  /** The counter of each thread. */
  perThread(index: number): number[] {
    return Array.from(
      { length: this.#threadCount },
      (_, thread) => this.#values[thread * this.#rowFloats + index]!,
    );
  }

  /** The highest value of any thread. */
  max(index: number): number {
    let highest = 0;
    for (let thread = 0; thread < this.#threadCount; thread++) {
      highest = Math.max(highest, this.#values[thread * this.#rowFloats + index]!);
    }
    return highest;
  }

  /** Sets the counter to zero on all threads ("clear counters"). */
  clear(index: number): void {
    for (let thread = 0; thread < this.#threadCount; thread++) {
      this.#values[thread * this.#rowFloats + index] = 0;
    }
  }
}
