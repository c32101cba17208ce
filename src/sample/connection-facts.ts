/**
 * What expressions may ask of the connections of a stream beyond their addresses, and of the stream
 * between them: PROXY fields, what the kernel measured, the time limits that hold now.
 */
import type { Line } from "../config/word.ts";
import type { IpAddress } from "../core/ip.ts";
import type { TcpInfo } from "../runtime/transport.ts";

/** A field behind the addresses of a PROXY header, version 2 (proxy-protocol.txt, 2.2). */
export interface ProxyField {
  /** 0-255. */
  readonly type: number;
  /** Latin1. */
  readonly value: string;
}

/** The client's connection. */
export interface ClientConnectionFacts {
  /** In the order of the header. */
  readonly proxyFields: readonly ProxyField[];
  /** What the kernel measured; null where it cannot be asked. */
  tcpInfo(): TcpInfo | null;
  /** Connections of the same listener now. */
  listenerConnections(): number;
}

/** The connection to the server, or the one that could not be made. */
export interface ServerConnectionFacts {
  readonly source: { readonly address: IpAddress; readonly port: number } | null;
  readonly destination: { readonly address: IpAddress; readonly port: number } | null;
  /** Exchanges that it carried before this one. */
  readonly served: number;
  readonly reused: boolean;
  tcpInfo(): TcpInfo | null;
}

/** Limits in milliseconds, 0 for none. */
export interface TimeLimits {
  readonly clientMs: number;
  readonly serverMs: number;
  readonly tunnelMs: number;
}

/** A stream between its connections. */
export interface ExchangeFacts {
  readonly client: ClientConnectionFacts;
  /** Null while none was tried. */
  readonly server: ServerConnectionFacts | null;
  /** Exchanges that the client's connection carried before this one. */
  readonly servedBefore: number;
  /** Status of the server's own response; -1 when there was none. */
  readonly serverStatus: number;
  /** What holds now, with what `set-timeout` changed; without a backend, no server's. */
  readonly limits: TimeLimits;
  /** What the configuration says. */
  readonly configuredLimits: TimeLimits;
  readonly clientAborted: boolean;
  readonly serverAborted: boolean;
  /** The rule that waited when the stream was ended; null for none. */
  readonly waitingRule: Line | null;
  /** What `set-priority-class` and `set-priority-offset` said. */
  readonly priorityClass: number;
  readonly priorityOffsetMs: number;
  /** Name of the frontend's default backend. */
  readonly defaultBackendName: string | undefined;
  /** Number of the stream in its process, 32 bits. */
  readonly number: number;
}
