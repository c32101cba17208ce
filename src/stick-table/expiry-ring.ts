/**
 * When entries of a table expire: a ring of time slots in the arena, each a doubly linked list.
 * An entry stands in the slot of the expiry it had when it was linked; touching it only stores a
 * later expiry, and it moves when its slot comes up. Every call is made under the table's lock.
 */
import { ENTRY, HEADER, RING_SLOTS } from "./layout.ts";
import type { TableLayout } from "./layout.ts";

const FIRST = 0;
const LAST = 1;

export class ExpiryRing {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #layout: TableLayout;
  readonly #expires: boolean;

  /** @param expires false for a table whose entries live for ever: they queue in one slot. */
  constructor(words: Int32Array<SharedArrayBuffer>, layout: TableLayout, expires: boolean) {
    this.#words = words;
    this.#layout = layout;
    this.#expires = expires;
  }

  /** The slot of a tick. Slots and their count are powers of two, so ticks may wrap. */
  slotOf(tick: number): number {
    return this.#expires ? (tick >>> this.#layout.ringShift) & (RING_SLOTS - 1) : 0;
  }

  /** The first tick of the slot after that of `tick`. */
  nextSlotTick(tick: number): number {
    const { ringShift } = this.#layout;
    return ((tick >> ringShift) + 1) << ringShift;
  }

  /** Where a sweep up to `tick` begins that came to `sweptTick`: each slot comes up once at most. */
  resumeTick(sweptTick: number, tick: number): number {
    const spanMs = (RING_SLOTS - 1) * 2 ** this.#layout.ringShift;
    return (tick - sweptTick) >>> 0 > spanMs ? (tick - spanMs) | 0 : sweptTick;
  }

  /** First entry of the slot, or -1. */
  first(slot: number): number {
    return this.#words[this.#slotAt(slot) + FIRST]! - 1;
  }

  /** Last entry of the slot, or -1. */
  last(slot: number): number {
    return this.#words[this.#slotAt(slot) + LAST]! - 1;
  }

  /** Marks the last entry of the slot: until `mark` is -1 the entries before it are still there. */
  markLast(slot: number): void {
    this.#words[HEADER.sweepMark] = this.last(slot) + 1;
  }

  /** The marked entry, or the one before it when it has left its slot since; -1 for none. */
  mark(): number {
    return this.#words[HEADER.sweepMark]! - 1;
  }

  /** The entry after this one in its slot, or -1. */
  after(entry: number): number {
    return this.#words[this.#entryAt(entry) + ENTRY.ringNext]! - 1;
  }

  /** The slot in which the entry is linked. */
  linkedSlot(entry: number): number {
    return this.#words[this.#entryAt(entry) + ENTRY.ringSlot]! - 1;
  }

  /** Puts the entry last into the slot. */
  link(entry: number, slot: number): void {
    const words = this.#words;
    const slotAt = this.#slotAt(slot);
    const entryAt = this.#entryAt(entry);
    const last = words[slotAt + LAST]!;
    words[entryAt + ENTRY.ringNext] = 0;
    words[entryAt + ENTRY.ringPrevious] = last;
    words[entryAt + ENTRY.ringSlot] = slot + 1;
    words[last === 0 ? slotAt + FIRST : this.#entryAt(last - 1) + ENTRY.ringNext] = entry + 1;
    words[slotAt + LAST] = entry + 1;
  }

  /** Takes the entry out of its slot. */
  unlink(entry: number): void {
    const words = this.#words;
    const entryAt = this.#entryAt(entry);
    const slotAt = this.#slotAt(words[entryAt + ENTRY.ringSlot]! - 1);
    const next = words[entryAt + ENTRY.ringNext]!;
    const previous = words[entryAt + ENTRY.ringPrevious]!;
    words[previous === 0 ? slotAt + FIRST : this.#entryAt(previous - 1) + ENTRY.ringNext] = next;
    words[next === 0 ? slotAt + LAST : this.#entryAt(next - 1) + ENTRY.ringPrevious] = previous;
    words[entryAt + ENTRY.ringSlot] = 0;
    if (words[HEADER.sweepMark] === entry + 1) words[HEADER.sweepMark] = previous;
  }

  #slotAt(slot: number): number {
    return this.#layout.ringAt + 2 * slot;
  }

  #entryAt(entry: number): number {
    return this.#layout.entriesAt + entry * this.#layout.entryWords;
  }
}
