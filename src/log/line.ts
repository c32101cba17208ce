/**
 * The message of a log line as bytes, in a buffer made once: numbers and texts are written straight
 * into it, so that a line makes no strings. What does not fit is cut off.
 */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import { isPlainCode } from "../sample/log-format/text.ts";
import type { LogWriter } from "../sample/log-format/writer.ts";

const MINUS = 45;
const ZERO = 48;
/** Below this a number is written digit by digit, in integers of the machine. */
const LARGE = 1_000_000_000;
/** From here on the native copy of a text is cheaper than a loop over its characters. */
const LONG_TEXT = 48;

export class LogLine implements LogWriter {
  readonly bytes: ByteBuffer;
  #length: number = 0;

  /** @param maxBytes most of a message that is kept. */
  constructor(bytes: ByteFactory, maxBytes: number) {
    this.bytes = bytes.alloc(maxBytes);
  }

  get length(): number {
    return this.#length;
  }

  /** Begins the line anew. */
  clear(): void {
    this.#length = 0;
  }

  text(text: string): void {
    const { bytes } = this;
    const at = this.#length;
    const size = Math.min(text.length, bytes.length - at);
    if (size < LONG_TEXT) for (let i = 0; i < size; i++) bytes[at + i] = text.charCodeAt(i);
    else bytes.latin1Write(text, at, size);
    this.#length = at + size;
  }

  number(value: number): void {
    if (value < 0) {
      this.#code(MINUS);
      this.number(-value);
    } else if (value < 10) {
      this.#code(ZERO + value);
    } else if (value < LARGE) {
      this.#digits(value | 0, digitsOf(value));
    } else {
      this.text(String(value));
    }
  }

  threeDigits(value: number): void {
    this.#digits(value | 0, 3);
  }

  encoded(text: string, encode: (text: string) => string): void {
    const { bytes } = this;
    const at = this.#length;
    const size = Math.min(text.length, bytes.length - at);
    for (let i = 0; i < size; i++) {
      const code = text.charCodeAt(i);
      if (!isPlainCode(code)) return this.text(encode(text));
      bytes[at + i] = code;
    }
    this.#length = at + size;
  }

  #code(code: number): void {
    if (this.#length < this.bytes.length) this.bytes[this.#length++] = code;
  }

  #digits(value: number, count: number): void {
    const { bytes } = this;
    if (bytes.length - this.#length < count) return this.text(String(value).padStart(count, "0"));
    this.#length += count;
    let rest = value;
    for (let at = this.#length - 1; count > 0; at--, count--) {
      const next = (rest / 10) | 0;
      bytes[at] = ZERO + rest - next * 10;
      rest = next;
    }
  }
}

/** Decimal digits of an integer of 10 or more, below `LARGE`. */
function digitsOf(value: number): number {
  if (value < 1000) return value < 100 ? 2 : 3;
  if (value < 100_000) return value < 10_000 ? 4 : 5;
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7;
  return value < 100_000_000 ? 8 : 9;
}
