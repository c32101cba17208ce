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

export class Outbound implements CorkOwner {
  readonly #socket: ByteSocket;
  readonly #cork: Cork;
  readonly #bytes: ByteFactory;
  #pending: Pending[] | null = null;
  #pendingBytes: number = 0;
  #finish: "open" | "shutdown" | "close" = "open";
  /** Bytes handed over by the mux since the connection began. */
  totalBytes: number = 0;

  constructor(socket: ByteSocket, cork: Cork, bytes: ByteFactory) {
    this.#socket = socket;
    this.#cork = cork;
    this.#bytes = bytes;
  }

  /** True while bytes wait for the socket. */
  get congested(): boolean {
    return this.#pending !== null;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /**
   * Room to encode at least `sizeBytes`: the cork's buffer and where to start in it, or -1 when
   * it could never hold that much. Follow with `commit`.
   */
  reserve(sizeBytes: number): number {
    const cork = this.#cork;
    cork.claim(this);
    if (cork.length + sizeBytes > cork.buffer.length) {
      cork.flush();
      cork.claim(this);
    }
    return sizeBytes > cork.buffer.length ? -1 : cork.length;
  }

  get buffer(): ByteBuffer {
    return this.#cork.buffer;
  }

  /** Bytes [offset given by `reserve`, end) of the cork's buffer are to be sent. */
  commit(end: number): void {
    this.totalBytes += end - this.#cork.length;
    this.#cork.length = end;
  }

  /** Sends latin1 text, corked. */
  text(text: string): void {
    const start = this.reserve(text.length);
    if (start < 0) {
      const bytes = this.#bytes.latin1(text);
      this.write(bytes, 0, bytes.length);
      return;
    }
    this.commit(start + this.#cork.buffer.latin1Write(text, start, text.length));
  }

  /**
   * Sends bytes [start, end): together with what is corked when they fit, else uncopied. The
   * buffer must not change afterwards. False once the socket is full.
   */
  write(bytes: ByteBuffer, start: number, end: number): boolean {
    const cork = this.#cork;
    cork.claim(this);
    const size = end - start;
    this.totalBytes += size;
    if (size <= SMALL_BYTES && cork.length + size <= cork.buffer.length) {
      cork.buffer.set(bytes.subarray(start, end), cork.length);
      cork.length += size;
      return this.#pending === null;
    }
    cork.flush();
    this.#send(bytes, start, end);
    return this.#pending === null;
  }

  uncork(buffer: ByteBuffer, length: number): void {
    if (this.#pending === null) {
      const taken = this.#socket.write(buffer, 0, length);
      if (taken === length) return;
      this.#keep(this.#bytes.concat([buffer.subarray(taken, length)]), 0, length - taken);
      return;
    }
    this.#keep(this.#bytes.concat([buffer.subarray(0, length)]), 0, length);
  }

  /** The socket drained: sends on. True when nothing is left waiting. */
  drain(): boolean {
    const pending = this.#pending;
    if (pending === null) return true;
    let sent = 0;
    for (const piece of pending) {
      const taken = this.#socket.write(piece.bytes, piece.start, piece.end);
      this.#pendingBytes -= taken;
      piece.start += taken;
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
    this.#pendingBytes = 0;
    this.#socket.reset();
  }

  #send(bytes: ByteBuffer, start: number, end: number): void {
    if (this.#pending !== null) return this.#keep(bytes, start, end);
    const taken = this.#socket.write(bytes, start, end);
    if (start + taken < end) this.#keep(bytes, start + taken, end);
  }

  #keep(bytes: ByteBuffer, start: number, end: number): void {
    (this.#pending ??= []).push({ bytes, start, end });
    this.#pendingBytes += end - start;
  }
}

/** Bodies up to this size are copied behind their head: one write is cheaper than the copy. */
const SMALL_BYTES = 8192;
