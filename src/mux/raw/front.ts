/**
 * The client side of `mode tcp`: the connection is one exchange of raw bytes both ways. Bytes wait
 * here until the stream wants them, so that content rules may look at them first.
 */
import { Timer } from "../../core/timer-wheel.ts";
import type { Fields } from "../../http/fields.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../../runtime/transport.ts";
import { Inbound } from "../inbound.ts";
import type { ClientMux, RequestSink } from "../mux.ts";
import { Outbound } from "../outbound.ts";
import type { ThreadIo } from "../thread-io.ts";

/** The stream layer, as a raw connection needs it. */
export interface RawHost {
  /** The connection is over. */
  closed(): void;
  /** The mux let go of the socket: another one has it from here on, and what came so far. */
  handedOver(socket: ByteSocket, bytes: ByteBuffer, ended: boolean): void;
}

/** A request sink that looks at content before it is forwarded. */
export interface ContentSink extends RequestSink {
  /** More content waits in `front.waiting`, or the client closed its side. */
  onContent(): void;
}

export class RawFront implements ClientMux, SocketHandler {
  readonly #io: ThreadIo;
  readonly #socket: ByteSocket;
  readonly #host: RawHost;
  readonly #out: Outbound;
  readonly #timer: Timer = new Timer(() => this.#onTimer());
  readonly #sink: ContentSink;
  /** Content not forwarded yet. */
  readonly waiting: Inbound;
  #wanted: boolean = false;
  #paused: boolean = false;
  #ended: boolean = false;
  #closed: boolean = false;
  #timeoutMs: number = Infinity;
  #received: number = 0;

  constructor(
    io: ThreadIo,
    socket: ByteSocket,
    host: RawHost,
    open: (front: RawFront) => ContentSink,
  ) {
    this.#io = io;
    this.#socket = socket;
    this.#host = host;
    this.#out = new Outbound(socket, io.cork, io.runtime.bytes, () => this.#touch());
    this.waiting = new Inbound(io.runtime.bytes, io.noBytes, io.bufferSizeBytes);
    this.#sink = open(this);
    io.wheel.schedule(this.#timer, Infinity);
  }

  /** Starts the exchange: the rules may decide before any content comes. */
  begin(): void {
    this.#sink.onContent();
  }

  get sentBytes(): number {
    return this.#out.totalBytes;
  }

  get unreadBodyBytes(): number {
    return 0;
  }

  get hasWholeBody(): boolean {
    return false;
  }

  get receivedBytes(): number {
    return this.#received;
  }

  /** No more content will come: the client closed its side, or the buffer is full. */
  get contentComplete(): boolean {
    return this.#ended || this.waiting.length >= this.#io.bufferSizeBytes;
  }

  onConnect(): void {}

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#io.begin();
    // It spoke after its silence had been taken for its end.
    if (this.#ended) return;
    this.#received += bytes.length;
    this.#touch();
    if (this.#wanted && !this.#paused && this.waiting.length === 0) {
      this.#sink.onRequestBody(bytes, 0, bytes.length);
    } else {
      this.waiting.append(bytes);
      if (this.waiting.length >= this.#io.bufferSizeBytes) this.#socket.pause();
      if (!this.#wanted) this.#sink.onContent();
    }
  }

  onDrain(): void {
    this.#io.begin();
    this.#touch();
    if (this.#out.drain()) this.#sink.onClientDrain();
  }

  onEnd(): void {
    this.#io.begin();
    if (this.#ended) return;
    this.#ended = true;
    this.#touch();
    if (this.#wanted) {
      if (this.waiting.length === 0) this.#sink.onRequestEnd(null);
      return;
    }
    this.#sink.onContent();
    if (!this.#wanted && !this.#closed) this.#sink.onClientHalfClose(true);
  }

  onClose(_socket: ByteSocket, _error: SocketError | null): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#io.begin();
    this.#io.wheel.cancel(this.#timer);
    this.#out.forget();
    this.#sink.onClientFailure("closed");
    this.#host.closed();
  }

  receiveBody(): void {
    this.#wanted = true;
    this.#deliver();
  }

  receiveBodyEarly(): void {
    this.receiveBody();
  }

  pauseBody(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#socket.pause();
    this.#touch();
  }

  resumeBody(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#touch();
    this.#deliver();
  }

  #deliver(): void {
    const { bytes, start, end } = this.waiting;
    if (end > start) {
      this.waiting.clear(this.#io.noBytes);
      this.#sink.onRequestBody(bytes, start, end);
    }
    if (this.#paused || this.#closed) return;
    this.#socket.resume();
    if (this.#ended) this.#sink.onRequestEnd(null);
  }

  /** Raw exchanges have no heads. */
  sendInterim(): void {}
  sendHead(): void {}

  sendBody(bytes: ByteBuffer, start: number, end: number): boolean {
    this.#touch();
    return this.#out.write(bytes, start, end);
  }

  endBody(_trailers: Fields | null): void {
    this.#out.shutdown();
  }

  /** Lets go of the socket, so that the connection goes on in HTTP. Nothing is told here any more. */
  handOver(): void {
    const { bytes, start, end } = this.waiting;
    this.#closed = true;
    this.#io.wheel.cancel(this.#timer);
    this.#host.handedOver(this.#socket, bytes.subarray(start, end), this.#ended);
  }

  abort(): void {
    if (!this.#closed) this.#out.reset();
  }

  release(): void {
    if (!this.#closed) this.#out.close();
  }

  setTimeout(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    if (!this.#closed) this.#io.wheel.schedule(this.#timer, this.#dueMs);
  }

  checkTime(): void {
    if (this.#timer.deadlineMs <= this.#io.nowMs) this.#onTimer();
  }

  #touch(): void {
    this.#io.wheel.touch(this.#timer, this.#dueMs);
  }

  /** The client's time runs while it may say something, and while it does not take what is sent. */
  get #dueMs(): number {
    const due = this.#out.congested || !(this.#ended || this.#paused);
    return due ? this.#timeoutMs : Infinity;
  }

  #onTimer(): void {
    this.#io.begin();
    if (!this.#wanted || this.#out.congested) {
      this.#sink.onClientFailure("timeout");
      return;
    }
    this.#ended = true;
    this.#touch();
    this.#sink.onClientSilence();
  }
}
