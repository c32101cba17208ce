/**
 * How this thread connects to one server: address, TLS, PROXY header, and the pool of idle
 * connections.
 */
import type { H1Back } from "../mux/h1/back.ts";
import type { IdleKeeper } from "../mux/h1/idle-keeper.ts";
import type { ClientTlsContext } from "../runtime/tls.ts";
import type { Address, SocketOptions } from "../runtime/transport.ts";
import { addressesOf, type Txn } from "../sample/txn.ts";
import type { IdlePool } from "../server/idle/pool.ts";
import type { Server } from "../server/server.ts";
import type { ServerDial } from "../server/connect/socks4.ts";
import { ANY_SOURCE } from "../server/connect/source-ports.ts";
import { clientsDestination } from "./clients-destination.ts";
import type { ServerSource } from "./server-source.ts";

/** What of a server line concerns the connection. */
export interface UpstreamParts {
  readonly server: Server;
  readonly pool: IdlePool<H1Back>;
  readonly tls: ClientTlsContext | null;
  /** `sni EXPR`; null sends none. */
  readonly sni: ((txn: Txn) => string | null) | null;
  /** What idle connections are told apart by: `pool-conn-name`, else the SNI; null for nothing. */
  readonly poolName: ((txn: Txn) => string | null) | null;
  /** The PROXY header for a stream; null for none. */
  readonly proxyHeader: ((txn: Txn) => string) | null;
  /** TCP keepalive of all its connections; null for none. */
  readonly options: SocketOptions | null;
  readonly source: ServerSource | null;
}

export class Upstream implements IdleKeeper {
  readonly server: Server;
  readonly pool: IdlePool<H1Back>;
  /** Its connections depend on the streams that they are made for. */
  readonly #isKeyed: boolean;
  readonly #parts: UpstreamParts;

  constructor(parts: UpstreamParts) {
    this.#parts = parts;
    this.server = parts.server;
    this.pool = parts.pool;
    this.#isKeyed =
      parts.proxyHeader !== null ||
      parts.poolName !== null ||
      parts.server.model.mapPorts !== "fixed" ||
      parts.source?.isPerStream === true;
  }

  /**
   * Where and how to connect for `txn`; null while the server's address is unknown, "no source"
   * where the request does not tell the address that it should come from.
   */
  dialSpec(
    txn: Txn,
    options: SocketOptions | null,
    speaksFirst: boolean,
  ): ServerDial | "no source" | null {
    const parts = this.#parts;
    const address = this.addressFor(txn);
    if (address === null) return null;
    const source = parts.source === null ? ANY_SOURCE : parts.source.endFor(txn);
    if (source === null) return "no source";
    return {
      address,
      via: parts.server.model.socks4,
      localAddress: source.localAddress,
      localPort: source.localPort,
      localPorts: source.localPorts,
      interfaceName: source.interfaceName,
      tls: parts.tls,
      options: bothOf(parts.options, options),
      serverName: parts.sni === null ? null : parts.sni(txn),
      speaksFirst,
    };
  }

  /**
   * What a connection must have been made with to serve `txn`; "" where any does (manual 4.2,
   * `http-reuse`). Of a PROXY header only the addresses count, as in HAProxy.
   */
  keyFor(txn: Txn, options: SocketOptions | null): string {
    if (!this.#isKeyed && options === null && !this.server.isClients) return "";
    const { source, proxyHeader, poolName } = this.#parts;
    const end = source === null ? null : source.endFor(txn);
    const from = end === null ? "" : `${end.localAddress} ${end.localPort}`;
    const own = options === null ? "" : [...options].join(" ");
    const told = proxyHeader === null ? "" : endsOf(txn);
    const name = poolName === null ? null : poolName(txn);
    const to = this.server.isClients ? (clientsDestination(txn)?.host ?? "") : "";
    return `${own};${from};${to};${this.#clientPort(txn)};${told};${name ?? ""}`;
  }

  /** Where to connect to for `txn`; null while that is unknown. */
  addressFor(txn: Txn): Address | null {
    const { server } = this;
    const target = server.target(this.#clientPort(txn));
    if (target?.kind !== "ip" || !server.isClients) return target;
    const wanted = clientsDestination(txn);
    return wanted === null ? null : { ...wanted, port: target.port };
  }

  /** The client's part in the port that is connected to. */
  #clientPort(txn: Txn): number {
    return this.server.model.mapPorts === "fixed" ? 0 : addressesOf(txn).destinationPort;
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

/** The addresses that a PROXY header tells. */
function endsOf(txn: Txn): string {
  const { source, sourcePort, destination, destinationPort } = addressesOf(txn);
  return `${source} ${sourcePort} ${destination} ${destinationPort}`;
}

/** The options of all connections and those of a stream. */
function bothOf(all: SocketOptions | null, own: SocketOptions | null): SocketOptions | null {
  return all === null || own === null ? (all ?? own) : new Map([...all, ...own]);
}
