/**
 * What compressions of all threads use together, and the limits beyond which no further one begins
 * (manual 3.2: maxcomprate, maxcompcpuusage, maxzlibmem). Those that run go on.
 */
import type { CompressionLimitsModel } from "../../config/model/global.ts";
import { tickOf } from "../../core/freq-counter.ts";
import { SHARED_FREQ_COUNTER_WORDS, SharedFreqCounter } from "../../core/shared-freq-counter.ts";
import type { CompressionFormat, CompressionSettings } from "../../runtime/compression.ts";

/** Words of the shared record: KiB in use, bytes in and out a second. */
const Word = { memoryKib: 0, bytesIn: 1, bytesOut: 1 + SHARED_FREQ_COUNTER_WORDS };
/** Size of the record in bytes. */
export const BUDGET_BYTES: number =
  (1 + 2 * SHARED_FREQ_COUNTER_WORDS) * Int32Array.BYTES_PER_ELEMENT;

const PERIOD_MS = 1000;
/** About what Brotli and Zstandard take with the windows that the adapters give them. */
const OTHER_FORMAT_KIB = 1024;

/** The process as the budget asks it. */
export interface ProcessUse {
  /** Bytes a second that may go in, as the runtime API may have changed it; 0 for no limit. */
  rateLimitBytes(): number;
  /** How busy the process was in the last second; asked only if there is a limit. */
  cpuPercent(): number;
}

export class CompressionBudget {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #bytesIn: SharedFreqCounter;
  readonly #bytesOut: SharedFreqCounter;
  readonly #use: ProcessUse;
  #limits: CompressionLimitsModel;

  constructor(
    words: Int32Array<SharedArrayBuffer>,
    limits: CompressionLimitsModel,
    use: ProcessUse,
  ) {
    this.#words = words;
    this.#bytesIn = new SharedFreqCounter(words, Word.bytesIn, PERIOD_MS);
    this.#bytesOut = new SharedFreqCounter(words, Word.bytesOut, PERIOD_MS);
    this.#limits = limits;
    this.#use = use;
  }

  /** Another configuration holds now. */
  set limits(limits: CompressionLimitsModel) {
    this.#limits = limits;
  }

  get settings(): CompressionSettings {
    return this.#limits;
  }

  /** Whether a further compression may begin. */
  mayBegin(format: CompressionFormat | null, nowMs: number): boolean {
    const rateLimitBytes = this.#use.rateLimitBytes();
    if (rateLimitBytes > 0 && this.bytesIn(nowMs) > rateLimitBytes) return false;
    const { cpuPercent, memoryBytes } = this.#limits;
    if (cpuPercent < 100 && this.#use.cpuPercent() > cpuPercent) return false;
    if (memoryBytes === 0 || format === null) return true;
    return (this.memoryKib + this.#kibOf(format)) * 1024 <= memoryBytes;
  }

  /** Counts bytes that a compressor took and gave. */
  count(sizeIn: number, sizeOut: number, nowMs: number): void {
    const tick = tickOf(nowMs);
    this.#bytesIn.add(tick, sizeIn);
    this.#bytesOut.add(tick, sizeOut);
  }

  bytesIn(nowMs: number): number {
    return this.#bytesIn.rate(tickOf(nowMs));
  }

  bytesOut(nowMs: number): number {
    return this.#bytesOut.rate(tickOf(nowMs));
  }

  /** Memory of the compressors in use on all threads. */
  get memoryKib(): number {
    return Atomics.load(this.#words, Word.memoryKib);
  }

  /** A compressor was made; what it takes is given back by `release`. */
  hold(format: CompressionFormat): number {
    const sizeKib = this.#kibOf(format);
    Atomics.add(this.#words, Word.memoryKib, sizeKib);
    return sizeKib;
  }

  release(sizeKib: number): void {
    Atomics.sub(this.#words, Word.memoryKib, sizeKib);
  }

  /** Deflate: what zlib's documentation says of its window and its hash tables. */
  #kibOf(format: CompressionFormat): number {
    if (format === "brotli" || format === "zstd") return OTHER_FORMAT_KIB;
    const { windowBits, memoryLevel } = this.#limits;
    return Math.ceil((2 ** (windowBits + 2) + 2 ** (memoryLevel + 9)) / 1024);
  }
}
