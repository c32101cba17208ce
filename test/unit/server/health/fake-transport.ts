/** A transport whose connections are played by the test: it sees each dial and answers by hand. */
import type { ByteBuffer } from "../../../../src/runtime/bytes.ts";
import type {
  ByteSocket,
  DialSpec,
  Listener,
  SocketErrorCode,
  SocketHandler,
  Transport,
} from "../../../../src/runtime/transport.ts";
import { bytes } from "../../support/bytes.ts";

/** One dialed connection. */
export class PlayedSocket implements ByteSocket {
  handler: SocketHandler;
  readonly spec: DialSpec;
  /** What was written, as latin1. */
  sent: string = "";
  isReset: boolean = false;
  isClosed: boolean = false;
  readonly remoteAddress: string = "";
  readonly remotePort: number = 0;
  readonly localAddress: string = "";
  readonly localPort: number = 0;
  readonly tls: null = null;

  constructor(spec: DialSpec, handler: SocketHandler) {
    this.spec = spec;
    this.handler = handler;
  }

  write(data: ByteBuffer, start: number, end: number): number {
    this.sent += data.latin1Slice(start, end);
    return end - start;
  }

  pause(): void {}
  resume(): void {}
  shutdown(): void {}
  close(): void {
    this.isClosed = true;
  }
  setOption(): boolean {
    return true;
  }

  vanish(): void {
    this.reset();
  }

  reset(): void {
    this.isReset = true;
  }
  startServerTls(): void {
    throw new Error("not a server");
  }
  startClientTls(): void {}

  connect(): void {
    this.handler.onConnect(this);
  }

  receive(text: string): void {
    this.handler.onData(this, bytes(text));
  }

  end(): void {
    this.handler.onEnd(this);
  }

  fail(code: SocketErrorCode): void {
    this.handler.onClose(this, { code, message: code });
  }
}

export class PlayedTransport implements Transport {
  readonly sockets: PlayedSocket[] = [];

  listen(): Listener {
    throw new Error("checks do not listen");
  }

  dial(spec: DialSpec, handler: SocketHandler): ByteSocket {
    const socket = new PlayedSocket(spec, handler);
    this.sockets.push(socket);
    return socket;
  }

  /** The connections dialed since the last call. */
  take(): PlayedSocket[] {
    return this.sockets.splice(0);
  }
}
