/** Reads the PROXY header of a fresh connection, then hands the socket on (manual 5.1, accept-proxy). */
import { parseProxyHeader } from "../connection/proxy-protocol.ts";
import type { Session } from "../connection/session.ts";
import { Timer } from "../core/timer-wheel.ts";
import { Inbound } from "../mux/inbound.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ServerTls } from "../runtime/tls.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";

export interface ProxyHeaderEnd {
  /** The addresses are known and TLS, if any, is through: who owns the socket from here on. */
  ready(): SocketHandler;
  closed(): void;
  readonly timeoutMs: number;
}

export class ProxyHeaderReader implements SocketHandler {
  readonly #io: ThreadIo;
  readonly #session: Session;
  readonly #tls: ServerTls | null;
  readonly #end: ProxyHeaderEnd;
  readonly #in: Inbound;
  readonly #timer: Timer = new Timer(() => this.#session.socket.reset());
  #done: boolean = false;

  constructor(io: ThreadIo, session: Session, tls: ServerTls | null, end: ProxyHeaderEnd) {
    this.#io = io;
    this.#session = session;
    this.#tls = tls;
    this.#end = end;
    this.#in = new Inbound(io.runtime.bytes, io.noBytes, io.bufferSizeBytes);
    io.wheel.schedule(this.#timer, end.timeoutMs);
  }

  onConnect(): void {}
  onDrain(): void {}

  onData(socket: ByteSocket, bytes: ByteBuffer): void {
    if (this.#done) return;
    this.#io.begin();
    this.#in.append(bytes);
    const header = parseProxyHeader(this.#in.bytes.subarray(this.#in.start, this.#in.end));
    if (header.kind === "invalid") socket.reset();
    else if (header.kind === "complete") {
      this.#session.receivedProxy = true;
      if (header.addresses !== null) this.#session.setAddresses(header.addresses);
      this.#in.start += header.sizeBytes;
      this.#handOn(socket);
    }
  }

  #handOn(socket: ByteSocket): void {
    this.#done = true;
    this.#io.wheel.cancel(this.#timer);
    const rest = this.#in.length > 0 ? this.#in.bytes.subarray(this.#in.start, this.#in.end) : null;
    if (this.#tls !== null) {
      socket.startServerTls(this.#tls, rest, () => {
        socket.handler = this.#end.ready();
      });
      return;
    }
    socket.handler = this.#end.ready();
    if (rest !== null) socket.handler.onData(socket, rest);
  }

  onEnd(socket: ByteSocket): void {
    socket.close();
  }

  onClose(): void {
    this.#io.wheel.cancel(this.#timer);
    this.#end.closed();
  }
}
