/**
 * Looks at the ClientHello of a fresh connection before TLS begins, where expressions ask for what
 * it says, then hands all bytes on to the handshake. What is no hello, or too long a one, is handed
 * on unseen: the handshake judges it.
 */
import type { Session } from "../connection/session.ts";
import { Timer } from "../core/timer-wheel.ts";
import { Inbound } from "../mux/inbound.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../runtime/transport.ts";
import { captureHello, helloRandom } from "../sample/tls/hello-capture.ts";
import { helloMessage } from "../sample/tls/hello-message.ts";

export interface HelloEnd {
  /** The hello was seen, or there is none: TLS begins with these bytes. */
  begin(bytes: ByteBuffer): void;
  /** The connection went before its hello was there. */
  closed(error: SocketError | null): void;
  /** The client's time is up. */
  expired(): void;
  readonly timeoutMs: number;
}

export class ClientHelloReader implements SocketHandler {
  readonly #io: ThreadIo;
  readonly #session: Session;
  /** Room for the hello's lists; 0 keeps its random alone. */
  readonly #sizeBytes: number;
  readonly #end: HelloEnd;
  readonly #in: Inbound;
  readonly #timer: Timer = new Timer(() => this.#end.expired());

  constructor(io: ThreadIo, session: Session, sizeBytes: number, end: HelloEnd) {
    this.#io = io;
    this.#session = session;
    this.#sizeBytes = sizeBytes;
    this.#end = end;
    this.#in = new Inbound(io.runtime.bytes, io.noBytes, io.bufferSizeBytes);
    io.wheel.schedule(this.#timer, end.timeoutMs);
  }

  onConnect(): void {}
  onDrain(): void {}

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#io.begin();
    this.#in.append(bytes);
    const { start, end } = this.#in;
    const message = helloMessage(this.#in.bytes, start, end, this.#io.runtime.bytes);
    if (message === "partial" && this.#in.length < this.#io.bufferSizeBytes) return;
    if (typeof message !== "string") {
      this.#session.clientRandom = helloRandom(message);
      if (this.#sizeBytes > 0) this.#session.hello = captureHello(message, this.#sizeBytes) ?? null;
    }
    this.#io.wheel.cancel(this.#timer);
    this.#end.begin(this.#in.bytes.subarray(start, end));
  }

  onEnd(socket: ByteSocket): void {
    socket.close();
  }

  onClose(_socket: ByteSocket, error: SocketError | null): void {
    this.#io.wheel.cancel(this.#timer);
    this.#end.closed(error);
  }
}
