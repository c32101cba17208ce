/**
 * A hash over the keys of an entry table. The hash of a text is a polynomial of its characters, so
 * one walk over a sample gives the hashes of all its prefixes, or suffixes, or portions, and each
 * is one probe: ten thousand keys cost what ten cost. Entries of the same key follow each other in
 * the order they were added.
 */
import { LOWER_CASE } from "../core/ascii.ts";
import { doubled, type EntryTable } from "./entry-table.ts";
import { NumberChains } from "./number-chains.ts";

const AS_IS: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => code);
/** Differs from start to start, so that nobody can prepare keys that collide. Odd. */
const FACTOR = (Math.floor(Math.random() * 0x3fffffff) << 2) | 1;

export class KeyHash {
  readonly ignoreCase: boolean;
  /** Characters that are left out at both ends of keys. */
  readonly trimmed: string;
  /** How many keys there are of each length. */
  lengths: Int32Array = new Int32Array(16);
  longest = 0;
  readonly #entries: EntryTable;
  readonly #fold: Uint8Array;
  readonly #chains: NumberChains = new NumberChains();

  constructor(entries: EntryTable, ignoreCase: boolean, trimmed: string) {
    this.#entries = entries;
    this.ignoreCase = ignoreCase;
    this.trimmed = trimmed;
    this.#fold = ignoreCase ? LOWER_CASE : AS_IS;
    this.#chains.reserve(entries.end, entries.size);
    // From the last on, each in front of those behind it: chains need not be walked.
    for (let number = entries.end - 1; number > 0; number--) {
      if (entries.has(number)) this.#chains.addFirst(number, this.#hashOf(number));
    }
  }

  add(number: number): void {
    this.#chains.add(number, this.#hashOf(number));
  }

  remove(number: number): void {
    this.#chains.remove(number);
    this.lengths[this.#end(number) - this.#start(number)]!--;
  }

  /** The entry whose key is the value; 0 for none. */
  exact(value: string): number {
    const length = value.length;
    if (length > this.longest || this.lengths[length] === 0) return 0;
    let hash = 0;
    for (let i = 0; i < length; i++) hash = this.#step(hash, value, i);
    return this.#probe(hash, value, 0, length);
  }

  /** The next entry with the key of this one; 0 for none. */
  following(number: number): number {
    const hash = this.#chains.hash(number);
    const source = this.#entries.source(number);
    const [start, end] = [this.#start(number), this.#end(number)];
    for (let at = this.#chains.next(number); at !== 0; at = this.#chains.next(at)) {
      if (this.#chains.hash(at) === hash && this.#equals(at, source, start, end)) return at;
    }
    return 0;
  }

  /** The entry with the longest key that the value begins with. */
  longestPrefix(value: string): number {
    const { lengths } = this;
    const most = Math.min(value.length, this.longest);
    let hash = 0;
    let found = lengths[0] === 0 ? 0 : this.#probe(0, value, 0, 0);
    for (let i = 0; i < most;) {
      hash = this.#step(hash, value, i++);
      if (lengths[i] !== 0) found = this.#probe(hash, value, 0, i) || found;
    }
    return found;
  }

  /** The first added of the entries whose key the value ends with. */
  firstSuffix(value: string): number {
    const { lengths } = this;
    const end = value.length;
    const most = Math.min(end, this.longest);
    let hash = 0;
    let power = 1;
    let found = lengths[0] === 0 ? 0 : this.#probe(0, value, 0, 0);
    for (let length = 1; length <= most; length++) {
      const code = this.#fold[value.charCodeAt(end - length)]! + 1;
      hash = (hash + Math.imul(code, power)) | 0;
      power = Math.imul(power, FACTOR);
      if (lengths[length] === 0) continue;
      found = earlier(found, this.#probe(hash, value, end - length, end));
    }
    return found;
  }

  /**
   * The first added of the entries whose key begins at `start` of the value; `ends` marks the
   * characters before which a key must end, null lets it end anywhere.
   */
  firstAt(value: string, start: number, ends: Uint8Array | null): number {
    const { lengths } = this;
    const most = Math.min(value.length, start + this.longest);
    let hash = 0;
    let found = 0;
    for (let i = start; i < most;) {
      hash = this.#step(hash, value, i++);
      if (lengths[i - start] === 0) continue;
      if (ends !== null && i < value.length && ends[value.charCodeAt(i)] === 0) continue;
      found = earlier(found, this.#probe(hash, value, start, i));
    }
    return found;
  }

  /** One character more. */
  #step(hash: number, value: string, at: number): number {
    return (Math.imul(hash, FACTOR) + this.#fold[value.charCodeAt(at)]! + 1) | 0;
  }

  #probe(hash: number, value: string, from: number, to: number): number {
    const chains = this.#chains;
    for (let at = chains.first(hash); at !== 0; at = chains.next(at)) {
      if (chains.hash(at) === hash && this.#equals(at, value, from, to)) return at;
    }
    return 0;
  }

  #equals(number: number, value: string, from: number, to: number): boolean {
    const start = this.#start(number);
    if (this.#end(number) - start !== to - from) return false;
    const source = this.#entries.source(number);
    for (let i = from, at = start; i < to; i++, at++) {
      const a = source.charCodeAt(at);
      const b = value.charCodeAt(i);
      if (a !== b && this.#fold[a] !== this.#fold[b]) return false;
    }
    return true;
  }

  #start(number: number): number {
    let start = this.#entries.keyStart(number);
    if (this.trimmed === "") return start;
    const source = this.#entries.source(number);
    const end = this.#entries.keyEnd(number);
    while (start < end && this.trimmed.includes(source.charAt(start))) start++;
    return start;
  }

  #end(number: number): number {
    let end = this.#entries.keyEnd(number);
    if (this.trimmed === "") return end;
    const source = this.#entries.source(number);
    const start = this.#start(number);
    while (end > start && this.trimmed.includes(source.charAt(end - 1))) end--;
    return end;
  }

  /** The hash of the entry's key, whose length is taken down. */
  #hashOf(number: number): number {
    const source = this.#entries.source(number);
    const [start, end] = [this.#start(number), this.#end(number)];
    let hash = 0;
    for (let at = start; at < end; at++) hash = this.#step(hash, source, at);
    const length = end - start;
    while (length >= this.lengths.length) this.lengths = doubled(this.lengths);
    this.lengths[length]!++;
    this.longest = Math.max(this.longest, length);
    return hash;
  }
}

/** The one that was added first; 0 is none. */
export function earlier(a: number, b: number): number {
  if (a === 0 || b === 0) return a + b;
  return a < b ? a : b;
}
