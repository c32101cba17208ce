/** What is known of a connection to a server, whatever is spoken on it. */
import type { ByteSocket, TcpInfo } from "../runtime/transport.ts";
import type { TlsInfo } from "../runtime/tls.ts";
import { type ConnectionEnd, type LocalEnd, localEndOf, peerEndOf } from "./mux.ts";

export abstract class ServerConnection {
  /** Exchanges it carried before. */
  served: number = 0;
  /** The server reset it. */
  wasReset: boolean = false;
  /** Of the exchange in progress. */
  receivedBytes: number = 0;
  protected abstract readonly socket: ByteSocket;

  get reused(): boolean {
    return this.served > 0;
  }

  get source(): LocalEnd | null {
    return localEndOf(this.socket);
  }

  get destination(): ConnectionEnd | null {
    return peerEndOf(this.socket);
  }

  get tls(): TlsInfo | null {
    return this.socket.tls;
  }

  tcpInfo(): TcpInfo | null {
    return this.socket.tcpInfo?.() ?? null;
  }
}
