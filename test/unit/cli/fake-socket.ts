/** A connected pair without a network: the test is the client, the session has the other end. */
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import type { ByteBuffer } from "../../../src/runtime/bytes.ts";
import type { ByteSocket, SocketHandler } from "../../../src/runtime/transport.ts";

export class FakeSocket implements ByteSocket {
  handler: SocketHandler;
  /** All that the session sent. */
  received: string = "";
  closed: boolean = false;
  /** Bytes the socket takes before it is full. */
  room: number = Infinity;
  readonly remoteAddress: string = "";
  readonly remotePort: number = 0;
  readonly localAddress: string = "";
  readonly localPort: number = 0;
  readonly tls: null = null;

  constructor(handler: SocketHandler) {
    this.handler = handler;
  }

  write(buffer: ByteBuffer, start: number, end: number): number {
    if (this.closed) return 0;
    const taken = Math.min(this.room, end - start);
    this.room -= taken;
    this.received += buffer.latin1Slice(start, start + taken);
    return taken;
  }

  pause(): void {}
  resume(): void {}
  shutdown(): void {}
  startServerTls(): void {}
  startClientTls(): void {}

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.handler.onClose(this, null);
  }

  setOption(): boolean {
    return true;
  }

  vanish(): void {
    this.reset();
  }

  reset(): void {
    this.close();
  }

  /** The client sends text. */
  type(text: string): void {
    this.handler.onData(this, bytes.latin1(text));
  }

  /** The client shuts its sending side down. */
  end(): void {
    this.handler.onEnd(this);
  }

  /** The client reads, so the socket takes `room` more bytes. */
  drain(room: number): void {
    this.room = room;
    this.handler.onDrain(this);
  }
}
