/**
 * The links of a hash whose members are numbers of entries: a chain for each slot, in typed arrays.
 * Numbers of one slot follow each other in the order they were added. What a hash stands for is
 * the owner's business: it walks a chain and compares.
 */
import { doubled } from "./entry-table.ts";

const FIRST_SLOTS = 8;

export class NumberChains {
  #heads: Int32Array = new Int32Array(FIRST_SLOTS);
  /** By number, as are the hashes. */
  #next: Int32Array = new Int32Array(FIRST_SLOTS);
  #hashes: Int32Array = new Int32Array(FIRST_SLOTS);
  #size = 0;

  /** Makes room for numbers below `end`, of which `size` will be members. */
  reserve(end: number, size: number): void {
    while (end > this.#next.length) {
      this.#next = doubled(this.#next);
      this.#hashes = doubled(this.#hashes);
    }
    if (size > this.#heads.length) this.#rehash(size);
  }

  /** The first number that may have this hash; 0 for none. */
  first(hash: number): number {
    return this.#heads[this.#slot(hash)]!;
  }

  /** The number behind it in its chain; 0 for none. */
  next(number: number): number {
    return this.#next[number]!;
  }

  hash(number: number): number {
    return this.#hashes[number]!;
  }

  /** Adds a number behind all that are there. */
  add(number: number, hash: number): void {
    this.reserve(number + 1, this.#size + 1);
    let last = this.first(hash);
    if (last === 0) {
      this.addFirst(number, hash);
      return;
    }
    while (this.#next[last] !== 0) last = this.#next[last]!;
    this.#next[last] = number;
    this.#hashes[number] = hash;
    this.#size++;
  }

  /** Adds a number, for which there is room, before all that are there. */
  addFirst(number: number, hash: number): void {
    const slot = this.#slot(hash);
    this.#next[number] = this.#heads[slot]!;
    this.#heads[slot] = number;
    this.#hashes[number] = hash;
    this.#size++;
  }

  remove(number: number): void {
    const slot = this.#slot(this.#hashes[number]!);
    let before = 0;
    for (let at = this.#heads[slot]!; at !== number; at = this.#next[at]!) before = at;
    if (before === 0) this.#heads[slot] = this.#next[number]!;
    else this.#next[before] = this.#next[number]!;
    this.#next[number] = 0;
    this.#size--;
  }

  #slot(hash: number): number {
    const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
    return (mixed ^ (mixed >>> 15)) & (this.#heads.length - 1);
  }

  /** Slots for twice as many as are asked for, so that this is seldom. */
  #rehash(size: number): void {
    const before = this.#heads;
    this.#heads = new Int32Array(2 ** Math.ceil(Math.log2(size * 2)));
    const tails = new Int32Array(this.#heads.length);
    for (const head of before) {
      for (let at = head; at !== 0;) {
        const following = this.#next[at]!;
        const slot = this.#slot(this.#hashes[at]!);
        const tail = tails[slot]!;
        if (tail === 0) this.#heads[slot] = at;
        else this.#next[tail] = at;
        this.#next[at] = 0;
        tails[slot] = at;
        at = following;
      }
    }
  }
}
