/**
 * A short text in the arena that one thread writes and any thread reads. A version that is odd
 * while the text changes lets a reader notice that it saw half of one, and read again.
 */
import type { Region } from "./arena.ts";
import { int32View } from "./record.ts";

const VERSION = 0;
const LENGTH = 1;
const FIRST = 2;
const INT32_BYTES = 4;
/** A writer that was stopped half-way (its thread died) must not stop readers. */
const MOST_TRIES = 100;

export class SharedText {
  readonly #words: Int32Array<SharedArrayBuffer>;

  constructor(region: Region) {
    this.#words = int32View(region);
  }

  /** Bytes of a region for texts of up to `maxChars` latin1 characters. */
  static sizeBytes(maxChars: number): number {
    return (FIRST + Math.ceil(maxChars / INT32_BYTES)) * INT32_BYTES;
  }

  /** Replaces the text by a latin1 one, cut to what the region holds. One thread only. */
  set(text: string): void {
    const words = this.#words;
    const length = Math.min(text.length, (words.length - FIRST) * INT32_BYTES);
    Atomics.add(words, VERSION, 1);
    words[LENGTH] = length;
    for (let at = 0; at < length; at += INT32_BYTES) {
      let word = 0;
      for (let byte = 0; byte < INT32_BYTES && at + byte < length; byte++) {
        word |= (text.charCodeAt(at + byte) & 255) << (byte * 8);
      }
      words[FIRST + at / INT32_BYTES] = word;
    }
    Atomics.add(words, VERSION, 1);
  }

  get(): string {
    for (let tries = 1; ; tries++) {
      const version = Atomics.load(this.#words, VERSION);
      const text = this.#read();
      const whole = (version & 1) === 0 && Atomics.load(this.#words, VERSION) === version;
      if (whole || tries === MOST_TRIES) return text;
    }
  }

  #read(): string {
    const words = this.#words;
    const length = Math.min(words[LENGTH]!, (words.length - FIRST) * INT32_BYTES);
    let text = "";
    for (let at = 0; at < length; at++) {
      const word = words[FIRST + Math.floor(at / INT32_BYTES)]!;
      text += String.fromCharCode((word >>> ((at % INT32_BYTES) * 8)) & 255);
    }
    return text;
  }
}
