/**
 * Connections that never become sessions (manual 8.2.5): a header or a handshake that came to
 * nothing. Counts them, and writes the line that the frontend's log gets of them.
 */
import { Session } from "../connection/session.ts";
import type { SessionListener } from "../connection/session.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { SocketError } from "../runtime/transport.ts";
import { Slot } from "../stats/slots.ts";
import { logKilledSession } from "./connection-rules.ts";
import type { Frontend } from "../stream/frontend.ts";
import { GoneSocket } from "./gone-socket.ts";
import type { StreamHost } from "../stream/stream-host.ts";

/** A client that went before the handshake was through. */
export const LEFT: SocketError = { code: "EOTHER", message: "closed during the handshake" };

/** HAProxy's words for a failed handshake; in brackets the library's own. */
function failureOf({ code, message }: SocketError): string {
  if (code === "ETIMEDOUT") return "Timeout during SSL handshake";
  if (code === "ETLS") return `SSL handshake failure (${message})`;
  return code === "ECONNRESET" ? "SSL handshake failure" : "Connection closed during SSL handshake";
}

export class FailedSessions {
  readonly #io: ThreadIo;
  readonly #host: StreamHost;

  constructor(io: ThreadIo, host: StreamHost) {
    this.#io = io;
    this.#host = host;
  }

  /** Logs why; `isEmpty` when the client sent nothing, which `option dontlognull` hides. */
  logKilled(session: Session, frontend: Frontend, reason: string, isEmpty: boolean): void {
    const { log } = frontend.parts;
    if (!log.lines.enabled || (isEmpty && log.dontLogNull)) return;
    logKilledSession(this.#io, this.#host, session, frontend, reason);
  }

  logHandshake(session: Session, frontend: Frontend, error: SocketError): void {
    const left = error.code !== "ETLS" && error.code !== "ETIMEDOUT";
    this.logKilled(session, frontend, failureOf(error), left);
  }

  countHandshake({ counters }: Frontend): void {
    counters.add(Slot.sslFailedHandshake, 1);
    counters.add(Slot.ereq, 1);
  }

  /** A handshake that failed before anybody had the socket. */
  goneHandshake(
    remoteAddress: string,
    remotePort: number,
    error: SocketError,
    frontend: Frontend,
    listener: SessionListener,
  ): void {
    this.countHandshake(frontend);
    if (!frontend.parts.log.lines.enabled) return;
    const nowMs = this.#io.begin();
    const isHttp = frontend.parts.mode === "http";
    const socket = new GoneSocket(remoteAddress, remotePort);
    const wallMs = this.#host.wallMs();
    const session = new Session(socket, listener, this.#io.id, isHttp, nowMs, wallMs);
    this.logHandshake(session, frontend, error);
  }
}
