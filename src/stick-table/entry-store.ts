/**
 * Where the entries of a table live and die: free list, creation, removal, eviction, sweep.
 * Locks: the table's (creation, removal, the ring) comes before a bucket's (chains, lookups). An
 * entry leaves only under both, and never while somebody else holds it.
 */
import { tickOf } from "../core/freq-counter.ts";
import { lock, unlock } from "../core/spin-lock.ts";
import { Buckets } from "./buckets.ts";
import { ExpiryRing } from "./expiry-ring.ts";
import type { TableKey } from "./key.ts";
import { ENTRY, HEADER, RING_SLOTS } from "./layout.ts";
import type { TableLayout } from "./layout.ts";
import type { StickTableSpec } from "./spec.ts";

/** The time of a thread, in ms of a clock that starts alike on all threads. */
export interface TableClock {
  readonly nowMs: number;
}

/** Entries weighed against each other for each one evicted. */
const EVICTION_SAMPLE = 16;
/** Entries removed before the table's lock is given to others. */
const SWEEP_BATCH = 4096;

export class EntryStore {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly layout: TableLayout;
  readonly #spec: StickTableSpec;
  readonly #clock: TableClock;
  readonly #ring: ExpiryRing;
  readonly #buckets: Buckets;

  constructor(
    spec: StickTableSpec,
    layout: TableLayout,
    words: Int32Array<SharedArrayBuffer>,
    clock: TableClock,
  ) {
    this.words = words;
    this.layout = layout;
    this.#spec = spec;
    this.#clock = clock;
    this.#ring = new ExpiryRing(words, layout, spec.expireMs > 0);
    const seed = Math.floor(Math.random() * 2 ** 32) | 1;
    const present = Atomics.compareExchange(words, HEADER.seed, 0, seed);
    if (present === 0) Atomics.store(words, HEADER.sweptTick, this.tick());
    this.#buckets = new Buckets(spec, layout, words, present === 0 ? seed : present);
  }

  tick(): number {
    return tickOf(this.#clock.nowMs);
  }

  /** Index of the entry's first word. */
  at(entry: number): number {
    return this.layout.entriesAt + entry * this.layout.entryWords;
  }

  /** Takes `key` as the one that `find` and `make` mean; false if it does not fit the type. */
  encode(key: TableKey): boolean {
    return this.#buckets.encode(key);
  }

  /** Holds and returns the entry of the encoded key, or -1. */
  find(): number {
    const bucketLock = this.#buckets.lock();
    const entry = this.#buckets.search();
    const found = entry !== -1 && !this.expired(entry);
    if (found) Atomics.add(this.words, this.at(entry) + ENTRY.held, 1);
    this.#buckets.unlock(bucketLock);
    return found ? entry : -1;
  }

  /** Holds, touches and returns the entry of the encoded key, made if need be; -1 if it can't. */
  findOrMake(): number {
    const found = this.#renew();
    if (found !== -1) return found;
    lock(this.words, HEADER.lock);
    // Another thread may have made it before this one got the lock; from here on none can.
    let entry = this.#renew();
    if (entry === -1) {
      entry = this.#allocate();
      if (entry !== -1) this.#insert(entry);
    }
    unlock(this.words, HEADER.lock);
    return entry;
  }

  /** Holds and returns the first live entry after `entry`, or -1. */
  next(entry: number): number {
    const end = Atomics.load(this.words, HEADER.everUsed);
    for (let candidate = entry + 1; candidate < end; candidate++) {
      if (this.holdLive(candidate)) return candidate;
    }
    return -1;
  }

  /** Holds the entry of that number if there is one and it has not expired. */
  holdLive(candidate: number): boolean {
    if (Atomics.load(this.words, this.at(candidate) + ENTRY.ringSlot) === 0) return false;
    lock(this.words, HEADER.lock);
    const live = this.#ring.linkedSlot(candidate) !== -1 && !this.expired(candidate);
    if (live) Atomics.add(this.words, this.at(candidate) + ENTRY.held, 1);
    unlock(this.words, HEADER.lock);
    return live;
  }

  /** Takes out an entry that has exactly one hold, which ends; false if there are more. */
  remove(entry: number): boolean {
    lock(this.words, HEADER.lock);
    const removed = this.#drop(entry, 1);
    unlock(this.words, HEADER.lock);
    return removed;
  }

  /** Takes out what has expired, in batches. Returns how many entries. */
  sweep(): number {
    if (this.#spec.expireMs === 0) return 0;
    let removed = 0;
    for (let batch = SWEEP_BATCH; batch === SWEEP_BATCH; removed += batch) {
      lock(this.words, HEADER.lock);
      batch = this.#sweepDue(SWEEP_BATCH);
      unlock(this.words, HEADER.lock);
    }
    return removed;
  }

  /** Whether the entry's time is over; a held entry lives on. */
  expired(entry: number): boolean {
    if (this.#spec.expireMs === 0) return false;
    const at = this.at(entry);
    if (Atomics.load(this.words, at + ENTRY.held) > 0) return false;
    return ((Atomics.load(this.words, at + ENTRY.expireTick) - this.tick()) | 0) <= 0;
  }

  touch(entry: number): void {
    this.expireAfter(entry, this.#spec.expireMs);
  }

  /**
   * Lets the entry live for `restMs`, at most `expire`. The sweep finds one that is due before its
   * slot comes up only then; lookups know at once.
   */
  expireAfter(entry: number, restMs: number): void {
    const expireTick = this.tick() + Math.min(restMs, this.#spec.expireMs);
    Atomics.store(this.words, this.at(entry) + ENTRY.expireTick, expireTick);
  }

  /** Holds and touches the entry of the encoded key; one that has expired starts anew. */
  #renew(): number {
    const bucketLock = this.#buckets.lock();
    const entry = this.#buckets.search();
    if (entry !== -1) {
      if (this.expired(entry)) this.#clearData(entry);
      Atomics.add(this.words, this.at(entry) + ENTRY.held, 1);
      this.touch(entry);
    }
    this.#buckets.unlock(bucketLock);
    return entry;
  }

  #clearData(entry: number): void {
    const at = this.at(entry);
    this.words.fill(0, at + this.layout.keyAt + this.layout.keyWords, at + this.layout.entryWords);
  }

  /** A free entry, made free if need be; under the table's lock. */
  #allocate(): number {
    const entry = this.#takeFree();
    if (entry !== -1) return entry;
    if (this.#spec.expireMs > 0) this.#sweepDue(SWEEP_BATCH);
    if (!this.#spec.nopurge && this.words[HEADER.free] === 0) {
      // HAProxy makes room for a 256th of the table at once.
      this.#evictEldest((this.#spec.size >>> 8) + 1);
    }
    return this.#takeFree();
  }

  #takeFree(): number {
    const words = this.words;
    const free = words[HEADER.free]!;
    if (free !== 0) {
      words[HEADER.free] = words[this.at(free - 1) + ENTRY.next]!;
      return free - 1;
    }
    const entry = words[HEADER.everUsed]!;
    if (entry >= this.#spec.size) return -1;
    Atomics.store(words, HEADER.everUsed, entry + 1);
    return entry;
  }

  /** Fills a free entry with the encoded key, held once, and makes it known. */
  #insert(entry: number): void {
    const words = this.words;
    const at = this.at(entry);
    this.#buckets.writeKey(entry);
    this.#clearData(entry);
    Atomics.store(words, at + ENTRY.held, 1);
    this.touch(entry);
    this.#ring.link(entry, this.#ring.slotOf(words[at + ENTRY.expireTick]!));
    const bucketLock = this.#buckets.lock();
    this.#buckets.push(entry);
    this.#buckets.unlock(bucketLock);
    Atomics.add(words, HEADER.used, 1);
  }

  /** Takes out an entry that has exactly `holds` holds; under the table's lock. */
  #drop(entry: number, holds: number): boolean {
    const bucketLock = this.#buckets.lockOf(entry);
    const droppable = Atomics.load(this.words, this.at(entry) + ENTRY.held) === holds;
    if (droppable) this.#buckets.unchain(entry);
    this.#buckets.unlock(bucketLock);
    if (droppable) this.#free(entry);
    return droppable;
  }

  /** Takes out an entry that has expired, asked under its bucket's lock: it may be renewed. */
  #dropExpired(entry: number): boolean {
    if (!this.expired(entry)) return false;
    const bucketLock = this.#buckets.lockOf(entry);
    const droppable = this.expired(entry);
    if (droppable) this.#buckets.unchain(entry);
    this.#buckets.unlock(bucketLock);
    if (droppable) this.#free(entry);
    return droppable;
  }

  #free(entry: number): void {
    const words = this.words;
    const at = this.at(entry);
    this.#ring.unlink(entry);
    Atomics.store(words, at + ENTRY.held, 0);
    words[at + ENTRY.next] = words[HEADER.free]!;
    words[HEADER.free] = entry + 1;
    Atomics.sub(words, HEADER.used, 1);
  }

  /** Takes out expired entries, at most `most`; under the table's lock. Returns how many. */
  #sweepDue(most: number): number {
    const tick = this.tick();
    const fromTick = this.words[HEADER.sweptTick]!;
    const firstSlot = this.#ring.slotOf(fromTick);
    const slots = this.#ring.slotsBetween(fromTick, tick);
    let removed = 0;
    for (let step = 0; step < slots; step++) {
      removed += this.#sweepSlot((firstSlot + step) & (RING_SLOTS - 1), most - removed);
      if (removed === most) return removed;
    }
    this.words[HEADER.sweptTick] = tick;
    return removed;
  }

  /** Takes out what is due in the slot and moves on what was touched or is held. */
  #sweepSlot(slot: number, most: number): number {
    let removed = 0;
    for (let entry = this.#ring.first(slot); entry !== -1 && removed < most;) {
      const after = this.#ring.after(entry);
      if (this.#dropExpired(entry)) removed++;
      else this.#relink(entry, slot);
      entry = after;
    }
    return removed;
  }

  /** Moves an entry to the slot of its expiry now; a held one that is overdue to the next slot. */
  #relink(entry: number, slot: number): void {
    const tick = this.tick();
    const expireTick = Atomics.load(this.words, this.at(entry) + ENTRY.expireTick);
    const overdue = ((expireTick - tick) | 0) <= 0;
    const dueSlot = this.#ring.slotOf(overdue ? tick + 2 ** this.layout.ringShift : expireTick);
    if (dueSlot === slot) return;
    this.#ring.unlink(entry);
    this.#ring.link(entry, dueSlot);
  }

  /** Takes out `count` entries, those first that would expire first, as far as nobody holds them. */
  #evictEldest(count: number): void {
    const firstSlot = this.#ring.slotOf(this.words[HEADER.sweptTick]!);
    const slots = this.#spec.expireMs > 0 ? RING_SLOTS : 1;
    let missing = count;
    for (let step = 0; step < slots && missing > 0; step++) {
      const slot = (firstSlot + step) & (RING_SLOTS - 1);
      for (let eldest = 0; missing > 0 && eldest !== -1;) {
        eldest = this.#eldestOf(slot);
        if (eldest !== -1 && this.#drop(eldest, 0)) missing--;
      }
    }
  }

  /** The unheld entry of the slot with the earliest expiry, of the first ones; -1 if none is. */
  #eldestOf(slot: number): number {
    let eldest = -1;
    let eldestTick = 0;
    let sampled = 0;
    for (let entry = this.#ring.first(slot); entry !== -1 && sampled < EVICTION_SAMPLE;) {
      const after = this.#ring.after(entry);
      this.#relink(entry, slot);
      const at = this.at(entry);
      const held = Atomics.load(this.words, at + ENTRY.held);
      if (held === 0 && this.#ring.linkedSlot(entry) === slot) {
        const expireTick = Atomics.load(this.words, at + ENTRY.expireTick);
        if (eldest === -1 || ((expireTick - eldestTick) | 0) < 0) {
          eldest = entry;
          eldestTick = expireTick;
        }
        sampled++;
      }
      entry = after;
    }
    return eldest;
  }
}
