/**
 * How this thread connects to one server: address, TLS, PROXY header, and the pool of idle
 * connections.
 */
import type { H1Back, IdleKeeper } from "../mux/h1/back.ts";
import type { ClientTlsContext } from "../runtime/tls.ts";
import type { DialSpec, SocketOptions } from "../runtime/transport.ts";
import { addressesOf, type Txn } from "../sample/txn.ts";
import type { IdlePool } from "../server/idle-pool.ts";
import type { Server } from "../server/server.ts";

/** What of a server line concerns the connection. */
export interface UpstreamParts {
  readonly server: Server;
  readonly pool: IdlePool<H1Back>;
  readonly tls: ClientTlsContext | null;
  /** `sni EXPR`; null sends none. */
  readonly sni: ((txn: Txn) => string | null) | null;
  /** The PROXY header for a stream; null for none. */
  readonly proxyHeader: ((txn: Txn) => string) | null;
  /** TCP keepalive of all its connections; null for none. */
  readonly options: SocketOptions | null;
  readonly source: { readonly host: string; readonly port: number } | null;
}

export class Upstream implements IdleKeeper {
  readonly server: Server;
  readonly pool: IdlePool<H1Back>;
  /** A connection that depends on the client may serve no other one. */
  readonly private: boolean;
  readonly #parts: UpstreamParts;

  constructor(parts: UpstreamParts, sniIsConstant: boolean) {
    this.#parts = parts;
    this.server = parts.server;
    this.pool = parts.pool;
    this.private =
      parts.proxyHeader !== null || !sniIsConstant || parts.server.model.mapPorts !== "fixed";
  }

  /** Where and how to connect for `txn`; null while the server's address is unknown. */
  dialSpec(txn: Txn, options: SocketOptions | null): DialSpec | null {
    const parts = this.#parts;
    const clientPort =
      parts.server.model.mapPorts === "fixed" ? 0 : addressesOf(txn).destinationPort;
    const address = parts.server.target(clientPort);
    if (address === null) return null;
    return {
      address,
      localAddress: parts.source?.host ?? null,
      localPort: parts.source?.port ?? 0,
      tls: parts.tls,
      options: bothOf(parts.options, options),
      serverName: parts.sni === null ? null : parts.sni(txn),
    };
  }

  lost(mux: H1Back): void {
    this.pool.remove(mux);
  }

  /** What is sent before anything else, as latin1. */
  preface(txn: Txn): string {
    const { proxyHeader } = this.#parts;
    return proxyHeader === null ? "" : proxyHeader(txn);
  }
}

/** The options of all connections and those of a stream. */
function bothOf(all: SocketOptions | null, own: SocketOptions | null): SocketOptions | null {
  return all === null || own === null ? (all ?? own) : new Map([...all, ...own]);
}
