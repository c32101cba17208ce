/**
 * The owner of an accepted connection until `onAccept` names its handler: during its TLS handshake,
 * which may take so long and no longer.
 */
import type {
  ByteSocket,
  ListenHandler,
  SocketError,
  SocketHandler,
} from "../../src/runtime/transport.ts";

/** A socket that can be ended for a reason of this side's own. */
interface Ending extends ByteSocket {
  fail(error: SocketError): void;
}

const EXPIRED: SocketError = { code: "ETIMEDOUT", message: "the handshake took too long" };

export class Newcomer implements SocketHandler {
  readonly #listen: ListenHandler;
  readonly #timers: Map<ByteSocket, ReturnType<typeof setTimeout>> = new Map();

  constructor(listen: ListenHandler) {
    this.#listen = listen;
  }

  /** The handshake of that connection begins. */
  begin(socket: Ending): void {
    const timeoutMs = this.#listen.handshakeTimeoutMs;
    if (timeoutMs === Infinity) return;
    this.#timers.set(
      socket,
      setTimeout(() => socket.fail(EXPIRED), timeoutMs),
    );
  }

  /** It is through. */
  done(socket: ByteSocket): void {
    const timer = this.#timers.get(socket);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.#timers.delete(socket);
  }

  onConnect(): void {}
  onData(): void {}
  onDrain(): void {}
  onEnd(): void {}
  onClose(socket: ByteSocket, error: SocketError | null): void {
    this.done(socket);
    const reason = error ?? { code: "EOTHER", message: "closed during the handshake" };
    this.#listen.onHandshakeError(socket.remoteAddress, socket.remotePort, reason);
  }
}
