/** What is known of a connection to a server, whatever is spoken on it. */
import type { ByteSocket, SocketError, TcpInfo } from "../runtime/transport.ts";
import type { TlsInfo } from "../runtime/tls.ts";
import { type ConnectionEnd, type LocalEnd, localEndOf, peerEndOf } from "./mux.ts";

export abstract class ServerConnection {
  /** For the pool, see `Pooled`. */
  idleSinceMs: number = 0;
  idleIn: object | null = null;
  private: boolean = false;
  /** What it was made with that another stream may not want, see `Upstream.keyFor`. */
  key: string = "";
  /** Exchanges it carried before. */
  served: number = 0;
  /** The server reset it. */
  wasReset: boolean = false;
  /** The system had no address or port for it to come from. */
  hadNoSource: boolean = false;
  /** `option independent-streams`: only what the server sends keeps it from timing out. */
  independent: boolean = false;
  /** Violations of the protocol in its responses pass. */
  lenient: boolean = false;
  protected abstract readonly socket: ByteSocket;

  /** Notes why its socket closed. */
  protected noteClose(error: SocketError | null): void {
    this.wasReset = error?.code === "ECONNRESET";
    this.hadNoSource = error?.code === "EADDRINUSE" || error?.code === "EADDRNOTAVAIL";
  }

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

/** What the end of a connection that never came to be is for its stream. */
export function dialFailure(error: SocketError | null): "timeout" | "unreachable" {
  return error?.code === "ETIMEDOUT" ? "timeout" : "unreachable";
}
