/** A client's connection in `mode tcp`: one stream for as long as it lives. */
import type { Session } from "../connection/session.ts";
import { RawFront } from "../mux/raw/front.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { BufferFacts } from "../sample/txn.ts";
import type { Frontend } from "../stream/frontend.ts";
import { logAccept } from "../stream/log-stream.ts";
import { HttpConnection } from "./http-connection.ts";
import { RAW_PHASES } from "../stream/phases/request.ts";
import { Stream } from "../stream/stream.ts";
import type { StreamHost } from "../stream/stream-host.ts";

export class RawConnection {
  readonly #io: ThreadIo;
  readonly #host: StreamHost;
  readonly #session: Session;
  readonly #frontend: Frontend;
  readonly #onClosed: () => void;
  #stream: Stream | null = null;
  #owner: SocketHandler | null = null;
  /** The connection as it goes on after `switch-mode http`. */
  #http: HttpConnection | null = null;

  constructor(
    io: ThreadIo,
    host: StreamHost,
    session: Session,
    frontend: Frontend,
    onClosed: () => void,
  ) {
    this.#io = io;
    this.#host = host;
    this.#session = session;
    this.#frontend = frontend;
    this.#onClosed = onClosed;
  }

  /** The mux that owns the socket from here on; the rules may decide before any content comes. */
  begin(socket: ByteSocket): SocketHandler {
    const front = new RawFront(
      this.#io,
      socket,
      {
        closed: this.#onClosed,
        handedOver: (owned, bytes, ended) => this.#goOnInHttp(owned, bytes, ended),
      },
      (mux) => this.#open(mux),
    );
    this.#owner = front;
    front.begin();
    // Rules that waited for nothing may have handed the socket on already.
    return this.#owner;
  }

  /** The exchange in progress. */
  get stream(): Stream | null {
    if (this.#http !== null) return this.#http.stream;
    return this.#stream === null || this.#stream.finished ? null : this.#stream;
  }

  /** A TCP connection is never idle, unless it went on in HTTP. */
  closeIfIdle(): void {
    this.#http?.closeIfIdle();
  }

  /** The mux of HTTP/1 takes the socket over, with what came so far (manual 4.4, switch-mode). */
  #goOnInHttp(socket: ByteSocket, bytes: ByteBuffer, ended: boolean): void {
    const source = { frontend: this.#frontend };
    this.#session.http = true;
    this.#http = new HttpConnection(
      this.#io,
      this.#host,
      this.#session,
      source,
      this.#onClosed,
      this.#stream,
    );
    const front = this.#http.begin(socket);
    this.#owner = front;
    socket.handler = front;
    socket.resume();
    if (bytes.length > 0) front.onData(socket, bytes);
    if (ended) front.onEnd();
  }

  #open(front: RawFront): Stream {
    const stream = new Stream(
      this.#io,
      this.#host,
      this.#session,
      front,
      this.#frontend,
      this.#io.nowMs,
      null,
    );
    stream.enter(RAW_PHASES, 0);
    stream.requestEnded = false;
    stream.requestMs = this.#io.nowMs;
    this.#stream = stream;
    logAccept(stream);
    return stream;
  }
}

/** The content that waits in the client's mux, for rules that look at it. */
export function rawContent(front: RawFront): BufferFacts {
  const { bytes, start, end } = front.waiting;
  return { bytes, start, end, complete: front.contentComplete };
}
