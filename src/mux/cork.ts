/**
 * The cork of one thread: a scratch buffer in which a head and the small body that follows it are
 * put together, so that one write carries both (two writes cost a third more). At most one
 * outbound owns it at a time; every I/O event ends with `flush`, so nothing stays corked between
 * events.
 */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";

/** Whoever has bytes in the cork and can write them out. */
export interface CorkOwner {
  /** Writes `length` bytes of the cork's buffer; what is not taken at once must be copied. */
  uncork(buffer: ByteBuffer, length: number): void;
}

export class Cork {
  readonly buffer: ByteBuffer;
  /** Bytes of `buffer` in use; they belong to the owner. */
  length: number = 0;
  #owner: CorkOwner | null = null;

  constructor(bytes: ByteFactory, sizeBytes: number) {
    this.buffer = bytes.alloc(sizeBytes);
  }

  /** Makes `owner` the owner, after writing out what another one had in it. */
  claim(owner: CorkOwner): void {
    if (this.#owner === owner) return;
    if (this.#owner !== null) this.flush();
    this.#owner = owner;
  }

  /** Writes out what is corked, if `owner` owns it. */
  release(owner: CorkOwner): void {
    if (this.#owner === owner) this.flush();
  }

  /** Forgets what is corked, if `owner` owns it. */
  discard(owner: CorkOwner): void {
    if (this.#owner !== owner) return;
    this.#owner = null;
    this.length = 0;
  }

  flush(): void {
    const owner = this.#owner;
    if (owner === null) return;
    const length = this.length;
    this.#owner = null;
    this.length = 0;
    if (length > 0) owner.uncork(this.buffer, length);
  }
}
