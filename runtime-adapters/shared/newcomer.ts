/** The owner of an accepted connection until `onAccept` names its handler: during its TLS handshake. */
import type {
  ByteSocket,
  ListenHandler,
  SocketError,
  SocketHandler,
} from "../../src/runtime/transport.ts";

export class Newcomer implements SocketHandler {
  readonly #listen: ListenHandler;
  constructor(listen: ListenHandler) {
    this.#listen = listen;
  }
  onConnect(): void {}
  onData(): void {}
  onDrain(): void {}
  onEnd(): void {}
  onClose(socket: ByteSocket, error: SocketError | null): void {
    const reason = error ?? { code: "EOTHER", message: "closed during the handshake" };
    this.#listen.onHandshakeError(socket.remoteAddress, socket.remotePort, reason);
  }
}
