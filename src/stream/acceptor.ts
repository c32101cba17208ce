/**
 * One bound address on one thread: admits connections within `maxconn`, lets connection and
 * session rules judge them, and gives each its mux (manual 4.2 `tcp-request connection|session`,
 * 5.1 `accept-proxy`). At the limit the listening socket stops, so that clients wait in the kernel.
 */
import type { ExpectedHeader, Session, SessionListener } from "../connection/session.ts";
import { Session as ClientSession } from "../connection/session.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ServerTls } from "../runtime/tls.ts";
import type {
  ByteSocket,
  ListenHandler,
  SocketError,
  SocketHandler,
} from "../runtime/transport.ts";
import type { Counters } from "../stats/counters.ts";
import { Gauge, Rate, Slot } from "../stats/slots.ts";
import { ClientHelloReader } from "./client-hello-reader.ts";
import { admitSession, logKilledSession } from "./connection-rules.ts";
import type { Frontend } from "./frontend.ts";
import { GoneSocket } from "./gone-socket.ts";
import { HttpConnection } from "./http-connection.ts";
import { ListenerValve } from "./listener-valve.ts";
import { ConnectionHeaderReader } from "./connection-header-reader.ts";
import { RawConnection } from "./raw-connection.ts";
import type { Stream } from "./stream.ts";
import type { StreamHost } from "./stream-host.ts";
import { type HandshakeEnd, TlsHandshake } from "./tls-handshake.ts";
import { countSession, untrackSession } from "./tracking.ts";

/** The limit of the whole process, over all threads. */
export interface ProcessGate {
  /** One more connection, at the shared clock's `nowMs`. */
  enter(nowMs: number): void;
  /** A connection that rules let in became a session. */
  countSession(session: Session, nowMs: number): void;
  leave(): void;
  full(): boolean;
}

export interface AcceptorParts {
  readonly listener: SessionListener;
  readonly counters: Counters;
  readonly maxconn: number;
  /** A header that tells the addresses comes first, before TLS. */
  readonly expects: ExpectedHeader | null;
  /** The magic number of NetScaler headers. */
  readonly cipMagic: number;
  /** TLS on connections that come plain, for a header or a look at the hello; else the transport's. */
  readonly tlsOverPlain: ServerTls | null;
  /** Room for what is kept of the ClientHello, 0 for its random alone; null where nobody asks. */
  readonly helloBytes: number | null;
}

/** HAProxy's words for a failed handshake; in brackets the library's own. */
function failureOf({ code, message }: SocketError): string {
  if (code === "ETIMEDOUT") return "Timeout during SSL handshake";
  if (code === "ETLS") return `SSL handshake failure (${message})`;
  return code === "ECONNRESET" ? "SSL handshake failure" : "Connection closed during SSL handshake";
}

type FailingHandshake = Omit<HandshakeEnd, "ready">;

/** A client that went before the handshake was through. */
const LEFT: SocketError = { code: "EOTHER", message: "closed during the handshake" };

/** Where a connection was counted when it came. */
interface Place {
  readonly frontend: Frontend;
  readonly parts: AcceptorParts;
}

export class Acceptor implements ListenHandler {
  readonly #io: ThreadIo;
  readonly #host: StreamHost;
  readonly #gate: ProcessGate;
  #place: Place;
  /** Stops the listening socket at a limit, and by command. */
  readonly valve: ListenerValve;
  readonly #connections: Set<HttpConnection | RawConnection> = new Set();

  constructor(
    io: ThreadIo,
    host: StreamHost,
    gate: ProcessGate,
    frontend: Frontend,
    parts: AcceptorParts,
  ) {
    this.#io = io;
    this.#host = host;
    this.#gate = gate;
    this.#place = { frontend, parts };
    this.valve = new ListenerValve(io.wheel, () => this.#hasRoom());
  }

  /** Of new connections, and of the next request of open ones. */
  get frontend(): Frontend {
    return this.#place.frontend;
  }

  /** A reload puts this behind the same socket; open connections follow with their next request. */
  adopt(frontend: Frontend, parts: AcceptorParts): void {
    this.#place = { frontend, parts };
    this.valve.look();
    this.valve.shutIfFull();
  }

  onAccept(socket: ByteSocket): SocketHandler {
    const nowMs = this.#io.begin();
    const place = this.#place;
    const { frontend, parts } = place;
    const { counters } = frontend;
    const listenerCounters = parts.counters;
    const session = new ClientSession(
      socket,
      parts.listener,
      this.#io.id,
      frontend.parts.mode === "http",
      nowMs,
      this.#host.wallMs(),
    );
    const { clientOptions } = frontend.parts;
    if (clientOptions !== null)
      for (const [option, value] of clientOptions) socket.setOption(option, value);
    this.#gate.enter(nowMs);
    counters.enter();
    counters.add(Slot.connTot, 1);
    counters.countRate(Rate.connection, nowMs);
    listenerCounters.enter();
    listenerCounters.add(Slot.stot, 1);
    this.valve.shutIfFull();
    return this.#begin(session, socket, place);
  }

  get handshakeTimeoutMs(): number {
    return this.frontend.clientTimeoutMs;
  }

  onHandshakeError(remoteAddress: string, remotePort: number, error: SocketError): void {
    const { frontend, parts } = this.#place;
    this.#countFailedHandshake(frontend);
    if (!frontend.parts.log.lines.enabled) return;
    const nowMs = this.#io.begin();
    const isHttp = frontend.parts.mode === "http";
    const socket = new GoneSocket(remoteAddress, remotePort);
    const wallMs = this.#host.wallMs();
    const session = new ClientSession(socket, parts.listener, this.#io.id, isHttp, nowMs, wallMs);
    this.#logFailedHandshake(session, frontend, error);
  }

  #logFailedHandshake(session: Session, frontend: Frontend, error: SocketError): void {
    const left = error.code !== "ETLS" && error.code !== "ETIMEDOUT";
    this.#logKilled(session, frontend, failureOf(error), left);
  }

  #countFailedHandshake({ counters }: Frontend): void {
    counters.add(Slot.sslFailedHandshake, 1);
    counters.add(Slot.ereq, 1);
  }

  #logKilled(session: Session, frontend: Frontend, reason: string, isEmpty: boolean): void {
    const { log } = frontend.parts;
    if (!log.lines.enabled || (isEmpty && log.dontLogNull)) return;
    logKilledSession(this.#io, this.#host, session, frontend, reason);
  }

  #begin(session: Session, socket: ByteSocket, place: Place): SocketHandler {
    const { frontend, parts } = place;
    const { connectionRules } = frontend.parts;
    if (
      connectionRules.length > 0 &&
      !admitSession(this.#io, this.#host, session, frontend, "connection", connectionRules)
    ) {
      frontend.counters.add(Slot.dcon, 1);
      return this.#refuse(session, socket, place);
    }
    const expected = parts.expects ?? session.expects;
    if (expected !== null) {
      return new ConnectionHeaderReader(this.#io, session, expected, parts.cipMagic, {
        ready: (bytes) => this.#begun(session, socket, place, bytes),
        closed: () => this.#closed(session, place),
        failed: (reason, isEmpty) => this.#logKilled(session, frontend, reason, isEmpty),
        timeoutMs: frontend.clientTimeoutMs,
      });
    }
    this.#begun(session, socket, place, null);
    return socket.handler;
  }

  /** What comes before TLS is through; `initial` was read behind it. */
  #begun(session: Session, socket: ByteSocket, place: Place, initial: ByteBuffer | null): void {
    const { tlsOverPlain: tls, helloBytes } = place.parts;
    if (tls === null) {
      socket.handler = this.#open(session, socket, place);
      if (initial !== null) socket.handler.onData(socket, initial);
      return;
    }
    const failing = this.#failingHandshake(session, place);
    const begin = (bytes: ByteBuffer | null): void => {
      const ready = (): SocketHandler => this.#open(session, socket, place);
      new TlsHandshake(this.#io, { ...failing, ready }).begin(socket, tls, bytes);
    };
    if (helloBytes === null) return begin(initial);
    const end = { ...failing, begin };
    const reader = new ClientHelloReader(this.#io, session, helloBytes, end);
    socket.handler = reader;
    if (initial !== null) reader.onData(socket, initial);
  }

  /** What becomes of a connection whose handshake comes to nothing. */
  #failingHandshake(session: Session, place: Place): FailingHandshake {
    const { frontend } = place;
    let isTold = false;
    const tell = (log: () => void): void => {
      if (isTold) return;
      isTold = true;
      this.#io.begin();
      this.#countFailedHandshake(frontend);
      log();
    };
    return {
      timeoutMs: frontend.clientTimeoutMs,
      expired: () => {
        tell(() => this.#logKilled(session, frontend, "Timeout during SSL handshake", false));
        session.socket.reset();
      },
      closed: (error) => {
        tell(() => this.#logFailedHandshake(session, frontend, error ?? LEFT));
        this.#closed(session, place);
      },
    };
  }

  /** The connection is what it will be: session rules, then its mux. */
  #open(session: Session, socket: ByteSocket, place: Place): SocketHandler {
    const { frontend } = place;
    const { counters } = frontend;
    const { sessionRules, mode } = frontend.parts;
    session.handshakeMs = this.#io.nowMs;
    if (session.tls !== null && session.tls.verifyError !== 0) {
      this.#countFailedHandshake(frontend);
      this.#logKilled(session, frontend, "SSL client certificate not trusted", false);
      return this.#refuse(session, socket, place);
    }
    if (
      sessionRules.length > 0 &&
      !admitSession(this.#io, this.#host, session, frontend, "session", sessionRules)
    ) {
      counters.add(Slot.dses, 1);
      return this.#refuse(session, socket, place);
    }
    if (session.tracked !== null) countSession(session);
    counters.add(Slot.stot, 1);
    counters.countRate(Rate.session, this.#io.nowMs);
    this.#gate.countSession(session, this.#io.nowMs);
    // A socket that is gone no longer tells whose it was, and the log line comes at the end.
    if (frontend.parts.log.logger.enabled) session.rememberSource();
    if (mode === "http") {
      return this.#openHttp(session, socket, place);
    }
    return this.#openRaw(session, socket, place);
  }

  #openHttp(session: Session, socket: ByteSocket, place: Place): SocketHandler {
    const connection: HttpConnection = new HttpConnection(
      this.#io,
      this.#host,
      session,
      this,
      () => {
        this.#connections.delete(connection);
        this.#closed(session, place);
      },
    );
    this.#connections.add(connection);
    return connection.begin(socket);
  }

  #openRaw(session: Session, socket: ByteSocket, place: Place): SocketHandler {
    const connection: RawConnection = new RawConnection(
      this.#io,
      this.#host,
      session,
      place.frontend,
      () => {
        this.#connections.delete(connection);
        this.#closed(session, place);
      },
    );
    this.#connections.add(connection);
    return connection.begin(socket);
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Exchanges in progress. */
  streams(): Stream[] {
    return [...this.#connections].flatMap((connection) => connection.stream ?? []);
  }

  /** Ends the connections that wait for a next request; the others end with their response. */
  closeIdle(): void {
    for (const connection of this.#connections) connection.closeIfIdle();
  }

  #refuse(session: Session, socket: ByteSocket, place: Place): SocketHandler {
    socket.reset();
    return new WaitingHandler(() => this.#closed(session, place));
  }

  #closed(session: Session, place: Place): void {
    if (session.tracked !== null) untrackSession(session);
    this.#gate.leave();
    place.frontend.counters.leave();
    place.parts.counters.leave();
    this.valve.look();
  }

  #hasRoom(): boolean {
    if (this.#gate.full() || this.frontend.connections() >= this.frontend.maxconn) return false;
    const { maxconn, counters } = this.#place.parts;
    return maxconn === 0 || counters.gauge(Gauge.scur) < maxconn;
  }
}

/** A connection that was refused and is about to be gone. */
class WaitingHandler implements SocketHandler {
  readonly #closed: () => void;
  constructor(closed: () => void) {
    this.#closed = closed;
  }
  onConnect(): void {}
  onData(): void {}
  onDrain(): void {}
  onEnd(): void {}
  onClose(): void {
    this.#closed();
  }
}
