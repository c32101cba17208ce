/**
 * The client side of HTTP/1: one connection, one exchange at a time, pipelined requests waiting in
 * the inbound buffer until the exchange before is over. Owns keep-alive, the client's timeouts and
 * the framing of responses; what a request means is the stream's business. The socket keeps being
 * read while a response is awaited, so that a client that leaves is noticed.
 */
import { Timer } from "../../core/timer-wheel.ts";
import { addResponseConnection, isPersistent, settleConnection } from "../../http/h1/connection-header.ts";
import { encodeResponseHead } from "../../http/h1/encode.ts";
import { NEED_MORE, parseRequestHead, REFUSED } from "../../http/h1/parse.ts";
import type { Fields } from "../../http/fields.ts";
import {
  BODY_CHUNKED, BODY_NONE, BODY_TUNNEL, BODY_UNTIL_CLOSE, EXPECTS_CONTINUE, type HttpMessage,
  MUST_CLOSE, WANTS_CLOSE, WANTS_KEEP_ALIVE,
} from "../../http/message.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../../runtime/transport.ts";
import { Inbound } from "../inbound.ts";
import type { ClientMux, RequestSink } from "../mux.ts";
import { Outbound } from "../outbound.ts";
import type { ThreadIo } from "../thread-io.ts";
import { BodyEvent, BodyReader } from "./body-reader.ts";
import { BodyWriter } from "./body-writer.ts";

/** What the frontend says about its connections; asked anew for each request, so reloads take effect. */
export interface FrontSettings {
  /** Milliseconds; Infinity for none. */
  readonly clientTimeoutMs: number;
  readonly httpRequestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** `option httpclose`, or a soft stop: no second request. */
  readonly closing: boolean;
}

/** The stream layer, as this connection needs it. */
export interface FrontHost {
  settings(): FrontSettings;
  /** A stream for the request that is arriving; the mux calls its `onRequestHead` next. */
  open(mux: ClientMux): RequestSink;
  /**
   * A request that cannot be served: `status` 400, 408, … is answered and logged, 0 only logged.
   * The answer goes out raw by `sendBody`, then `release` closes. `flags` are the termination flags.
   */
  refuse(mux: ClientMux, request: HttpMessage, status: number, flags: string): void;
  /** The connection is over. */
  closed(): void;
}

/** Where the connection stands. */
const State = {
  /** Between requests; nothing of the next one is here. */
  idle: 0,
  /** A head is arriving. */
  head: 1,
  /** A stream has the exchange; its request body may be arriving. */
  exchange: 2,
  tunnel: 3,
  /** The last response is out; what the client still sends is dropped until it leaves. */
  draining: 4,
  closed: 5,
} as const;
type State = (typeof State)[keyof typeof State];

/** How long a client may take to leave after the last response. */
const LINGER_MS = 1000;

export class H1Front implements ClientMux, SocketHandler {
  readonly #io: ThreadIo;
  readonly #socket: ByteSocket;
  readonly #host: FrontHost;
  readonly #in: Inbound;
  readonly #out: Outbound;
  readonly #body: BodyReader;
  readonly #writer: BodyWriter;
  readonly #timer: Timer = new Timer(() => this.#onTimer());
  #state: State = State.idle;
  #request: HttpMessage | null = null;
  #sink: RequestSink | null = null;
  #requestDone: boolean = true;
  #bodyWanted: boolean = false;
  #bodyPaused: boolean = false;
  /** The body is for the proxy itself: no server's time limits the wait for it. */
  #bodyTimed: boolean = false;
  #socketPaused: boolean = false;
  #halfClosed: boolean = false;
  #processing: boolean = false;
  /** Decided with the response's head. */
  #persistent: boolean = true;
  #requests: number = 0;
  #sentBefore: number = 0;
  #received: number = 0;
  #clientTimeoutMs: number = Infinity;
  /** The clock when the first byte of the current request came, ms. */
  firstByteMs: number = 0;

  constructor(io: ThreadIo, socket: ByteSocket, host: FrontHost) {
    this.#io = io;
    this.#socket = socket;
    this.#host = host;
    this.#in = new Inbound(io.runtime.bytes, io.noBytes, io.bufferSizeBytes);
    this.#out = new Outbound(socket, io.cork, io.runtime.bytes);
    this.#body = new BodyReader(io.headLimits);
    this.#writer = new BodyWriter(this.#out);
    io.wheel.schedule(this.#timer, host.settings().httpRequestTimeoutMs);
  }

  get sentBytes(): number {
    return this.#out.totalBytes - this.#sentBefore;
  }

  get receivedBytes(): number {
    return this.#received;
  }

  // --- what the socket tells ---

  onConnect(): void {}

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    const nowMs = this.#io.begin();
    if (this.#state === State.idle) this.firstByteMs = nowMs;
    if (this.#state !== State.draining) {
      this.#in.append(bytes);
      if (this.#processing) return;
      this.#process();
    }
  }

  onDrain(): void {
    this.#io.begin();
    const empty = this.#out.drain();
    if (this.#sink !== null) {
      this.#touchClient();
      if (empty) this.#sink.onClientDrain();
    }
  }

  onEnd(): void {
    this.#io.begin();
    this.#halfClosed = true;
    if (this.#state === State.exchange && this.#requestDone) this.#sink?.onClientHalfClose();
    else this.#endInput();
  }

  onClose(_socket: ByteSocket, _error: SocketError | null): void {
    this.#io.begin();
    const sink = this.#sink;
    const partial = this.#state === State.head;
    const unused = this.#state === State.idle && this.#requests === 0;
    this.#state = State.closed;
    this.#io.wheel.cancel(this.#timer);
    this.#out.forget();
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
          going = this.#readTunnel();
          break;
        default:
          going = false;
          this.#in.clear(this.#io.noBytes);
      }
    }
    this.#processing = false;
    if (this.#halfClosed) this.#endInput();
    this.#limitReading();
  }

  #readHead(): boolean {
    const input = this.#in;
    const io = this.#io;
    const request = (this.#request ??= io.takeMessage());
    const consumed = parseRequestHead(request, input.bytes, input.start, input.end, io.headLimits);
    if (consumed === NEED_MORE) {
      if (this.#state === State.idle) {
        this.#state = State.head;
        io.wheel.schedule(this.#timer, this.#host.settings().httpRequestTimeoutMs);
      }
      return false;
    }
    if (consumed === REFUSED) {
      this.#refuse(request.errorStatus, "PR");
      return false;
    }
    this.#received = consumed - input.start;
    input.start = consumed;
    this.#beginExchange(request);
    return true;
  }

  #beginExchange(request: HttpMessage): void {
    const settings = this.#host.settings();
    this.#state = State.exchange;
    this.#requests++;
    this.#persistent = isPersistent(request) && (request.flags & MUST_CLOSE) === 0;
    // The client's wish is taken; what stands in the message from here on is what rules write.
    request.flags &= ~(WANTS_CLOSE | WANTS_KEEP_ALIVE | MUST_CLOSE);
    // What follows a CONNECT is the tunnel's, or the next request if the server refuses it.
    this.#requestDone = request.bodyKind === BODY_NONE || request.bodyKind === BODY_TUNNEL;
    this.#bodyWanted = false;
    this.#bodyPaused = false;
    this.#bodyTimed = false;
    this.#sentBefore = this.#out.totalBytes;
    this.#clientTimeoutMs = settings.clientTimeoutMs;
    if (!this.#requestDone) this.#body.begin(request);
    const sink = this.#host.open(this);
    this.#sink = sink;
    this.#touchClient();
    sink.onRequestHead(request);
  }

  #readBody(): boolean {
    if (this.#requestDone || !this.#bodyWanted || this.#bodyPaused) return false;
    const input = this.#in;
    const body = this.#body;
    const before = input.start;
    const event = body.next(input);
    this.#received += input.start - before;
    this.#touchClient();
    switch (event) {
      case BodyEvent.payload:
        this.#sink?.onRequestBody(input.bytes, body.payloadStart, body.payloadEnd);
        if (body.isEnded) this.#finishRequest(null);
        return true;
      case BodyEvent.end:
        this.#finishRequest(body.trailers);
        return true;
      case BodyEvent.malformed:
        this.#bodyWanted = false;
        if (this.#sink !== null) this.#sink.onClientFailure("malformed");
        else this.#close();
        return false;
      default:
        return false;
    }
  }

  #readTunnel(): boolean {
    if (!this.#bodyWanted || this.#bodyPaused) return false;
    const { bytes, start, end } = this.#in;
    this.#in.clear(this.#io.noBytes);
    this.#received += end - start;
    this.#touchClient();
    this.#sink?.onRequestBody(bytes, start, end);
    return true;
  }

  /** After the client's half-close, once all that came before it was read: there will be no more. */
  #endInput(): void {
    switch (this.#state) {
      case State.idle:
        if (this.#requests === 0) this.#refuseNothing();
        else this.#close();
        break;
      case State.head:
        this.#refuse(0, "CR");
        break;
      case State.exchange:
      case State.tunnel:
        this.#endBody();
        break;
      case State.draining:
        this.#close();
    }
  }

  /** The end of a tunnel's input; of a body's it is a failure. */
  #endBody(): void {
    const waiting = this.#in.length > 0 && (!this.#bodyWanted || this.#bodyPaused);
    if (this.#requestDone || waiting) return;
    if (this.#state === State.tunnel) this.#finishRequest(null);
    else if (this.#sink !== null) this.#sink.onClientFailure("closed");
    else this.#close();
  }

  #finishRequest(trailers: Fields | null): void {
    if (this.#requestDone) return;
    this.#requestDone = true;
    this.#touchClient();
    if (this.#sink !== null) this.#sink.onRequestEnd(trailers);
    else if (this.#state === State.exchange) this.#next();
  }

  /** Stops the socket once a buffer's worth waits, and starts it again when there is room. */
  #limitReading(): void {
    const full = this.#in.length >= this.#io.bufferSizeBytes;
    if (full === this.#socketPaused || this.#state === State.closed) return;
    this.#socketPaused = full;
    if (full) this.#socket.pause();
    else this.#socket.resume();
  }

  receiveBody(): void {
    this.#bodyTimed = false;
    if (this.#bodyWanted) return;
    this.#bodyWanted = true;
    this.#goOn();
  }

  pauseBody(): void {
    this.#bodyPaused = true;
  }

  resumeBody(): void {
    if (!this.#bodyPaused) return;
    this.#bodyPaused = false;
    this.#goOn();
  }

  receiveBodyEarly(): void {
    const request = this.#request!;
    const waits = (request.flags & EXPECTS_CONTINUE) !== 0 && request.minorVersion > 0;
    if (waits && !this.#requestDone && !this.#bodyWanted && this.#in.length === 0) {
      this.#out.text("HTTP/1.1 100 Continue\r\n\r\n");
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
    if (this.#request!.minorVersion === 0) return;
    this.#encodeHead(response);
  }

  sendHead(response: HttpMessage, close: boolean): void {
    const request = this.#request!;
    settleConnection(response);
    const kind = response.bodyKind;
    // The end of chunks from HTTP/1.0 is as uncertain as one by closing.
    const isDoubtful = kind === BODY_UNTIL_CLOSE || (kind === BODY_CHUNKED && response.minorVersion === 0);
    const closing = close || isDoubtful || (response.flags & WANTS_CLOSE) !== 0;
    // A soft stop may have begun since the request came.
    if (closing || this.#host.settings().closing) this.#persistent = false;
    this.#writer.begin(kind === BODY_CHUNKED);
    if (kind !== BODY_TUNNEL) addResponseConnection(response, request.minorVersion, this.#persistent);
    this.#encodeHead(response);
    if (kind === BODY_TUNNEL) this.#beginTunnel();
  }

  #beginTunnel(): void {
    this.#state = State.tunnel;
    this.#requestDone = false;
    this.#bodyWanted = true;
    // Bytes right behind the head belong to the tunnel.
    this.#goOn();
  }

  #encodeHead(response: HttpMessage): void {
    const out = this.#out;
    const start = out.reserve(2 * this.#io.bufferSizeBytes);
    const end = encodeResponseHead(response, out.buffer, start, out.buffer.length);
    // Two buffers: more than a parsed head and all that rules may add to it.
    if (end < 0) this.abort();
    else out.commit(start, end);
  }

  sendBody(bytes: ByteBuffer, start: number, end: number): boolean {
    this.#touchClient();
    return this.#writer.data(bytes, start, end);
  }

  endBody(trailers: Fields | null): void {
    if (this.#state === State.tunnel) this.#out.shutdown();
    else this.#writer.end(trailers);
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
    else if (this.#requestDone) this.#next();
    else this.#drop();
  }

  /** The exchange is over: on to the next one. */
  #next(): void {
    this.#dropRequest();
    this.#state = State.idle;
    this.#received = 0;
    this.#awaitNext();
    if (this.#in.length > 0 || this.#halfClosed) this.#goOn();
    else this.#limitReading();
  }

  /** The response came before its request was complete: what is left of that is read and dropped. */
  #drop(): void {
    this.#bodyWanted = true;
    this.#bodyPaused = false;
    this.#touchClient();
    this.#goOn();
  }

  /** Nothing follows. A client that may still be sending is given time to read the response. */
  #end(): void {
    this.#dropRequest();
    if (this.#halfClosed) this.#close();
    else this.#linger();
  }

  setTimeout(timeoutMs: number): void {
    this.#clientTimeoutMs = timeoutMs;
    this.#io.wheel.schedule(this.#timer, timeoutMs);
  }

  // --- time and the end ---

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
    const bodyDue = !this.#requestDone && (this.#bodyTimed || this.#sink === null);
    const due = bodyDue || this.#out.congested || this.#state === State.tunnel;
    this.#io.wheel.touch(this.#timer, due ? this.#clientTimeoutMs : Infinity);
  }

  #onTimer(): void {
    this.#io.begin();
    switch (this.#state) {
      case State.idle:
        if (this.#requests > 0) this.#close();
        else {
          this.#request = this.#io.takeMessage();
          this.#refuse(408, "cR");
        }
        break;
      case State.head:
        this.#refuse(408, "cR");
        break;
      case State.exchange:
      case State.tunnel:
        if (this.#sink !== null) this.#sink.onClientFailure("timeout");
        else this.#close();
        break;
      default:
        this.#socket.close();
    }
  }

  /** A connection that came and went without a request is still one to log. */
  #refuseNothing(): void {
    this.#request = this.#io.takeMessage();
    this.#refuse(0, "CR");
  }

  #refuse(status: number, flags: string): void {
    this.#state = State.exchange;
    this.#persistent = false;
    this.#requestDone = true;
    this.#sentBefore = this.#out.totalBytes;
    this.#received = this.#in.length;
    this.#in.clear(this.#io.noBytes);
    this.#writer.begin(false);
    this.#host.refuse(this, this.#request!, status, flags);
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
    this.#in.clear(this.#io.noBytes);
    if (this.#socketPaused) this.#socket.resume();
    this.#out.shutdown();
    this.#io.wheel.schedule(this.#timer, LINGER_MS);
  }

  #close(): void {
    this.#leave();
    this.#out.close();
  }

  #leave(): void {
    this.#dropRequest();
    this.#state = State.draining;
    this.#io.wheel.schedule(this.#timer, LINGER_MS);
  }
}
