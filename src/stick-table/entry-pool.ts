/**
 * The memory of a table's entries: which are free, and until when the others live. Taking and giving
 * back happens under the table's lock.
 */
import { tickOf } from "../core/freq-counter.ts";
import { ENTRY, HEADER } from "./layout.ts";
import type { TableLayout } from "./layout.ts";
import type { StickTableSpec } from "./spec.ts";

/** The time of a thread, in ms of a clock that starts alike on all threads. */
export interface TableClock {
  readonly nowMs: number;
}

export class EntryPool {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly layout: TableLayout;
  readonly spec: StickTableSpec;
  readonly #clock: TableClock;

  constructor(
    spec: StickTableSpec,
    layout: TableLayout,
    words: Int32Array<SharedArrayBuffer>,
    clock: TableClock,
  ) {
    this.words = words;
    this.layout = layout;
    this.spec = spec;
    this.#clock = clock;
  }

  tick(): number {
    return tickOf(this.#clock.nowMs);
  }

  /** Index of the entry's first word. */
  at(entry: number): number {
    return this.layout.entriesAt + entry * this.layout.entryWords;
  }

  /** Whether an entry was given back; others may never have been in use. */
  hasFree(): boolean {
    return this.words[HEADER.free] !== 0;
  }

  /** A free entry, or -1. */
  take(): number {
    const { words } = this;
    const free = words[HEADER.free]!;
    if (free !== 0) {
      words[HEADER.free] = words[this.at(free - 1) + ENTRY.next]!;
      return free - 1;
    }
    const entry = words[HEADER.everUsed]!;
    if (entry >= this.spec.size) return -1;
    Atomics.store(words, HEADER.everUsed, entry + 1);
    return entry;
  }

  /** Gives back an entry that no key leads to any more. */
  give(entry: number): void {
    const { words } = this;
    const at = this.at(entry);
    Atomics.store(words, at + ENTRY.held, 0);
    words[at + ENTRY.next] = words[HEADER.free]!;
    words[HEADER.free] = entry + 1;
    Atomics.sub(words, HEADER.used, 1);
  }

  /** Whether the entry's time is over; a held entry lives on. */
  expired(entry: number): boolean {
    if (this.spec.expireMs === 0) return false;
    const at = this.at(entry);
    if (Atomics.load(this.words, at + ENTRY.held) > 0) return false;
    return ((Atomics.load(this.words, at + ENTRY.expireTick) - this.tick()) | 0) <= 0;
  }

  /** Lets the entry live for the table's `expire` from now. */
  touch(entry: number): void {
    this.expireAfter(entry, this.spec.expireMs);
  }

  /**
   * Lets the entry live for `restMs`, at most `expire`. The sweep finds one that is due before its
   * slot comes up only then; lookups know at once.
   */
  expireAfter(entry: number, restMs: number): void {
    const expireTick = this.tick() + Math.min(restMs, this.spec.expireMs);
    Atomics.store(this.words, this.at(entry) + ENTRY.expireTick, expireTick);
  }

  /** Sets all stored data to zero. */
  clearData(entry: number): void {
    const at = this.at(entry);
    const { keyAt, keyWords, entryWords } = this.layout;
    this.words.fill(0, at + keyAt + keyWords, at + entryWords);
  }
}
