/**
 * From an accepted connection to the mux that serves it: connection rules, a header that tells the
 * addresses, TLS where it comes after one of them, session rules (manual 4.2 `tcp-request
 * connection|session`, 5.1 `accept-proxy`). Each step may end the connection; every connection that
 * began tells its end exactly once.
 */
import type { ExpectedHeader, Session, SessionListener } from "../connection/session.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ServerTls } from "../runtime/tls.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";
import { Rate, Slot } from "../stats/slots.ts";
import { ClientHelloReader } from "./client-hello-reader.ts";
import { ConnectionHeaderReader } from "./connection-header-reader.ts";
import { admitSession } from "./connection-rules.ts";
import type { EntranceParts, ProcessGate } from "./entrance.ts";
import { type FailedSessions, LEFT } from "./failed-sessions.ts";
import type { Frontend } from "../stream/frontend.ts";
import { HttpConnection } from "./http-connection.ts";
import { RawConnection } from "./raw-connection.ts";
import type { Stream } from "../stream/stream.ts";
import type { StreamHost } from "../stream/stream-host.ts";
import { type HandshakeEnd, TlsHandshake } from "./tls-handshake.ts";
import { countSession, untrackSession } from "../stream/tracking.ts";

/** What the process counts of its sessions, besides the limits on connections. */
export interface SessionGate extends ProcessGate {
  /** A connection that rules let in became a session. */
  countSession(session: Session, nowMs: number): void;
}

export interface AcceptorParts extends EntranceParts {
  readonly listener: SessionListener;
  /** Clients with a privileged port are closed at once. */
  readonly refusesPrivilegedPorts: boolean;
  /** A header that tells the addresses comes first, before TLS. */
  readonly expects: ExpectedHeader | null;
  /** The magic number of NetScaler headers. */
  readonly cipMagic: number;
  /** TLS on connections that come plain, for a header or a look at the hello; else the transport's. */
  readonly tlsOverPlain: ServerTls | null;
  /** Clients may stay whose certificate cannot be verified; rules see to it. */
  readonly ignoresTlsErrors: boolean;
  /** Room for what is kept of the ClientHello, 0 for its random alone; null where nobody asks. */
  readonly helloBytes: number | null;
}

type FailingHandshake = Omit<HandshakeEnd, "ready">;

/** Where a connection was counted when it came. */
export interface Place {
  readonly frontend: Frontend;
  readonly parts: AcceptorParts;
  /** The frontend of the next request, which a reload may replace. */
  readonly source: { readonly frontend: Frontend };
}

export class SessionOpener {
  readonly #io: ThreadIo;
  readonly #host: StreamHost;
  readonly #gate: SessionGate;
  readonly #failed: FailedSessions;
  readonly #left: (place: Place) => void;
  readonly #connections: Set<HttpConnection | RawConnection> = new Set();

  /** `left` hears of the end of each connection. */
  constructor(
    io: ThreadIo,
    host: StreamHost,
    gate: SessionGate,
    failed: FailedSessions,
    left: (place: Place) => void,
  ) {
    this.#io = io;
    this.#host = host;
    this.#gate = gate;
    this.#failed = failed;
    this.#left = left;
  }

  /** What owns the socket of a new session. */
  begin(session: Session, socket: ByteSocket, place: Place): SocketHandler {
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
        failed: (reason, isEmpty) => this.#failed.logKilled(session, frontend, reason, isEmpty),
        timeoutMs: frontend.handshakeTimeoutMs,
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
      this.#failed.countHandshake(frontend);
      log();
    };
    return {
      timeoutMs: frontend.handshakeTimeoutMs,
      expired: () => {
        tell(() =>
          this.#failed.logKilled(session, frontend, "Timeout during SSL handshake", false),
        );
        session.socket.reset();
      },
      closed: (error) => {
        tell(() => this.#failed.logHandshake(session, frontend, error ?? LEFT));
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
    const isDistrusted = session.tls !== null && session.tls.verifyError !== 0;
    if (isDistrusted && !place.parts.ignoresTlsErrors) {
      this.#failed.countHandshake(frontend);
      this.#failed.logKilled(session, frontend, "SSL client certificate not trusted", false);
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
      place.source,
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

  /** Ends connections that wait for a next request, each with probability `share`. */
  closeIdle(share: number): void {
    for (const connection of this.#connections)
      if (share >= 1 || Math.random() < share) connection.closeIfIdle();
  }

  #refuse(session: Session, socket: ByteSocket, place: Place): SocketHandler {
    socket.reset();
    return new WaitingHandler(() => this.#closed(session, place));
  }

  #closed(session: Session, place: Place): void {
    if (session.tracked !== null) untrackSession(session);
    this.#left(place);
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
