/**
 * A connection that was gone before the transport gave it to anybody: a failed handshake. Of its
 * socket the peer's address is known, which log lines ask for.
 */
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";

const NOBODY: SocketHandler = {
  onConnect() {},
  onData() {},
  onDrain() {},
  onEnd() {},
  onClose() {},
};

export class GoneSocket implements ByteSocket {
  handler: SocketHandler = NOBODY;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string = "";
  readonly localPort: number = 0;
  readonly tls: null = null;

  constructor(remoteAddress: string, remotePort: number) {
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  write(): number {
    return 0;
  }
  pause(): void {}
  resume(): void {}
  shutdown(): void {}
  close(): void {}
  reset(): void {}
  setOption(): boolean {
    return false;
  }
  vanish(): void {}
  startServerTls(): void {}
  startClientTls(): void {}
}
