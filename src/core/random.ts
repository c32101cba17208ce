/**
 * A fast generator of random numbers that are not secret: request ids, balancing, spreading. It is
 * xoshiro128** (Blackman and Vigna, public domain), seeded by the system's generator.
 */

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

export class RandomNumbers {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** `seed`: sixteen bytes, not all zero. */
  constructor(seed: Uint8Array) {
    const word = (at: number): number =>
      seed[at]! | (seed[at + 1]! << 8) | (seed[at + 2]! << 16) | (seed[at + 3]! << 24) | 0;
    this.#a = word(0);
    this.#b = word(4);
    this.#c = word(8);
    this.#d = word(12) | 1;
  }

  /** 0 to 2^32 - 1. */
  uint32(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result >>> 0;
  }
}
