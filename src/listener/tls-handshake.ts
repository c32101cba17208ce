/** Owns a connection while TLS is put on it, within the client's time. */
import { Timer } from "../core/timer-wheel.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ServerTls } from "../runtime/tls.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../runtime/transport.ts";

export interface HandshakeEnd {
  /** The handshake is through: who owns the socket from here on. */
  ready(socket: ByteSocket): SocketHandler;
  /** The connection is gone; null where its other end left without a word. */
  closed(error: SocketError | null): void;
  /** The client's time is up. */
  expired(): void;
  readonly timeoutMs: number;
}

export class TlsHandshake implements SocketHandler {
  readonly #io: ThreadIo;
  readonly #end: HandshakeEnd;
  readonly #timer: Timer = new Timer(() => this.#end.expired());

  constructor(io: ThreadIo, end: HandshakeEnd) {
    this.#io = io;
    this.#end = end;
  }

  /** Begins with the bytes that were read already. */
  begin(socket: ByteSocket, tls: ServerTls, initial: ByteBuffer | null): void {
    this.#io.wheel.schedule(this.#timer, this.#end.timeoutMs);
    socket.handler = this;
    socket.startServerTls(tls, initial, () => {
      this.#io.begin();
      this.#io.wheel.cancel(this.#timer);
      socket.handler = this.#end.ready(socket);
    });
  }

  onConnect(): void {}
  onData(): void {}
  onDrain(): void {}
  onEnd(): void {}
  onClose(_socket: ByteSocket, error: SocketError | null): void {
    this.#io.wheel.cancel(this.#timer);
    this.#end.closed(error);
  }
}
