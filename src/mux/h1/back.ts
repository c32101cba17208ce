/**
 * The server side of HTTP/1: one connection that carries exchanges one after the other and waits
 * in its server's pool between them. Parses responses strictly, 1xx included, and knows at the end
 * of each exchange whether the connection may serve another.
 */
import { Timer } from "../../core/timer-wheel.ts";
import { isPersistent, settleConnection } from "../../http/h1/connection-header.ts";
import { NEED_MORE, REFUSED } from "../../http/h1/parse.ts";
import type { Fields } from "../../http/fields.ts";
import type { NameCase } from "../../http/name-case.ts";
import {
  BODY_NONE,
  BODY_TUNNEL,
  BODY_UNTIL_CLOSE,
  CONNECTION_UPGRADE,
  type HttpMessage,
  MUST_CLOSE,
  WANTS_CLOSE,
  WANTS_KEEP_ALIVE,
} from "../../http/message.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../../runtime/transport.ts";
import type { Pooled } from "../../server/idle/pool.ts";
import { type ResponseSink, type ServerMux } from "../mux.ts";
import { dialServer } from "../../server/connect/late-tls.ts";
import type { ServerDial } from "../../server/connect/socks4.ts";
import { dialFailure, ServerConnection } from "../server-connection.ts";
import type { ThreadIo } from "../thread-io.ts";
import { BackInput } from "./back-input.ts";
import { BackState as State } from "./back-state.ts";
import { BodyEvent } from "./body-reader.ts";
import type { IdleKeeper } from "./idle-keeper.ts";
import { H1Output } from "./output.ts";

export class H1Back extends ServerConnection implements ServerMux, SocketHandler, Pooled<H1Back> {
  /** For the pool. */
  older: H1Back | null = null;
  newer: H1Back | null = null;

  readonly #io: ThreadIo;
  protected override readonly socket: ByteSocket;
  #keeper: IdleKeeper;
  readonly #in: BackInput;
  readonly #out: H1Output;
  readonly #timer: Timer = new Timer(() => this.#onTimer());
  readonly #preface: string;
  #state: State = State.connecting;
  #sink: ResponseSink | null = null;
  #response: HttpMessage | null = null;
  #requestMethod: number = 0;
  /** The request asked for another protocol, so that a 101 may answer it. */
  #upgrading: boolean = false;
  #requestDone: boolean = true;
  #keepAlive: boolean = true;
  /** `option http-pretend-keepalive`: the server is not told that the connection will be closed. */
  #pretends: boolean = false;
  #persistent: boolean = true;
  #paused: boolean = false;
  #processing: boolean = false;
  #timeoutMs: number = Infinity;

  /**
   * Starts connecting for `sink`. `preface` is sent before anything else (a PROXY header), as
   * latin1; "" for none.
   */
  constructor(
    io: ThreadIo,
    target: ServerDial,
    connectTimeoutMs: number,
    preface: string,
    keeper: IdleKeeper,
    sink: ResponseSink,
  ) {
    super();
    this.#io = io;
    this.#keeper = keeper;
    this.#preface = target.tls === null ? preface : "";
    this.#sink = sink;
    this.socket = dialServer(io.runtime, target, preface, this);
    this.#in = new BackInput(io);
    this.#out = new H1Output(io, this.socket, () => this.#touchBySending());
    io.wheel.schedule(this.#timer, connectTimeoutMs);
  }

  get sentBytes(): number {
    return this.#out.sentBytes;
  }

  get receivedBytes(): number {
    return this.#in.receivedBytes;
  }

  /** Bytes of the response's body that came and were not read, as they are counted. */
  get unreadBodyBytes(): number {
    return this.#in.unreadBodyBytes;
  }

  /** No other session may use it from here on; `keeper` is the session's. */
  belongTo(keeper: IdleKeeper): void {
    this.private = true;
    this.#keeper = keeper;
  }

  /** Gives a pooled connection to a stream. */
  attach(sink: ResponseSink): void {
    this.#sink = sink;
  }

  // --- what the socket tells ---

  onConnect(): void {
    this.#io.begin();
    this.#state = State.idle;
    this.#io.wheel.touch(this.#timer, Infinity);
    if (this.#preface !== "") this.#out.out.text(this.#preface);
    this.#sink?.onServerConnected();
  }

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#io.begin();
    if (this.#state === State.idle) return this.#loseIdle();
    this.#in.append(bytes);
    if (!this.#processing) this.#process();
  }

  onDrain(): void {
    this.#io.begin();
    this.#touchBySending();
    if (this.#out.out.drain()) this.#sink?.onServerDrain();
  }

  onEnd(): void {
    this.#io.begin();
    switch (this.#state) {
      case State.idle:
        this.#loseIdle();
        break;
      case State.tunnel:
      case State.body:
        this.#endByClose();
        break;
      case State.head:
        this.#fail("closed", "server closed before its response was complete");
        break;
      default:
        this.#persistent = false;
    }
  }

  onClose(_socket: ByteSocket, error: SocketError | null): void {
    this.#io.begin();
    this.noteClose(error);
    const state = this.#state;
    this.#io.wheel.cancel(this.#timer);
    this.#out.out.forget();
    if (state === State.connecting) {
      this.#fail(dialFailure(error), error?.message ?? "connection closed");
    } else if (state === State.idle) this.#loseIdle();
    else if (error === null && (state === State.body || state === State.tunnel)) this.#endByClose();
    else if (state !== State.done && state !== State.shut && state !== State.closed)
      this.#fail("closed", error?.message ?? "server closed");
    // What was received and waits for a slow client is still forwarded.
    if (!this.#closePending) this.#state = State.closed;
  }

  #loseIdle(): void {
    const sink = this.#sink;
    this.closeIdle();
    if (sink !== null) sink.onServerFailure("closed", "server closed an idle connection");
    else this.#keeper.lost(this);
  }

  /** The server closed inside a body: its proper end if nothing else marks it, as in a tunnel. */
  #endByClose(): void {
    if (this.#paused || this.#processing || this.#in.length > 0) {
      this.#closePending = true;
      return;
    }
    const kind = this.#response?.bodyKind;
    if (kind === BODY_UNTIL_CLOSE || kind === BODY_TUNNEL) this.#finishResponse(null);
    else this.#fail("closed", "server closed before its response was complete");
  }
  #closePending: boolean = false;

  // --- the response's way in ---

  #process(): void {
    this.#processing = true;
    let going = true;
    while (going && !this.#paused && this.#in.length > 0) {
      switch (this.#state) {
        case State.head:
          going = this.#readHead();
          break;
        case State.body:
          going = this.#readBody();
          break;
        case State.tunnel:
          this.#readTunnel();
          break;
        default:
          // Bytes after the end, or before any request: such a connection is not used again.
          this.#persistent = false;
          this.#in.clear();
      }
    }
    this.#processing = false;
    const open = this.#state === State.body || this.#state === State.tunnel;
    if (this.#closePending && open && this.#in.length === 0) this.#endByClose();
  }

  #readHead(): boolean {
    const response = (this.#response ??= this.#io.takeMessage());
    response.lenient = this.lenient;
    const consumed = this.#in.readHead(response, this.#requestMethod);
    if (consumed === NEED_MORE) return false;
    if (consumed === REFUSED) {
      this.#fail("malformed", response.errorReason);
      return false;
    }
    this.#touchServer();
    if (response.status < 200 && response.status !== 101) {
      this.#sink?.onInterim(response);
      response.reset();
      return true;
    }
    this.#beginResponse(response);
    return true;
  }

  #beginResponse(response: HttpMessage): void {
    const kind = response.bodyKind;
    if (response.status === 101 && !this.#upgrading)
      return this.#fail("malformed", "unexpected 101");
    this.#persistent =
      isPersistent(response) &&
      (response.flags & MUST_CLOSE) === 0 &&
      kind !== BODY_UNTIL_CLOSE &&
      kind !== BODY_TUNNEL;
    // The server's wish is taken; what stands in the message from here on is what rules write.
    response.flags &= ~(WANTS_CLOSE | WANTS_KEEP_ALIVE | MUST_CLOSE);
    // Until the head is handed on the client can still be told.
    if (!this.#in.beginBody(response)) return this.#fail("malformed", "bad chunk");
    this.#state =
      kind === BODY_NONE ? State.done : kind === BODY_TUNNEL ? State.tunnel : State.body;
    const sink = this.#sink;
    if (sink === null) return;
    sink.onResponseHead(response);
    if (kind === BODY_NONE && this.#sink === sink && this.#state === State.done)
      sink.onResponseEnd(null);
  }

  #readBody(): boolean {
    const event = this.#in.readBody(this.#sink);
    if (event === BodyEvent.end) {
      this.#finishResponse(this.#in.trailers);
      return true;
    }
    // What the stream does with a piece may have ended the exchange.
    if (this.#state === State.body) this.#touchServer();
    if (event === BodyEvent.malformed) this.#fail("malformed", "bad chunk");
    return event === BodyEvent.payload;
  }

  #readTunnel(): void {
    this.#in.readTunnel(this.#sink);
    if (this.#state === State.tunnel) this.#touchServer();
  }

  #finishResponse(trailers: Fields | null): void {
    if (this.#state !== State.body && this.#state !== State.tunnel) return;
    this.#state = this.#state === State.tunnel ? State.shut : State.done;
    if (this.#state === State.shut) this.#touchServer();
    this.#sink?.onResponseEnd(trailers);
  }

  pauseBody(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.socket.pause();
  }

  resumeBody(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.socket.resume();
    this.#touchServer();
    if (!this.#processing) this.#process();
  }

  // --- the request's way out ---

  /** Whether the connection is asked to stay open after this exchange; set before `sendHead`. */
  wantKeepAlive(keepAlive: boolean, pretends: boolean): void {
    this.#keepAlive = keepAlive;
    this.#pretends = pretends;
  }

  sendHead(request: HttpMessage, nameCase: NameCase | null): void {
    settleConnection(request);
    if ((request.flags & WANTS_CLOSE) !== 0) this.#keepAlive = false;
    this.#state = State.head;
    this.#requestMethod = request.method;
    this.#upgrading = (request.flags & CONNECTION_UPGRADE) !== 0;
    this.#requestDone = request.bodyKind === BODY_NONE || request.bodyKind === BODY_TUNNEL;
    this.#in.receivedBytes = 0;
    this.#out.beginExchange(nameCase);
    if (this.#out.request(request, this.#keepAlive || this.#pretends)) this.#touchServer();
    else this.#fail("malformed", "the request's head does not fit in the buffer");
  }

  sendBody(bytes: ByteBuffer, start: number, end: number): boolean {
    this.#touchBySending();
    return this.#out.body(bytes, start, end);
  }

  endBody(trailers: Fields | null): void {
    this.#requestDone = true;
    if (this.#state === State.tunnel || this.#state === State.shut) this.#out.out.shutdown();
    else {
      this.#out.end(trailers);
      this.#touchBySending();
    }
  }

  setTimeout(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    if (this.#state !== State.connecting) this.#touchServer();
  }

  release(): boolean {
    const reusable =
      this.#state === State.done &&
      this.#persistent &&
      this.#requestDone &&
      this.#keepAlive &&
      !this.#out.out.congested &&
      this.#in.length === 0;
    this.#sink = null;
    this.#dropResponse();
    if (!reusable) {
      this.closeIdle();
      return false;
    }
    this.served++;
    this.#state = State.idle;
    this.#io.wheel.touch(this.#timer, Infinity);
    // The last piece of the body may have stopped it for a slow client; the next one is another's.
    if (this.#paused) {
      this.#paused = false;
      this.socket.resume();
    }
    return true;
  }

  abort(): void {
    this.#sink = null;
    this.#dropResponse();
    if (this.#state === State.closed) return;
    this.#state = State.closed;
    this.#io.wheel.cancel(this.#timer);
    this.#out.out.reset();
  }

  /** Hears the server no more, as if it had closed its connection: what came so far still counts. */
  cutOff(): void {
    this.#persistent = false;
    if (this.#state !== State.body && this.#state !== State.tunnel) return;
    this.#endByClose();
    this.#out.out.reset();
  }

  /**
   * Closes without waiting for the server. With an RST, as HAProxy does: who sends the first FIN
   * keeps the port for a minute, and a busy proxy would run out of ports. TLS and tunnels take
   * their leave.
   */
  closeIdle(): void {
    if (this.#state === State.closed) return;
    const polite = this.socket.tls !== null || this.#state === State.shut;
    this.#state = State.closed;
    this.#io.wheel.cancel(this.#timer);
    if (polite) this.#out.out.close();
    else this.#out.out.reset();
  }

  #fail(failure: "closed" | "malformed" | "timeout" | "unreachable", message: string): void {
    const sink = this.#sink;
    this.#sink = null;
    this.closeIdle();
    sink?.onServerFailure(failure, message);
    this.#dropResponse();
  }

  #dropResponse(): void {
    const response = this.#response;
    if (response === null) return;
    this.#response = null;
    this.#io.giveMessage(response);
  }

  /** The server's time runs from the request's head on, anew with each byte either way. */
  #touchServer(): void {
    const said = this.#state === State.shut && !this.#out.out.congested;
    this.#io.wheel.touch(this.#timer, this.#paused || said ? Infinity : this.#timeoutMs);
  }

  #touchBySending(): void {
    if (!this.independent) this.#touchServer();
  }

  #onTimer(): void {
    this.#io.begin();
    if (this.#state === State.tunnel && !this.#out.out.congested) {
      this.#state = State.shut;
      this.#sink?.onServerSilence();
      return;
    }
    this.#fail("timeout", this.#state === State.connecting ? "connect timeout" : "server timeout");
  }
}
