/**
 * The client side of HTTP/1: one connection, one exchange at a time, pipelined requests waiting in
 * the inbound buffer until the exchange before is over. Owns keep-alive, the client's timeouts and
 * the framing of responses; what a request means is the stream's business. The socket keeps being
 * read while a response is awaited, so that a client that leaves is noticed.
 */
import { Timer } from "../../core/timer-wheel.ts";
import { isPersistent } from "../../http/h1/connection-header.ts";
import { NEED_MORE, REFUSED } from "../../http/h1/parse.ts";
import type { Fields } from "../../http/fields.ts";
import {
  BODY_TUNNEL,
  EXPECTS_CONTINUE,
  type HttpMessage,
  MUST_CLOSE,
  WANTS_CLOSE,
  WANTS_KEEP_ALIVE,
} from "../../http/message.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../../runtime/transport.ts";
import type { ClientMux, RequestSink } from "../mux.ts";
import type { ThreadIo } from "../thread-io.ts";
import { BodyEvent } from "./body-reader.ts";
import type { FrontHost } from "./front-host.ts";
import { FrontInput } from "./front-input.ts";
import { FrontState as State } from "./front-state.ts";
import { endsConnection, H1Output } from "./output.ts";

/** How long a client may take to leave after the last response. */
const LINGER_MS = 1000;

export class H1Front implements ClientMux, SocketHandler {
  readonly #io: ThreadIo;
  readonly #socket: ByteSocket;
  readonly #host: FrontHost;
  readonly #in: FrontInput;
  readonly #out: H1Output;
  readonly #timer: Timer = new Timer(() => this.#onTimer());
  #state: State = State.idle;
  #request: HttpMessage | null = null;
  #sink: RequestSink | null = null;
  /** The body is for the proxy itself: no server's time limits the wait for it. */
  #bodyTimed: boolean = false;
  #halfClosed: boolean = false;
  #processing: boolean = false;
  /** Decided with the response's head. */
  #persistent: boolean = true;
  #requests: number = 0;
  #clientTimeoutMs: number = Infinity;
  /** The clock when the first byte of the current request came, ms. */
  firstByteMs: number = 0;

  constructor(io: ThreadIo, socket: ByteSocket, host: FrontHost) {
    this.#io = io;
    this.#socket = socket;
    this.#host = host;
    this.#in = new FrontInput(io, socket);
    this.#out = new H1Output(io, socket, () => this.#touchClient());
    io.wheel.schedule(this.#timer, host.settings().httpRequestTimeoutMs);
  }

  get sentBytes(): number {
    return this.#out.sentBytes;
  }

  get receivedBytes(): number {
    return this.#in.receivedBytes;
  }

  get unreadBodyBytes(): number {
    return this.#in.unreadBodyBytes;
  }

  get hasWholeBody(): boolean {
    return this.#request !== null && this.#in.isWhole(this.#request);
  }

  // --- what the socket tells ---

  onConnect(): void {}

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    const nowMs = this.#io.begin();
    if (this.#state === State.idle) this.firstByteMs = nowMs;
    if (this.#state !== State.draining) {
      this.#in.append(bytes);
      if (!this.#processing) this.#process();
    }
  }

  onDrain(): void {
    this.#io.begin();
    const empty = this.#out.out.drain();
    if (this.#sink === null) return;
    this.#touchClient();
    if (empty) this.#sink.onClientDrain();
  }

  onEnd(): void {
    this.#io.begin();
    this.#halfClosed = true;
    if (this.#state !== State.exchange) this.#endInput();
    else if (this.#in.done) this.#sink?.onClientHalfClose(true);
    else if (!this.#in.isHeldBack) this.#endInput();
    else if (!this.#in.wanted) this.#sink?.onClientHalfClose(this.hasWholeBody);
  }

  onClose(_socket: ByteSocket, _error: SocketError | null): void {
    this.#io.begin();
    const sink = this.#sink;
    const partial = this.#state === State.head;
    const unused = this.#state === State.idle && this.#requests === 0;
    this.#state = State.closed;
    this.#io.wheel.cancel(this.#timer);
    this.#out.out.forget();
    if (sink !== null) sink.onClientFailure("closed");
    else if (partial) this.#host.refuse(this, this.#request!, 0, "CR");
    else if (unused) this.#host.refuse(this, (this.#request = this.#io.takeMessage()), 0, "CR");
    this.#dropRequest();
    this.#host.closed();
  }

  // --- the request's way in ---

  #process(): void {
    this.#processing = true;
    let going = true;
    while (going && this.#in.length > 0) {
      switch (this.#state) {
        case State.idle:
        case State.head:
          going = this.#readHead();
          break;
        case State.exchange:
          going = this.#readBody();
          break;
        case State.tunnel:
          going = this.#in.readTunnel(this.#sink);
          if (going) this.#touchClient();
          break;
        default:
          going = false;
          this.#in.clear();
      }
    }
    this.#processing = false;
    if (this.#halfClosed) this.#endInput();
    if (this.#state !== State.closed) this.#in.limitReading();
  }

  #readHead(): boolean {
    const io = this.#io;
    const request = (this.#request ??= io.takeMessage());
    const consumed = this.#in.readHead(request, this.#host.settings());
    if (consumed === NEED_MORE) {
      if (this.#state === State.idle) {
        this.#state = State.head;
        io.wheel.schedule(this.#timer, this.#host.settings().httpRequestTimeoutMs);
      }
    } else if (consumed === REFUSED) this.#refuse(request.errorStatus, "PR");
    else this.#beginExchange(request);
    return consumed > 0;
  }

  #beginExchange(request: HttpMessage): void {
    this.#state = State.exchange;
    this.#requests++;
    this.#persistent = isPersistent(request) && (request.flags & MUST_CLOSE) === 0;
    // The client's wish is taken; what stands in the message from here on is what rules write.
    request.flags &= ~(WANTS_CLOSE | WANTS_KEEP_ALIVE | MUST_CLOSE);
    this.#bodyTimed = false;
    const settings = this.#host.settings();
    this.#clientTimeoutMs = settings.clientTimeoutMs;
    this.#in.beginBody(request);
    this.#out.beginExchange(settings.nameCase);
    const sink = this.#host.open(this);
    this.#sink = sink;
    this.#touchClient();
    sink.onRequestHead(request);
  }

  #readBody(): boolean {
    const event = this.#in.readBody(this.#sink);
    if (event === BodyEvent.more) return false;
    this.#touchClient();
    if (event === BodyEvent.end) this.#finishRequest(this.#in.trailers);
    if (event !== BodyEvent.malformed) return true;
    this.#in.wanted = false;
    if (this.#sink !== null) this.#sink.onClientFailure("malformed");
    else this.#close();
    return false;
  }

  /** After the client's half-close, once all that came before it was read: there will be no more. */
  #endInput(): void {
    switch (this.#state) {
      case State.idle:
        // A connection that came and went without a request is still one to log.
        if (this.#requests === 0) this.#refuse(0, "CR");
        else this.#close();
        break;
      case State.head:
        this.#refuse(0, "CR");
        break;
      case State.exchange:
      case State.tunnel:
        this.#endBody();
        break;
      default:
        this.#close();
    }
  }

  /** The end of a tunnel's input; of a body's it is a failure. */
  #endBody(): void {
    if (this.#in.done || this.#in.isHeldBack) return;
    if (this.#state === State.tunnel) this.#finishRequest(null);
    else if (this.#sink !== null) this.#sink.onClientFailure("closed");
    else this.#close();
  }

  #finishRequest(trailers: Fields | null): void {
    if (this.#in.done) return;
    this.#in.done = true;
    this.#touchClient();
    if (this.#sink !== null) this.#sink.onRequestEnd(trailers);
    else if (this.#state === State.exchange) this.#next();
  }

  receiveBody(): void {
    this.#bodyTimed = false;
    if (this.#in.wanted) return;
    this.#in.wanted = true;
    this.#goOn();
  }

  pauseBody(): void {
    this.#in.paused = true;
    if (this.#state === State.tunnel) this.#touchClient();
  }

  resumeBody(): void {
    if (!this.#in.paused) return;
    this.#in.paused = false;
    if (this.#state === State.tunnel) this.#touchClient();
    this.#goOn();
  }

  receiveBodyEarly(): void {
    const request = this.#request!;
    const waits = (request.flags & EXPECTS_CONTINUE) !== 0 && request.minorVersion > 0;
    if (waits && !this.#in.done && !this.#in.wanted && this.#in.length === 0) {
      this.#out.out.text("HTTP/1.1 100 Continue\r\n\r\n");
    }
    this.receiveBody();
    this.#bodyTimed = true;
    this.#touchClient();
  }

  #goOn(): void {
    if (!this.#processing) this.#process();
  }

  // --- the response's way out ---

  sendInterim(response: HttpMessage): void {
    if (this.#request!.minorVersion > 0 && !this.#out.interim(response)) this.abort();
  }

  sendHead(response: HttpMessage, close: boolean): void {
    // A soft stop may have begun since the request came.
    if (endsConnection(response) || close || this.#host.settings().closing)
      this.#persistent = false;
    if (!this.#out.response(this.#request!, response, this.#persistent)) this.abort();
    else if (response.bodyKind === BODY_TUNNEL) this.#beginTunnel();
  }

  #beginTunnel(): void {
    this.#state = State.tunnel;
    this.#in.done = false;
    this.#in.wanted = true;
    // Bytes right behind the head belong to the tunnel.
    this.#goOn();
  }

  sendBody(bytes: ByteBuffer, start: number, end: number): boolean {
    this.#touchClient();
    return this.#out.body(bytes, start, end);
  }

  endBody(trailers: Fields | null): void {
    if (this.#state === State.tunnel) this.#out.out.shutdown();
    else this.#out.end(trailers);
  }

  abort(): void {
    if (this.#state === State.closed) return;
    this.#sink = null;
    this.#close();
  }

  release(): void {
    if (this.#state === State.closed) return;
    this.#sink = null;
    if (this.#state === State.tunnel) this.#close();
    else if (!this.#persistent) this.#end();
    else if (this.#in.done) this.#next();
    else this.#drop();
  }

  /** The exchange is over: on to the next one. */
  #next(): void {
    this.#dropRequest();
    this.#state = State.idle;
    this.#in.receivedBytes = 0;
    this.#awaitNext();
    if (this.#in.length > 0 || this.#halfClosed) this.#goOn();
    else this.#in.limitReading();
  }

  /** The response came before its request was complete: what is left of that is read and dropped. */
  #drop(): void {
    this.#in.wanted = true;
    this.#in.paused = false;
    this.#touchClient();
    this.#goOn();
  }

  /** Nothing follows. A client that may still be sending is given time to read the response. */
  #end(): void {
    this.#dropRequest();
    const saidAll = this.#in.done && this.#in.length === 0 && this.#socket.tls === null;
    if (this.#halfClosed || saidAll) this.#close();
    else this.#linger();
  }

  setTimeout(timeoutMs: number): void {
    this.#clientTimeoutMs = timeoutMs;
    if (this.#state === State.tunnel) this.#touchClient();
    else this.#io.wheel.schedule(this.#timer, timeoutMs);
  }

  // --- time and the end ---

  checkTime(): void {
    if (this.#timer.deadlineMs <= this.#io.nowMs) this.#onTimer();
  }

  /** Ends a connection that waits for a next request. One that has just come is owed an answer. */
  closeIfIdle(): void {
    if (this.#state === State.idle && this.#requests > 0) this.#close();
  }

  #awaitNext(): void {
    const { keepAliveTimeoutMs, httpRequestTimeoutMs } = this.#host.settings();
    this.firstByteMs = this.#io.nowMs;
    const waiting = this.#in.length > 0;
    this.#io.wheel.touch(this.#timer, waiting ? httpRequestTimeoutMs : keepAliveTimeoutMs);
  }

  /**
   * The client's time runs while bytes to it are stuck, and while bytes of it are due to the proxy.
   * The wait for a body on its way to a server is the server's to limit, as in HAProxy.
   */
  #touchClient(): void {
    const tunnelled = this.#state === State.tunnel && !this.#in.paused;
    const inputDue = !this.#in.done && (this.#bodyTimed || this.#sink === null || tunnelled);
    const due = inputDue || this.#out.out.congested;
    this.#io.wheel.touch(this.#timer, due ? this.#clientTimeoutMs : Infinity);
  }

  #onTimer(): void {
    this.#io.begin();
    switch (this.#state) {
      case State.idle:
        if (this.#requests > 0) this.#close();
        else this.#refuse(408, "cR");
        break;
      case State.head:
        this.#refuse(408, "cR");
        break;
      case State.exchange:
      case State.tunnel:
        if (this.#sink === null) this.#close();
        else if (this.#state === State.exchange || this.#out.out.congested)
          this.#sink.onClientFailure("timeout");
        else {
          this.#in.done = true;
          this.#touchClient();
          this.#sink.onClientSilence();
        }
        break;
      default:
        this.#socket.close();
    }
  }

  #refuse(status: number, flags: string): void {
    this.#state = State.exchange;
    this.#persistent = false;
    this.#in.refuse();
    this.#out.beginExchange(null);
    this.#host.refuse(this, (this.#request ??= this.#io.takeMessage()), status, flags);
  }

  #dropRequest(): void {
    const request = this.#request;
    if (request === null) return;
    this.#request = null;
    this.#io.giveMessage(request);
  }

  /** Ends politely: FIN, then wait for the client to leave, so that no RST overtakes the response. */
  #linger(): void {
    this.#state = State.draining;
    this.#in.drain();
    this.#out.out.shutdown();
    this.#io.wheel.schedule(this.#timer, LINGER_MS);
  }

  #close(): void {
    if (this.#state === State.closed) return;
    this.#dropRequest();
    this.#state = State.draining;
    this.#io.wheel.schedule(this.#timer, LINGER_MS);
    this.#out.out.close();
  }
}
