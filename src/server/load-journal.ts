/**
 * Which servers of a farm took or gave back a connection, or a place in their queue, in the order in
 * which it happened on all threads. Each thread reads it from where it was; what was written more
 * than `CAPACITY` entries ago is gone. Lives in the arena; writing takes no lock.
 */
import type { Region } from "../core/arena.ts";
import { int32View } from "../core/record.ts";

const CAPACITY = 1024;
const HEAD_WORD = 0;
const ENTRIES_AT = 16;
/** A server's number, and the place of the entry, from 1, by which a reader knows that it is whole. */
const ENTRY_WORDS = 2;

export const JOURNAL_BYTES: number = (ENTRIES_AT + CAPACITY * ENTRY_WORDS) * 4;

export class LoadJournal {
  readonly #words: Int32Array<SharedArrayBuffer>;

  /** @param region of `JOURNAL_BYTES`, zeroed when new. */
  constructor(region: Region) {
    this.#words = int32View(region);
  }

  /** How many entries were written, modulo 2^32: where the next one goes. */
  get head(): number {
    return Atomics.load(this.#words, HEAD_WORD);
  }

  /** Writes down that the load of the server with that number changed. */
  add(number: number): void {
    const at = Atomics.add(this.#words, HEAD_WORD, 1);
    const word = wordOf(at);
    this.#words[word] = number;
    Atomics.store(this.#words, word + 1, (at + 1) | 0);
  }

  /** The number at `at`; 0 while it is being written, or when a newer entry stands there. */
  read(at: number): number {
    const word = wordOf(at);
    const expected = (at + 1) | 0;
    if (Atomics.load(this.#words, word + 1) !== expected) return 0;
    const number = this.#words[word]!;
    return Atomics.load(this.#words, word + 1) === expected ? number : 0;
  }

  /** Whether entries from `at` to `head` may be gone already. */
  hasLost(at: number, head: number): boolean {
    return ((head - at) | 0) >>> 0 > CAPACITY / 2;
  }
}

function wordOf(at: number): number {
  return ENTRIES_AT + (at & (CAPACITY - 1)) * ENTRY_WORDS;
}
