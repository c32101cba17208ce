/**
 * One bound address on one thread: takes connections in within the limits, and opens a session for
 * each (session-opener.ts). At a limit the listening socket stops, so that clients wait in the
 * kernel; who was accepted in the same turn waits here.
 */
import type { ThreadIo } from "../mux/thread-io.ts";
import { Session } from "../connection/session.ts";
import type {
  ByteSocket,
  ListenHandler,
  SocketError,
  SocketHandler,
} from "../runtime/transport.ts";
import { hasRoom, leave, tryEnter } from "./entrance.ts";
import { FailedSessions } from "./failed-sessions.ts";
import type { Frontend } from "../stream/frontend.ts";
import { ListenerValve } from "./listener-valve.ts";
import { ParkedSockets } from "./parked-sockets.ts";
import { turnAwayPrivileged } from "./privileged-ports.ts";
import {
  type AcceptorParts,
  type Place,
  type SessionGate,
  SessionOpener,
} from "./session-opener.ts";
import type { Stream } from "../stream/stream.ts";
import type { StreamHost } from "../stream/stream-host.ts";

export class Acceptor implements ListenHandler {
  readonly #io: ThreadIo;
  readonly #host: StreamHost;
  readonly #gate: SessionGate;
  #place: Place;
  /** Stops the listening socket at a limit, and by command. */
  readonly valve: ListenerValve;
  readonly #opener: SessionOpener;
  readonly #failed: FailedSessions;
  /** Accepted before the listening socket had stopped. */
  readonly #parked: ParkedSockets = new ParkedSockets();

  constructor(
    io: ThreadIo,
    host: StreamHost,
    gate: SessionGate,
    frontend: Frontend,
    parts: AcceptorParts,
  ) {
    this.#io = io;
    this.#host = host;
    this.#gate = gate;
    this.#place = { frontend, parts, source: this };
    this.#failed = new FailedSessions(io, host);
    this.#opener = new SessionOpener(io, host, gate, this.#failed, (place) => {
      leave(gate, place.frontend, place.parts);
      this.valve.look();
    });
    this.valve = new ListenerValve(io, {
      hasRoom: () => this.#hasRoom(),
      admit: () => this.#admitParked(),
      closed: () => this.#parked.resetAll(),
    });
  }

  /** Of new connections, and of the next request of open ones. */
  get frontend(): Frontend {
    return this.#place.frontend;
  }

  /** A reload puts this behind the same socket; open connections follow with their next request. */
  adopt(frontend: Frontend, parts: AcceptorParts): void {
    this.#place = { frontend, parts, source: this };
    this.valve.look();
    this.valve.shutIfFull();
  }

  onAccept(socket: ByteSocket): SocketHandler {
    if (this.#place.parts.refusesPrivilegedPorts) {
      const away = turnAwayPrivileged(socket);
      if (away !== null) return away;
    }
    const nowMs = this.#io.begin();
    if (this.#parked.size > 0 || !this.#tryEnter(nowMs)) {
      const handler = this.#parked.park(socket);
      this.valve.shut();
      return handler;
    }
    const handler = this.#admit(socket);
    this.valve.shutIfFull();
    return handler;
  }

  #tryEnter(nowMs: number): boolean {
    const { frontend, parts } = this.#place;
    return tryEnter(this.#gate, frontend, parts, nowMs);
  }

  /** There may be room again for those who wait. */
  #admitParked(): void {
    const nowMs = this.#io.begin();
    this.#parked.admit(
      () => this.#tryEnter(nowMs),
      (socket) => this.#admit(socket),
    );
  }

  /** A connection that has a place. */
  #admit(socket: ByteSocket): SocketHandler {
    const place = this.#place;
    const { frontend, parts } = place;
    const session = new Session(
      socket,
      parts.listener,
      this.#io.id,
      frontend.parts.mode === "http",
      this.#io.nowMs,
      this.#host.wallMs(),
    );
    const { clientOptions } = frontend.parts;
    if (clientOptions !== null)
      for (const [option, value] of clientOptions) socket.setOption(option, value);
    return this.#opener.begin(session, socket, place);
  }

  get handshakeTimeoutMs(): number {
    return this.frontend.handshakeTimeoutMs;
  }

  onHandshakeError(remoteAddress: string, remotePort: number, error: SocketError): void {
    const { frontend, parts } = this.#place;
    this.#failed.goneHandshake(remoteAddress, remotePort, error, frontend, parts.listener);
  }

  get connectionCount(): number {
    return this.#opener.connectionCount;
  }

  /** Exchanges in progress. */
  streams(): Stream[] {
    return this.#opener.streams();
  }

  /** Ends the connections that wait for a next request; the others end with their response. */
  closeIdle(share: number = 1): void {
    this.#opener.closeIdle(share);
  }

  #hasRoom(): boolean {
    const { frontend, parts } = this.#place;
    return this.#parked.size === 0 && hasRoom(this.#gate, frontend, parts, this.#io.nowMs);
  }
}
