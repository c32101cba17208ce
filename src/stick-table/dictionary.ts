/**
 * The strings of a table's server_key column, kept once each in the arena. Strings are only ever
 * added; a number stands for the same string on every thread. 0 stands for no string.
 */
import { lock, unlock } from "../core/spin-lock.ts";

const LOCK = 0;
/** Words in use, the header included. */
const USED = 1;
const HEADER_WORDS = 2;

/** Words that a dictionary takes: room for some thousand names or addresses of servers. */
export const DICTIONARY_WORDS = 65_536;

export class Dictionary {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #at: number;
  readonly #numbers: Map<string, number> = new Map();
  readonly #texts: Map<number, string> = new Map();
  /** Up to where this thread has read the records. */
  #read: number = HEADER_WORDS;

  constructor(words: Int32Array<SharedArrayBuffer>, at: number) {
    this.#words = words;
    this.#at = at;
  }

  /** The number of a latin1 string; 0 if it is new and there is no room for it. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    lock(this.#words, this.#at + LOCK);
    this.#readNew();
    const number = this.#numbers.get(text) ?? this.#append(text);
    unlock(this.#words, this.#at + LOCK);
    return number;
  }

  /** The string of a number; undefined for 0. */
  textOf(number: number): string | undefined {
    if (number !== 0 && !this.#texts.has(number)) {
      lock(this.#words, this.#at + LOCK);
      this.#readNew();
      unlock(this.#words, this.#at + LOCK);
    }
    return this.#texts.get(number);
  }

  /** Learns what any thread has added: records of a length and as many characters. */
  #readNew(): void {
    const used = Math.max(HEADER_WORDS, this.#words[this.#at + USED]!);
    while (this.#read < used) {
      const record = this.#at + this.#read;
      const length = this.#words[record]!;
      const characters = this.#words.subarray(record + 1, record + 1 + length);
      this.#learn(this.#read, String.fromCharCode(...characters));
      this.#read += 1 + length;
    }
  }

  #append(text: string): number {
    const number = this.#read;
    if (number + 1 + text.length > DICTIONARY_WORDS) return 0;
    const record = this.#at + number;
    this.#words[record] = text.length;
    for (let i = 0; i < text.length; i++) this.#words[record + 1 + i] = text.charCodeAt(i);
    this.#read = number + 1 + text.length;
    this.#words[this.#at + USED] = this.#read;
    this.#learn(number, text);
    return number;
  }

  #learn(number: number, text: string): void {
    this.#numbers.set(text, number);
    this.#texts.set(number, text);
  }
}
