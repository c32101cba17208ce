/**
 * The sending side of a connection. Bytes leave in the order given; what the socket does not take
 * is kept here until it drains. Callers stop their source when `write` says the socket is full,
 * so what is kept is bounded by one read of the other side.
 */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import type { ByteSocket } from "../runtime/transport.ts";
import type { Cork, CorkOwner } from "./cork.ts";

interface Pending {
  readonly bytes: ByteBuffer;
  start: number;
  readonly end: number;
}

/** Bodies up to this size are copied behind their head: one write is cheaper than the copy. */
const SMALL_BYTES = 8192;

export class Outbound implements CorkOwner {
  corkStart: number = 0;
  corkEnd: number = 0;
  /** Bytes handed over by the mux since the connection began. */
  totalBytes: number = 0;
  readonly #socket: ByteSocket;
  readonly #cork: Cork;
  readonly #bytes: ByteFactory;
  readonly #onFull: () => void;
  #pending: Pending[] | null = null;
  #finish: "open" | "shutdown" | "close" = "open";

  /** `onFull` runs when the socket stops taking bytes: from then on the peer's time counts. */
  constructor(socket: ByteSocket, cork: Cork, bytes: ByteFactory, onFull: () => void) {
    this.#socket = socket;
    this.#onFull = onFull;
    this.#cork = cork;
    this.#bytes = bytes;
  }

  /** True while bytes wait for the socket. */
  get congested(): boolean {
    return this.#pending !== null;
  }

  /** The buffer that `reserve` gives places in. */
  get buffer(): ByteBuffer {
    return this.#cork.buffer;
  }

  /** Where in `buffer` at least `sizeBytes` may be written; -1 if it is never that large. */
  reserve(sizeBytes: number): number {
    return this.#cork.reserve(this, sizeBytes);
  }

  /** Bytes from the offset given by `reserve` to `end` are to be sent. */
  commit(start: number, end: number): void {
    this.totalBytes += end - start;
    this.#cork.commit(this, end);
  }

  /** Sends latin1 text, corked. */
  text(text: string): void {
    const start = this.reserve(text.length);
    if (start < 0) {
      const bytes = this.#bytes.latin1(text);
      this.write(bytes, 0, bytes.length);
      return;
    }
    this.commit(start, start + this.#cork.buffer.latin1Write(text, start, text.length));
  }

  /**
   * Sends bytes [start, end): together with what is corked when they are few, else uncopied. The
   * buffer must not change afterwards. False once the socket is full.
   */
  write(bytes: ByteBuffer, start: number, end: number): boolean {
    const size = end - start;
    if (size <= SMALL_BYTES) {
      const at = this.reserve(size);
      bytes.copy(this.#cork.buffer, at, start, end);
      this.commit(at, at + size);
    } else {
      this.totalBytes += size;
      this.#cork.release(this);
      this.#send(bytes, start, end);
    }
    return this.#pending === null;
  }

  uncork(buffer: ByteBuffer, start: number, end: number): void {
    const taken = this.#pending === null ? this.#socket.write(buffer, start, end) : 0;
    if (start + taken === end) return;
    this.#keep(this.#bytes.concat([buffer.subarray(start + taken, end)]), 0, end - start - taken);
  }

  /** The socket drained: sends on. True when nothing is left waiting. */
  drain(): boolean {
    const pending = this.#pending;
    if (pending === null) return true;
    let sent = 0;
    for (const piece of pending) {
      piece.start += this.#socket.write(piece.bytes, piece.start, piece.end);
      if (piece.start < piece.end) break;
      sent++;
    }
    if (sent < pending.length) {
      pending.splice(0, sent);
      return false;
    }
    this.#pending = null;
    if (this.#finish === "shutdown") this.#socket.shutdown();
    else if (this.#finish === "close") this.#socket.close();
    return true;
  }

  /** FIN after all that was given. */
  shutdown(): void {
    this.#cork.release(this);
    if (this.#finish === "open") this.#finish = "shutdown";
    if (this.#pending === null) this.#socket.shutdown();
  }

  /** Closes after all that was given. */
  close(): void {
    this.#cork.release(this);
    this.#finish = "close";
    if (this.#pending === null) this.#socket.close();
  }

  /** Drops what waits and closes with RST. */
  reset(): void {
    this.#cork.discard(this);
    this.#pending = null;
    this.#socket.reset();
  }

  /** The socket is gone: nothing of what was given leaves any more. */
  forget(): void {
    this.#cork.discard(this);
    this.#pending = null;
  }

  #send(bytes: ByteBuffer, start: number, end: number): void {
    const taken = this.#pending === null ? this.#socket.write(bytes, start, end) : 0;
    if (start + taken < end) this.#keep(bytes, start + taken, end);
  }

  #keep(bytes: ByteBuffer, start: number, end: number): void {
    if (this.#pending !== null) {
      this.#pending.push({ bytes, start, end });
      return;
    }
    this.#pending = [{ bytes, start, end }];
    this.#onFull();
  }
}
