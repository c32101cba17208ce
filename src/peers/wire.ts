/**
 * Numbers and texts as peers write them (peers protocol 2.1, "Encoding"): integers of variable
 * length, 32-bit ones with the high byte first, texts behind their length. A reader never reads
 * beyond its end: from the first value that is not whole on it gives zeros and is not `ok`.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";

/** Bytes of the longest integer of variable length: 4 bits and nine times 7 make 64. */
const LONGEST_INTEGER_BYTES = 10;

/** Bytes that `value`, 0..2^53, takes as an integer of variable length. */
export function integerBytes(value: number): number {
  if (value < 0xf0) return 1;
  let rest = Math.floor((value - 0xf0) / 16);
  let count = 2;
  while (rest >= 0x80) {
    rest = Math.floor((rest - 0x80) / 128);
    count++;
  }
  return count;
}

/** Writes into a buffer that has room: the caller asks `room` or knows the bounds. */
export class WireWriter {
  readonly bytes: ByteBuffer;
  at: number = 0;

  constructor(bytes: ByteBuffer) {
    this.bytes = bytes;
  }

  get room(): number {
    return this.bytes.length - this.at;
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  /** An integer of variable length, 0..2^53. */
  integer(value: number): void {
    if (value < 0xf0) return this.byte(value);
    this.byte((value % 256) | 0xf0);
    let rest = Math.floor((value - 0xf0) / 16);
    while (rest >= 0x80) {
      this.byte((rest % 256) | 0x80);
      rest = Math.floor((rest - 0x80) / 128);
    }
    this.byte(rest);
  }

  /** The low 32 bits, high byte first. */
  word(value: number): void {
    this.byte((value >>> 24) & 255);
    this.byte((value >>> 16) & 255);
    this.byte((value >>> 8) & 255);
    this.byte(value & 255);
  }

  /** Latin1 characters as they are. */
  text(text: string): void {
    this.at += this.bytes.latin1Write(text, this.at, text.length);
  }

  /** A text behind its length. */
  sizedText(text: string): void {
    this.integer(text.length);
    this.text(text);
  }
}

export class WireReader {
  /** False once something was read that is not there. */
  ok: boolean = true;
  #bytes: ByteBuffer;
  #at: number;
  #end: number;

  /** Reads [start, end) of the bytes. */
  constructor(bytes: ByteBuffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  byte(): number {
    if (this.#at >= this.#end) {
      this.ok = false;
      return 0;
    }
    return this.#bytes[this.#at++]!;
  }

  /** An integer of variable length; beyond 2^53 it is rounded. */
  integer(): number {
    const first = this.byte();
    if (first < 0xf0) return first;
    let value = first;
    let factor = 16;
    for (let count = 1; count < LONGEST_INTEGER_BYTES; count++) {
      const next = this.byte();
      value += next * factor;
      if (next < 0x80) return this.ok ? value : 0;
      factor *= 128;
    }
    this.ok = false;
    return 0;
  }

  /** 32 bits, high byte first, unsigned. */
  word(): number {
    const high = (this.byte() << 24) | (this.byte() << 16);
    return (high | (this.byte() << 8) | this.byte()) >>> 0;
  }

  /** `count` bytes as latin1. */
  text(count: number): string {
    if (count > this.left) {
      this.ok = false;
      return "";
    }
    this.#at += count;
    return this.#bytes.latin1Slice(this.#at - count, this.#at);
  }

  /** A text behind its length. */
  sizedText(): string {
    return this.text(this.integer());
  }
}
