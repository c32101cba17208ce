/**
 * What expressions may ask of the connections of a stream beyond their addresses, and of the stream
 * between them: PROXY fields, what the kernel measured, the time limits that hold now.
 */
import type { Line } from "../config/words/word.ts";
import type { IpAddress } from "../core/ip.ts";
import type { TlsInfo } from "../runtime/tls.ts";
import type { TcpInfo } from "../runtime/transport.ts";
import type { AddressFacts } from "./txn.ts";

/** Errors of connections by number and name (manual 7.3.3, fc_err_str). */
export const ConnectionError = { none: 0, reset: 47 } as const;

/** A field behind the addresses of a PROXY header, version 2 (proxy-protocol.txt, 2.2). */
export interface ProxyField {
  /** 0-255. */
  readonly type: number;
  /** Latin1. */
  readonly value: string;
}

/** The client's connection. */
export interface ClientConnectionFacts {
  /** Its own ends, whatever PROXY or rules of the session say. */
  readonly received: AddressFacts;
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
  /** Number of its error (manual 7.3.3, fc_err_str): 0 for none, -1 when it could not be made. */
  readonly errorCode: number;
  /** Exchanges that it carried before this one. */
  readonly served: number;
  readonly reused: boolean;
  tcpInfo(): TcpInfo | null;
  /** Null on a plain connection. */
  readonly tls: TlsInfo | null;
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
  /** How the server's response is compressed; undefined when it is not. */
  readonly compression: string | undefined;
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
