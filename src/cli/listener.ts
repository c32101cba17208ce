/**
 * A stats socket: each accepted connection gets a session. With `stats maxconn` sessions open it
 * stops accepting, so that further clients wait in the kernel's queue.
 */
import type { ByteSocket, ListenHandler, Listener, SocketHandler } from "../runtime/transport.ts";
import { CliSession } from "./session.ts";
import type { CliSetting } from "./session.ts";

export class CliListener implements ListenHandler {
  readonly #setting: CliSetting;
  readonly #maxconn: number;
  readonly #count: (change: 1 | -1) => void;
  readonly #sessions: Set<CliSession> = new Set();
  #listener: Pick<Listener, "pause" | "resume"> | null = null;
  #paused: boolean = false;

  /**
   * @param maxconn `stats maxconn`, at least 1.
   * @param count Told of each session that opens or closes.
   */
  constructor(
    setting: Omit<CliSetting, "onClose">,
    maxconn: number,
    count: (change: 1 | -1) => void,
  ) {
    this.#maxconn = maxconn;
    this.#count = count;
    this.#setting = { ...setting, onClose: (session) => this.#forget(session) };
  }

  /** The socket that `onAccept` is called for; it is paused and resumed. */
  attach(listener: Pick<Listener, "pause" | "resume">): void {
    this.#listener = listener;
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  onAccept(socket: ByteSocket): SocketHandler {
    const session = new CliSession(socket, this.#setting);
    this.#sessions.add(session);
    this.#count(1);
    if (this.#sessions.size >= this.#maxconn && !this.#paused) {
      this.#paused = true;
      this.#listener?.pause();
    }
    return session;
  }

  /** The socket is plain, so there is no handshake to fail. */
  readonly handshakeTimeoutMs: number = Infinity;
  onHandshakeError(): void {}

  /** Ends all sessions. */
  closeAll(): void {
    for (const session of this.#sessions) session.close();
  }

  #forget(session: CliSession): void {
    this.#sessions.delete(session);
    this.#count(-1);
    if (!this.#paused || this.#sessions.size >= this.#maxconn) return;
    this.#paused = false;
    this.#listener?.resume();
  }
}
