/**
 * How entries leave a table: removed, swept when they have expired, evicted to make room. Every call
 * is made under the table's lock; each has a bound on the entries it looks at.
 */
import type { Buckets } from "./buckets.ts";
import type { EntryPool } from "./entry-pool.ts";
import type { ExpiryRing } from "./expiry-ring.ts";
import { ENTRY, HEADER, RING_SLOTS } from "./layout.ts";

/** Entries weighed against each other for each one evicted. */
const EVICTION_SAMPLE = 16;
/** By which the clock of the thread that swept last may be ahead of this one's. */
const MOST_SKEW_MS = 2 ** 16;

export class Departures {
  readonly #pool: EntryPool;
  readonly #ring: ExpiryRing;
  readonly #buckets: Buckets;
  constructor(pool: EntryPool, ring: ExpiryRing, buckets: Buckets) {
    this.#pool = pool;
    this.#ring = ring;
    this.#buckets = buckets;
  }

  /** Takes out an entry that has exactly `holds` holds. */
  drop(entry: number, holds: number): boolean {
    const bucketLock = this.#buckets.lockOf(entry);
    const { words } = this.#pool;
    const droppable = Atomics.load(words, this.#pool.at(entry) + ENTRY.held) === holds;
    if (droppable) this.#buckets.unchain(entry);
    this.#buckets.unlock(bucketLock);
    if (droppable) this.#free(entry);
    return droppable;
  }

  /**
   * Takes out expired entries, looking at `mostVisits` at most; true when it came to the end. Slots
   * before that of now are emptied; those entries of the latter that are not due yet are looked at
   * once and put back, so that who goes on until it is true comes to an end.
   */
  sweep(mostVisits: number): boolean {
    const { words } = this.#pool;
    const tick = this.#pool.tick();
    const aheadMs = (words[HEADER.sweptTick]! - tick) | 0;
    if (aheadMs > 0 && aheadMs < MOST_SKEW_MS) return true;
    const nowSlot = this.#ring.slotOf(tick);
    let visitsLeft = mostVisits;
    let swept = this.#ring.resumeTick(words[HEADER.sweptTick]!, tick);
    for (;;) {
      const slot = this.#ring.slotOf(swept);
      visitsLeft = this.#sweepSlot(slot, visitsLeft);
      words[HEADER.sweptTick] = swept;
      if (this.#ring.mark() !== -1) return false;
      // What was put back while the slot was that of now may be due before the slot is over.
      const passTick = words[HEADER.passTick]!;
      const again = this.#ring.slotOf(passTick) === slot;
      swept = again ? passTick : this.#ring.nextSlotTick(swept);
      if (again && slot === nowSlot) break;
    }
    words[HEADER.sweptTick] = swept;
    return true;
  }

  /** Takes out `count` entries, those first that would expire first, as far as nobody holds them. */
  evictEldest(count: number): void {
    const { spec, words } = this.#pool;
    const firstSlot = this.#ring.slotOf(words[HEADER.sweptTick]!);
    const slots = spec.expireMs > 0 ? RING_SLOTS : 1;
    let missing = count;
    for (let step = 0; step < slots && missing > 0; step++) {
      const slot = (firstSlot + step) & (RING_SLOTS - 1);
      for (let eldest = 0; missing > 0 && eldest !== -1;) {
        eldest = this.#eldestOf(slot);
        if (eldest !== -1 && this.drop(eldest, 0)) missing--;
      }
    }
  }

  /**
   * Begins or goes on with a pass over the slot: takes out what is due and moves on what was touched
   * or is held; what is due later in the same slot goes to its end. Returns how many of the visits
   * are left; the pass is over when the ring has no mark.
   */
  #sweepSlot(slot: number, visitsLeft: number): number {
    const mark = this.#ring.mark();
    if (mark === -1 || this.#ring.linkedSlot(mark) !== slot) {
      this.#ring.markLast(slot);
      this.#pool.words[HEADER.passTick] = this.#pool.tick();
    }
    let left = visitsLeft;
    for (; this.#ring.mark() !== -1 && left > 0; left--) {
      const entry = this.#ring.first(slot);
      if (!this.#dropExpired(entry)) this.#relink(entry);
    }
    return left;
  }

  /** Takes out an entry that has expired, asked under its bucket's lock: it may be renewed. */
  #dropExpired(entry: number): boolean {
    if (!this.#pool.expired(entry)) return false;
    const bucketLock = this.#buckets.lockOf(entry);
    const droppable = this.#pool.expired(entry);
    if (droppable) this.#buckets.unchain(entry);
    this.#buckets.unlock(bucketLock);
    if (droppable) this.#free(entry);
    return droppable;
  }

  #free(entry: number): void {
    this.#ring.unlink(entry);
    this.#pool.give(entry);
  }

  /** Moves an entry to the slot of its expiry now; a held one that is overdue to the next slot. */
  #relink(entry: number): void {
    this.#ring.unlink(entry);
    this.#ring.link(entry, this.#dueSlot(entry));
  }

  #dueSlot(entry: number): number {
    const tick = this.#pool.tick();
    const { words, layout } = this.#pool;
    const expireTick = Atomics.load(words, this.#pool.at(entry) + ENTRY.expireTick);
    const overdue = ((expireTick - tick) | 0) <= 0;
    return this.#ring.slotOf(overdue ? tick + 2 ** layout.ringShift : expireTick);
  }

  /**
   * The unheld entry of the slot with the earliest expiry, of a sample; -1 if none is. Those before
   * it were used later and go to the slot's end, so that they do not hide the others for ever.
   */
  #eldestOf(slot: number): number {
    let eldest = -1;
    let eldestTick = 0;
    let sampled = 0;
    const { words } = this.#pool;
    let entry = this.#ring.first(slot);
    while (entry !== -1 && sampled < EVICTION_SAMPLE) {
      const after = this.#ring.after(entry);
      if (this.#dueSlot(entry) !== slot) {
        this.#relink(entry);
      } else {
        const at = this.#pool.at(entry);
        if (Atomics.load(words, at + ENTRY.held) === 0) {
          sampled++;
          const expireTick = Atomics.load(words, at + ENTRY.expireTick);
          if (eldest === -1 || ((expireTick - eldestTick) | 0) < 0) {
            eldest = entry;
            eldestTick = expireTick;
          }
        }
      }
      entry = after;
    }
    if (eldest !== -1)
      while (this.#ring.first(slot) !== eldest) this.#relink(this.#ring.first(slot));
    return eldest;
  }
}
