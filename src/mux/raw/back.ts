/** The server side of `mode tcp`: one connection, one exchange of raw bytes both ways. */
import { Timer } from "../../core/timer-wheel.ts";
import type { Fields } from "../../http/fields.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../../runtime/transport.ts";
import { type ResponseSink, type ServerMux } from "../mux.ts";
import { Outbound } from "../outbound.ts";
import { dialServer } from "../../server/connect/late-tls.ts";
import type { ServerDial } from "../../server/connect/socks4.ts";
import { dialFailure, ServerConnection } from "../server-connection.ts";
import type { ThreadIo } from "../thread-io.ts";

export class RawBack extends ServerConnection implements ServerMux, SocketHandler {
  receivedBytes: number = 0;
  readonly #io: ThreadIo;
  protected override readonly socket: ByteSocket;
  readonly #out: Outbound;
  readonly #preface: string;
  readonly #timer: Timer = new Timer(() => this.#onTimer());
  #sink: ResponseSink | null;
  #connected: boolean = false;
  #ended: boolean = false;
  #closed: boolean = false;
  #paused: boolean = false;
  #timeoutMs: number = Infinity;

  /** Starts connecting; `preface` as for H1Back. */
  constructor(
    io: ThreadIo,
    target: ServerDial,
    connectTimeoutMs: number,
    preface: string,
    sink: ResponseSink,
  ) {
    super();
    this.#io = io;
    this.#sink = sink;
    this.#preface = target.tls === null ? preface : "";
    this.socket = dialServer(io.runtime, target, preface, this);
    this.#out = new Outbound(this.socket, io.cork, io.runtime.bytes, () => this.#touchBySending());
    io.wheel.schedule(this.#timer, connectTimeoutMs);
  }

  get sentBytes(): number {
    return this.#out.totalBytes;
  }

  onConnect(): void {
    this.#io.begin();
    this.#connected = true;
    this.#touch();
    if (this.#preface !== "") this.#out.text(this.#preface);
    this.#sink?.onServerConnected();
  }

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#io.begin();
    // It spoke after its silence had been taken for its end.
    if (this.#ended) return;
    this.receivedBytes += bytes.length;
    this.#touch();
    this.#sink?.onResponseBody(bytes, 0, bytes.length);
  }

  onDrain(): void {
    this.#io.begin();
    this.#touchBySending();
    if (this.#out.drain()) this.#sink?.onServerDrain();
  }

  onEnd(): void {
    this.#io.begin();
    if (this.#ended) return;
    this.#ended = true;
    this.#touch();
    this.#sink?.onResponseEnd(null);
  }

  onClose(_socket: ByteSocket, error: SocketError | null): void {
    this.#io.begin();
    this.noteClose(error);
    const sink = this.#sink;
    this.#sink = null;
    this.#closed = true;
    this.#io.wheel.cancel(this.#timer);
    this.#out.forget();
    if (sink !== null) {
      if (!this.#connected) {
        sink.onServerFailure(dialFailure(error), error?.message ?? "closed");
      } else if (error === null && !this.#ended) sink.onResponseEnd(null);
      else sink.onServerFailure("closed", error?.message ?? "server closed");
    }
  }

  /** Raw exchanges have no heads and are a tunnel from the start. */
  wantKeepAlive(): void {}
  sendHead(): void {}

  sendBody(bytes: ByteBuffer, start: number, end: number): boolean {
    this.#touchBySending();
    return this.#out.write(bytes, start, end);
  }

  endBody(_trailers: Fields | null): void {
    this.#out.shutdown();
  }

  pauseBody(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.socket.pause();
  }

  resumeBody(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#touch();
    this.socket.resume();
  }

  setTimeout(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    if (this.#connected) this.#touch();
  }

  release(): boolean {
    this.#sink = null;
    if (!this.#closed) {
      this.#closed = true;
      this.#io.wheel.cancel(this.#timer);
      this.#out.close();
    }
    return false;
  }

  abort(): void {
    this.#sink = null;
    if (this.#closed) return;
    this.#closed = true;
    this.#io.wheel.cancel(this.#timer);
    this.#out.reset();
  }

  #touchBySending(): void {
    if (!this.independent) this.#touch();
  }

  /** The server's time runs while it may say something, and while it does not take what is sent. */
  #touch(): void {
    const due = this.#out.congested || !(this.#ended || this.#paused);
    this.#io.wheel.touch(this.#timer, due ? this.#timeoutMs : Infinity);
  }

  #onTimer(): void {
    this.#io.begin();
    if (this.#connected && !this.#out.congested) {
      this.#ended = true;
      this.#sink?.onServerSilence();
      return;
    }
    const sink = this.#sink;
    this.abort();
    sink?.onServerFailure("timeout", this.#connected ? "server timeout" : "connect timeout");
  }
}
