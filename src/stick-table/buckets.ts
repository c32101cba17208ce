/**
 * The hash buckets of a table: chains of entries in the arena, each group of buckets under a lock
 * of its own. Also the key that the calling thread is asking for, encoded and hashed.
 */
import { lock, unlock } from "../core/spin-lock.ts";
import { hashWords } from "./key-hash.ts";
import { KeyEncoder } from "./key.ts";
import type { TableKey } from "./key.ts";
import { ENTRY } from "./layout.ts";
import type { TableLayout } from "./layout.ts";
import type { StickTableSpec } from "./spec.ts";

export class Buckets {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #layout: TableLayout;
  readonly #seed: number;
  readonly #key: KeyEncoder;
  /** The key that `encode` took last, and its hash: a stream asks for the same again and again. */
  #taken: TableKey | null = null;
  #hash: number = 0;

  constructor(
    spec: StickTableSpec,
    layout: TableLayout,
    words: Int32Array<SharedArrayBuffer>,
    seed: number,
  ) {
    this.#words = words;
    this.#layout = layout;
    this.#seed = seed;
    this.#key = new KeyEncoder(spec.type, spec.keyBytes);
  }

  /** Takes `key` as the one that the calls below mean; false if it does not fit the type. */
  encode(key: TableKey): boolean {
    if (key === this.#taken) return true;
    this.#taken = null;
    if (!this.#key.encode(key)) return false;
    this.#taken = key;
    this.#hash = hashWords(this.#seed, this.#key.words, this.#key.lengthBytes);
    return true;
  }

  /** Locks the bucket of the encoded key; the result is for `unlock`. */
  lock(): number {
    return this.#lockHash(this.#hash);
  }

  /** Locks the bucket of an entry that is in the table. */
  lockOf(entry: number): number {
    return this.#lockHash(this.#words[this.#at(entry) + ENTRY.hash]!);
  }

  unlock(bucketLock: number): void {
    unlock(this.#words, bucketLock);
  }

  /** The entry of the encoded key, or -1; under its bucket's lock. */
  search(): number {
    const words = this.#words;
    for (let link = words[this.#bucketOf(this.#hash)]!; link !== 0;) {
      const at = this.#at(link - 1);
      if (words[at + ENTRY.hash] === this.#hash && this.#sameKey(at)) return link - 1;
      link = words[at + ENTRY.next]!;
    }
    return -1;
  }

  /** Writes the encoded key into an entry that no thread can see yet. */
  writeKey(entry: number): void {
    const at = this.#at(entry);
    this.#words[at + ENTRY.hash] = this.#hash;
    this.#words[at + ENTRY.keyBytes] = this.#key.lengthBytes;
    this.#words.set(this.#key.words, at + this.#layout.keyAt);
  }

  /** Puts an entry first into the bucket of its key, under that bucket's lock. */
  push(entry: number): void {
    const at = this.#at(entry);
    const bucket = this.#bucketOf(this.#words[at + ENTRY.hash]!);
    this.#words[at + ENTRY.next] = this.#words[bucket]!;
    this.#words[bucket] = entry + 1;
  }

  /** Takes an entry out of its bucket, under that bucket's lock. */
  unchain(entry: number): void {
    const words = this.#words;
    const at = this.#at(entry);
    let link = this.#bucketOf(words[at + ENTRY.hash]!);
    while (words[link] !== entry + 1) link = this.#at(words[link]! - 1) + ENTRY.next;
    words[link] = words[at + ENTRY.next]!;
  }

  #at(entry: number): number {
    return this.#layout.entriesAt + entry * this.#layout.entryWords;
  }

  #bucketOf(hash: number): number {
    return this.#layout.bucketsAt + (hash & (this.#layout.bucketCount - 1));
  }

  #lockHash(hash: number): number {
    const bucketLock = this.#layout.locksAt + (hash & (this.#layout.lockCount - 1));
    lock(this.#words, bucketLock);
    return bucketLock;
  }

  #sameKey(at: number): boolean {
    if (this.#words[at + ENTRY.keyBytes] !== this.#key.lengthBytes) return false;
    const keyAt = at + this.#layout.keyAt;
    for (let i = 0; i < this.#key.words.length; i++) {
      if (this.#words[keyAt + i] !== this.#key.words[i]) return false;
    }
    return true;
  }
}
