/**
 * The cork of one thread: heads and small bodies are put together in one buffer and written out at
 * the end of the event loop's turn, one write a connection. Reading for all that are ready first
 * and writing to all afterwards keeps peers awake once they are woken, which saves more than the
 * copy costs. A connection's bytes lie in one piece; it has at most one piece at a time.
 */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";

/** A connection with bytes in the cork. */
export interface CorkOwner {
  /** Its piece is [corkStart, corkEnd) of the cork's buffer; empty when it has none. */
  corkStart: number;
  corkEnd: number;
  /** Writes its piece; what is not taken at once must be copied. */
  uncork(buffer: ByteBuffer, start: number, end: number): void;
}

export class Cork {
  readonly buffer: ByteBuffer;
  #owners: CorkOwner[] = [];
  /** Those being written out; swapped with `#owners`, so that a flush makes no array. */
  #flushing: CorkOwner[] = [];
  #used: number = 0;

  constructor(bytes: ByteFactory, sizeBytes: number) {
    this.buffer = bytes.alloc(sizeBytes);
  }

  /**
   * Where `owner` may write at least `sizeBytes`, behind what it has in the cork already; -1 when
   * the buffer could never hold that much. Report with `commit` where it ended.
   */
  reserve(owner: CorkOwner, sizeBytes: number): number {
    if (sizeBytes > this.buffer.length) return -1;
    if (owner.corkEnd > owner.corkStart) {
      const atTail = owner.corkEnd === this.#used;
      if (atTail && owner.corkEnd + sizeBytes <= this.buffer.length) return owner.corkEnd;
      this.release(owner);
    }
    if (this.#used + sizeBytes > this.buffer.length) this.flush();
    owner.corkStart = owner.corkEnd = this.#used;
    return this.#used;
  }

  /** `owner` has written up to `end`, from where `reserve` told it to. */
  commit(owner: CorkOwner, end: number): void {
    if (owner.corkEnd === owner.corkStart && end > owner.corkStart) this.#owners.push(owner);
    owner.corkEnd = end;
    this.#used = end;
  }

  /** Writes out what `owner` has in the cork. */
  release(owner: CorkOwner): void {
    const { corkStart, corkEnd } = owner;
    if (corkEnd === corkStart) return;
    owner.corkStart = owner.corkEnd = 0;
    owner.uncork(this.buffer, corkStart, corkEnd);
  }

  /** Forgets what `owner` has in the cork. */
  discard(owner: CorkOwner): void {
    owner.corkStart = owner.corkEnd = 0;
  }

  /** Writes out everything; the end of a turn. */
  flush(): void {
    const owners = this.#owners;
    this.#owners = this.#flushing;
    this.#flushing = owners;
    for (const owner of owners) this.release(owner);
    owners.length = 0;
    this.#used = 0;
  }
}
