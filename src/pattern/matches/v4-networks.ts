/**
 * IPv4 networks by numbers of entries, in columns: a hash by masked address and length of prefix.
 * The longest prefix that holds an address is found with one probe for each length there is.
 */
import type { Prefix } from "../../core/prefix.ts";
import { doubled } from "../entry-table.ts";
import { NumberChains } from "../number-chains.ts";

/** The masked address as a 32-bit word, and the length of the prefix in 0..32. */
export interface V4Network {
  readonly word: number;
  readonly bits: number;
}

const FIRST_CAPACITY = 8;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;

function masked(word: number, bits: number): number {
  return bits === 0 ? 0 : word & (-1 << (32 - bits));
}

export function v4NetworkOf(prefix: Prefix): V4Network {
  return { word: masked(prefix.ip.v4, prefix.bits), bits: prefix.bits };
}

/**
 * Reads the usual form, four decimal octets and perhaps a length, from [start, end) of a text;
 * null for any other form, valid or not.
 */
export function readV4Network(text: string, start: number, end: number): V4Network | null {
  let word = 0;
  let bits = 32;
  let part = 0;
  let digits = 0;
  let parts = 0;
  for (let at = start; at <= end; at++) {
    const code = at === end ? -1 : text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      if (digits > 0 && part === 0) return null;
      part = part * 10 + code - ZERO;
      if (++digits > 3) return null;
      continue;
    }
    const isLength = parts === 4;
    const ends = isLength
      ? code === -1
      : parts === 3
        ? code === SLASH || code === -1
        : code === DOT;
    if (!ends || digits === 0 || part > (isLength ? 32 : 255)) return null;
    if (isLength) bits = part;
    else word = (word << 8) | part;
    parts++;
    part = digits = 0;
  }
  return { word: masked(word, bits), bits };
}

export class V4Networks {
  readonly #chains: NumberChains = new NumberChains();
  /** By number of entry, as are the bits. */
  #words: Int32Array = new Int32Array(FIRST_CAPACITY);
  #bits: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** How many networks there are of each length. */
  readonly #lengths: Int32Array = new Int32Array(33);

  add({ word, bits }: V4Network, number: number): void {
    while (number >= this.#words.length) {
      this.#words = doubled(this.#words);
      this.#bits = doubled(this.#bits);
    }
    this.#words[number] = word;
    this.#bits[number] = bits;
    this.#lengths[bits]!++;
    this.#chains.add(number, hashOf(word, bits));
  }

  remove(number: number): void {
    this.#chains.remove(number);
    this.#lengths[this.#bits[number]!]!--;
  }

  /** The first added entry of the longest prefix of an address; 0 for none. */
  longest(address: number): number {
    const chains = this.#chains;
    for (let bits = 32; bits >= 0; bits--) {
      if (this.#lengths[bits] === 0) continue;
      const word = masked(address, bits);
      for (let at = chains.first(hashOf(word, bits)); at !== 0; at = chains.next(at)) {
        if (this.#words[at] === word && this.#bits[at] === bits) return at;
      }
    }
    return 0;
  }
}

function hashOf(word: number, bits: number): number {
  return Math.imul(word ^ (bits << 7), 0x2c1b3c6d);
}
