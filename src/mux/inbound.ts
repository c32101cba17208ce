/**
 * Bytes received and not consumed yet. A single delivery is used where it lies; only when more
 * comes before it is consumed are the pieces put into one buffer, at unchanged offsets, as the
 * head parser asks. Bytes already handed on are never overwritten.
 */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";

export class Inbound {
  bytes: ByteBuffer;
  /** The first byte not consumed. */
  start: number = 0;
  end: number = 0;
  /** `bytes` was allocated here, so what lies behind `end` is free. */
  #owned: boolean = false;
  readonly #factory: ByteFactory;
  readonly #sizeBytes: number;

  constructor(factory: ByteFactory, noBytes: ByteBuffer, sizeBytes: number) {
    this.#factory = factory;
    this.bytes = noBytes;
    this.#sizeBytes = sizeBytes;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Adds a delivery behind what is there. */
  append(data: ByteBuffer): void {
    if (this.start === this.end) {
      this.bytes = data;
      this.start = 0;
      this.end = data.length;
      this.#owned = false;
      return;
    }
    const needed = this.end + data.length;
    if (!this.#owned || needed > this.bytes.length) this.#grow(needed);
    this.bytes.set(data, this.end);
    this.end = needed;
  }

  /** Forgets what is left, and the memory. */
  clear(noBytes: ByteBuffer): void {
    this.bytes = noBytes;
    this.start = this.end = 0;
    this.#owned = false;
  }

  #grow(needed: number): void {
    const grown = this.#factory.alloc(Math.max(this.#sizeBytes, this.#owned ? 2 * needed : needed));
    grown.set(this.bytes.subarray(0, this.end));
    this.bytes = grown;
    this.#owned = true;
  }
}
