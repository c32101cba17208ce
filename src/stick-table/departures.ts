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

export class Departures {
  readonly #pool: EntryPool;
  readonly #ring: ExpiryRing;
  readonly #buckets: Buckets;
  /** What is left to the sweep in progress: entries to look at, and to take out or move on. */
  #visitsLeft: number = 0;
  #movesLeft: number = 0;

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
   * Takes out expired entries; true when it came to the end, within both bounds. Entries that stay
   * in the slot of now are looked at only, so that who goes on until it is true comes to an end.
   */
  sweep(mostVisits: number, mostMoves: number): boolean {
    const { words } = this.#pool;
    const tick = this.#pool.tick();
    const fromTick = words[HEADER.sweptTick]!;
    const firstSlot = this.#ring.slotOf(fromTick);
    const slots = this.#ring.slotsBetween(fromTick, tick);
    this.#visitsLeft = mostVisits;
    this.#movesLeft = mostMoves;
    for (let step = 0; step < slots; step++) {
      if (!this.#sweepSlot((firstSlot + step) & (RING_SLOTS - 1))) return false;
    }
    words[HEADER.sweptTick] = tick;
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
   * Takes out what is due in the slot and moves on what was touched or is held. What is due later
   * in the same slot goes to its end, so that a bounded sweep looks at the others next time.
   */
  #sweepSlot(slot: number): boolean {
    const last = this.#ring.last(slot);
    for (let entry = this.#ring.first(slot); entry !== -1;) {
      if (this.#visitsLeft-- === 0 || this.#movesLeft === 0) return false;
      const after = entry === last ? -1 : this.#ring.after(entry);
      const stays = !this.#pool.expired(entry) && this.#dueSlot(entry) === slot;
      if (!stays) this.#movesLeft--;
      if (stays || !this.#dropExpired(entry)) this.#relink(entry);
      entry = after;
    }
    return true;
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
