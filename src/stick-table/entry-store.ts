/**
 * The entries of a table by their keys: found, made, held, removed. Locks: the table's (creation,
 * removal, the ring) comes before a bucket's (chains, lookups). An entry leaves only under both, and
 * never while somebody else holds it.
 */
import { lock, unlock } from "../core/spin-lock.ts";
import { Buckets } from "./buckets.ts";
import { Departures } from "./departures.ts";
import { EntryPool } from "./entry-pool.ts";
import type { TableClock } from "./entry-pool.ts";
import { ExpiryRing } from "./expiry-ring.ts";
import type { TableKey } from "./key.ts";
import { ENTRY, HEADER } from "./layout.ts";
import type { TableLayout } from "./layout.ts";
import type { StickTableSpec } from "./spec.ts";

/** Entries looked at, at most, before the table's lock and the thread are given to others. */
const SWEEP_SLICE = 4096;
/** Entries looked at when a key comes to a full table: it needs one place. */
const ROOM_SLICE = 64;
/** Entries evicted at once, at most: some milliseconds. */
const MOST_EVICTED = 4096;

export class EntryStore {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly layout: TableLayout;
  readonly #spec: StickTableSpec;
  readonly #pool: EntryPool;
  readonly #ring: ExpiryRing;
  readonly #buckets: Buckets;
  readonly #departures: Departures;

  constructor(
    spec: StickTableSpec,
    layout: TableLayout,
    words: Int32Array<SharedArrayBuffer>,
    clock: TableClock,
  ) {
    this.words = words;
    this.layout = layout;
    this.#spec = spec;
    this.#pool = new EntryPool(spec, layout, words, clock);
    this.#ring = new ExpiryRing(words, layout, spec.expireMs > 0);
    const seed = Math.floor(Math.random() * 2 ** 32) | 1;
    const present = Atomics.compareExchange(words, HEADER.seed, 0, seed);
    if (present === 0) Atomics.store(words, HEADER.sweptTick, this.tick());
    this.#buckets = new Buckets(spec, layout, words, present === 0 ? seed : present);
    this.#departures = new Departures(this.#pool, this.#ring, this.#buckets);
  }

  tick(): number {
    return this.#pool.tick();
  }

  /** Index of the entry's first word. */
  at(entry: number): number {
    return this.#pool.at(entry);
  }

  /** Lets the entry live for the table's `expire` from now. */
  touch(entry: number): void {
    this.#pool.touch(entry);
  }

  /** Lets the entry live for `restMs`, at most `expire`. */
  expireAfter(entry: number, restMs: number): void {
    this.#pool.expireAfter(entry, restMs);
  }

  /** Takes `key` as the one that `find` and `make` mean; false if it does not fit the type. */
  encode(key: TableKey): boolean {
    return this.#buckets.encode(key);
  }

  /** Holds and returns the entry of the encoded key, or -1. */
  find(): number {
    const bucketLock = this.#buckets.lock();
    const entry = this.#buckets.search();
    const found = entry !== -1 && !this.#pool.expired(entry);
    if (found) Atomics.add(this.words, this.#pool.at(entry) + ENTRY.held, 1);
    this.#buckets.unlock(bucketLock);
    return found ? entry : -1;
  }

  /** The entry of the encoded key, or -1; it may go as soon as another thread takes it out. */
  peek(): number {
    const bucketLock = this.#buckets.lock();
    const entry = this.#buckets.search();
    const found = entry !== -1 && !this.#pool.expired(entry);
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
    if (Atomics.load(this.words, this.#pool.at(candidate) + ENTRY.ringSlot) === 0) return false;
    lock(this.words, HEADER.lock);
    const live = this.#ring.linkedSlot(candidate) !== -1 && !this.#pool.expired(candidate);
    if (live) Atomics.add(this.words, this.#pool.at(candidate) + ENTRY.held, 1);
    unlock(this.words, HEADER.lock);
    return live;
  }

  /** Takes out an entry that has exactly one hold, which ends; false if there are more. */
  remove(entry: number): boolean {
    lock(this.words, HEADER.lock);
    const removed = this.#departures.drop(entry, 1);
    unlock(this.words, HEADER.lock);
    return removed;
  }

  /** Takes out some of what has expired; true when there may be more. */
  sweep(): boolean {
    if (this.#spec.expireMs === 0) return false;
    lock(this.words, HEADER.lock);
    const done = this.#departures.sweep(SWEEP_SLICE);
    unlock(this.words, HEADER.lock);
    return !done;
  }

  /** Holds and touches the entry of the encoded key; one that has expired starts anew. */
  #renew(): number {
    const bucketLock = this.#buckets.lock();
    const entry = this.#buckets.search();
    if (entry !== -1) {
      if (this.#pool.expired(entry)) this.#pool.clearData(entry);
      Atomics.add(this.words, this.at(entry) + ENTRY.held, 1);
      this.touch(entry);
    }
    this.#buckets.unlock(bucketLock);
    return entry;
  }

  /** A free entry, made free if need be; under the table's lock. */
  #allocate(): number {
    const entry = this.#pool.take();
    if (entry !== -1) return entry;
    const { expireMs, nopurge, size } = this.#spec;
    // Without purging only what has expired makes room: it is looked for to the end.
    if (expireMs > 0 && nopurge) while (!this.#departures.sweep(SWEEP_SLICE));
    else if (expireMs > 0) this.#departures.sweep(ROOM_SLICE);
    // HAProxy makes room for a 256th of the table at once; of a big one that would take long.
    if (!nopurge && !this.#pool.hasFree()) {
      this.#departures.evictEldest(Math.min((size >>> 8) + 1, MOST_EVICTED));
    }
    return this.#pool.take();
  }

  /** Fills a free entry with the encoded key, held once, and makes it known. */
  #insert(entry: number): void {
    const { words } = this;
    const at = this.at(entry);
    this.#buckets.writeKey(entry);
    this.#pool.clearData(entry);
    Atomics.store(words, at + ENTRY.held, 1);
    this.touch(entry);
    this.#ring.link(entry, this.#ring.slotOf(words[at + ENTRY.expireTick]!));
    const bucketLock = this.#buckets.lock();
    this.#buckets.push(entry);
    this.#buckets.unlock(bucketLock);
    Atomics.add(words, HEADER.used, 1);
  }
}
