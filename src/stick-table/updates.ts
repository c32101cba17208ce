/**
 * Which entries of a table changed since somebody looked, in the arena: a flag for each entry and
 * a queue of those flagged. Any thread marks, one thread takes. An entry stands in the queue once
 * at most, so the queue never overflows, and a change to one that waits already costs one load.
 */
import type { Region } from "../core/arena.ts";
import { int32View } from "../core/record.ts";

/** Entries put into the queue so far. */
const TAIL = 0;
/** Entries taken so far. */
const HEAD = 1;
const HEADER_WORDS = 16;

const queueWords = (sizeEntries: number): number =>
  2 ** Math.ceil(Math.log2(Math.max(2, sizeEntries)));

export class TableUpdates {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #queueAt: number;
  readonly #mask: number;

  /** Over a region of `sizeBytes`; new memory is an empty queue. */
  constructor(region: Region, sizeEntries: number) {
    this.#words = int32View(region);
    this.#queueAt = HEADER_WORDS + sizeEntries;
    this.#mask = queueWords(sizeEntries) - 1;
  }

  static sizeBytes(sizeEntries: number): number {
    return 4 * (HEADER_WORDS + sizeEntries + queueWords(sizeEntries));
  }

  /** Says that an entry changed. */
  mark(entry: number): void {
    const words = this.#words;
    const flag = HEADER_WORDS + entry;
    if (Atomics.load(words, flag) !== 0 || Atomics.exchange(words, flag, 1) !== 0) return;
    const place = Atomics.add(words, TAIL, 1) & this.#mask;
    Atomics.store(words, this.#queueAt + place, entry + 1);
  }

  /** The next entry that changed, or -1; what changes from now on is marked anew. */
  take(): number {
    const words = this.#words;
    const head = words[HEAD]!;
    const at = this.#queueAt + (head & this.#mask);
    const entry = Atomics.load(words, at) - 1;
    if (entry < 0) return -1;
    Atomics.store(words, at, 0);
    words[HEAD] = (head + 1) | 0;
    Atomics.store(words, HEADER_WORDS + entry, 0);
    return entry;
  }
}
