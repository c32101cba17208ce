/**
 * The transaction as expressions see it: read-only facts of the connection, the messages and the
 * proxies. One class implements it (src/stream/stream.ts), so calls through it stay monomorphic.
 */
import type { HelloCapture } from "./tls/hello-capture.ts";
import type { Line } from "../config/words/word.ts";
import type { IpAddress } from "../core/ip.ts";
import type { HttpMessage } from "../http/message.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ExchangeFacts } from "./connection-facts.ts";
import type { TlsInfo } from "../runtime/tls.ts";
import type { SampleType } from "./types.ts";
import type { Variables } from "./variables/variables.ts";

/** The ends of a client connection. */
export interface AddressFacts {
  /** Client address. Null on unix sockets. */
  readonly source: IpAddress | null;
  readonly sourcePort: number;
  readonly destination: IpAddress | null;
  readonly destinationPort: number;
}

/**
 * A client connection, for as long as it lives. Its addresses are the connection's: what PROXY or
 * `tcp-request connection set-src` said, or what the socket tells.
 */
export interface SessionFacts extends AddressFacts {
  readonly tls: TlsInfo | null;
  /** What was kept of its ClientHello; null unless expressions ask for it. */
  readonly hello: HelloCapture | null;
  /** The random of its ClientHello; undefined unless expressions ask for it. */
  readonly clientRandom: string | undefined;
  /** The connection began with a PROXY header. */
  readonly receivedProxy: boolean;
  readonly listenerName: string;
  readonly listenerId: number;
  /** 1-based number of the thread that carries it. */
  readonly threadId: number;
  /** Wall clock of accept(), ms since the epoch with fraction. */
  readonly acceptWallMs: number;
  readonly variables: Variables;
  readonly http: boolean;
}

interface ProxyFacts {
  readonly name: string;
  readonly id: number;
}

export interface FrontendFacts extends ProxyFacts {
  /** `option http-use-proxy-header`: requests to a proxy authenticate as such. */
  readonly tellsProxied: boolean;
  /** Sessions now, over all threads. */
  connections(): number;
  /** Sessions accepted in the last second. */
  sessionRate(): number;
  requestRate(): number;
}

export interface BackendFacts extends ProxyFacts {
  connections(): number;
  sessionRate(): number;
  /** Usable servers now. */
  usableServers(): number;
  /** Streams waiting in the backend's and its servers' queues. */
  queued(): number;
  server(name: string): ServerFacts | undefined;
  /** The servers that balancing may choose from now. */
  usable(): readonly ServerFacts[];
  readonly servers: readonly ServerFacts[];
}

export interface ServerFacts {
  readonly name: string;
  readonly id: number;
  readonly backendName: string;
  /** Numeric address; null before resolution. */
  readonly address: IpAddress | null;
  readonly port: number;
  connections(): number;
  queued(): number;
  isUsable(): boolean;
  /** Whether it takes traffic at all, if only persistent: not down, not in maintenance. */
  isRunning(): boolean;
  /** Connections allowed now; 0 for any number. */
  connectionLimit(): number;
  /** Connections allowed at most, and streams that may wait for it; 0 for any number. */
  readonly maxconn: number;
  readonly maxqueue: number;
  /** Weight of the configuration. */
  readonly initialWeight: number;
  /** Effective weight as HAProxy shows it (0-256). */
  weight(): number;
  sessionRate(): number;
}

/** A stick table as fetches and converters see it. */
export interface TableFacts {
  readonly name: string;
  /** What a key is cast to. */
  readonly keyType: SampleType;
  /** Column of a data type ("http_req_rate", "gpc0", …) or -1 when the table does not store it. */
  column(dataType: string): number;
  /**
   * Column of an element of an array ("gpc", "gpc_rate", "gpt"), -1 when the table has no such
   * array or it is shorter: `gpc0` stored by itself is no element of `gpc`.
   */
  element(arrayType: string, index: number): number;
  /** Whether its keys are of the same type and length as those of the other table. */
  hasKeysOf(other: TableFacts): boolean;
  /** Entry for a key of any sample type, cast to the table's; -1 when there is none. */
  find(key: SampleKey): number;
  /** A counter or the current rate over the column's period. */
  read(entry: number, column: number): number;
  /** Entry for a key, made when there is none; -1 when the table is full of held entries. */
  create(key: SampleKey): number;
  /** Adds to a counter, for a rate to its current period; returns the counter's new value. */
  increment(entry: number, column: number, amount: number): number;
  /** Sets a counter or a tag. */
  write(entry: number, column: number, value: number): void;
  /** Milliseconds until the entry expires, and since it was used; 0 in a table without expiry. */
  expiresInMs(entry: number): number;
  idleMs(entry: number): number;
  /** Streams and connections that track the entry now. */
  trackers(entry: number): number;
  /** Entries in use; free places. */
  used(): number;
  readonly sizeEntries: number;
}
export type SampleKey = boolean | number | bigint | string | IpAddress;

/** A table entry tracked by `track-scN`. */
export interface TrackedFacts {
  readonly table: TableFacts;
  readonly entry: number;
  /** What is tracked, to find it in another table too. */
  readonly key?: SampleKey;
  /** The stream's request was counted in it. */
  hasRequest?: boolean;
}

/** Bytes of the request or response that rules may look at before they are forwarded. */
export interface BufferFacts {
  readonly bytes: ByteBuffer | null;
  readonly start: number;
  readonly end: number;
  /** No more will come: the peer closed, or the buffer is full, or the body is complete. */
  readonly complete: boolean;
}

/** Milliseconds on the thread's monotonic clock; -1 while not reached. Durations follow from them. */
export interface StreamTimes {
  /** Connection accepted. */
  acceptMs: number;
  /** PROXY and TLS handshakes done. */
  handshakeMs: number;
  /** First byte of this request. */
  firstByteMs: number;
  /** Request head complete. */
  requestMs: number;
  /** Left the queue, about to connect. */
  dequeuedMs: number;
  connectedMs: number;
  /** Response head complete. */
  responseMs: number;
  /** Last byte to the client. */
  endMs: number;
  /** Wall clock of the first byte of the request, for %tr. */
  requestWallMs: number;
}

/** What logs tell of a finished (or running) stream. */
export interface LogFacts {
  readonly times: StreamTimes;
  /** Bytes read from the client, and bytes sent to it. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Termination state, four characters: "----", "SC--", … (manual 8.5). */
  readonly termination: string;
  /** Status of what was answered without a response of its own, -1 for none; a response's wins. */
  readonly status?: number;
  /** The status of an error that another response answers (`errorloc`); 0 for none. Wins over both. */
  readonly answeredError?: number;
  /** `option logasap`: totals are not final, and a + says so. */
  readonly isLoggedEarly?: boolean;
  readonly retries: number;
  readonly redispatched: boolean;
  /** Counts at the end: process, frontend, backend, server (manual 8.2.3). */
  readonly activeConnections: number;
  readonly frontendConnections: number;
  readonly backendConnections: number;
  readonly serverConnections: number;
  /** Where its server is, or the address that it goes to instead of to a server. */
  readonly serverAddress?: IpAddress | null;
  readonly serverPort?: number | undefined;
  readonly serverQueuePosition: number;
  readonly backendQueuePosition: number;
  /** Request counter of the process, for %rt. */
  readonly requestNumber: number;
  /** What `capture cookie` found, as "name=value"; %CC and %CS. */
  readonly requestCookie?: string | undefined;
  readonly responseCookie?: string | undefined;
  /** Own address of the connection to the server; %bi and %bp. */
  readonly backendSource?: IpAddress | null;
  readonly backendSourcePort?: number | undefined;
  /** Why a connection never became a session, for its line. */
  readonly failure?: string;
  /** Where the line is made, for %OG. */
  readonly origin?: string;
  /** Lines logged by the frontend before this one, for %lc. */
  readonly logCounter?: number;
}

/** Addresses as rules and logs see them: those of the connection, or what rules put in their place. */
export function addressesOf(txn: Txn): AddressFacts {
  return txn.addresses ?? txn.session;
}

export interface Txn {
  readonly session: SessionFacts;
  /** What `set-src` and its like said for the session or the stream; the session's when absent. */
  readonly addresses?: AddressFacts;
  readonly frontend: FrontendFacts;
  readonly backend: BackendFacts | null;
  readonly server: ServerFacts | null;
  /** The first request of its connection. */
  readonly isFirstRequest?: boolean;
  /** Null in TCP mode and before a request was parsed. */
  readonly request: HttpMessage | null;
  readonly response: HttpMessage | null;
  /** HTTP: the body bytes buffered so far. TCP: the content so far. */
  readonly requestBuffer: BufferFacts;
  readonly responseBuffer: BufferFacts;
  /** txn, req and res scopes; session and process scopes hang off `session` and the process. */
  readonly variables: Variables;
  readonly requestVariables: Variables;
  readonly responseVariables: Variables;
  /** Entry tracked by counter `index`, of the stream or else of the session; null for none. */
  tracked(index: number): TrackedFacts | null;
  /** Values of `capture request|response header` slots. */
  readonly requestCaptures: readonly (string | undefined)[];
  readonly responseCaptures: readonly (string | undefined)[];
  /** Fills a capture slot, if there is one of that number; absent where there are no captures. */
  captureRequest?(slot: number, value: string): void;
  captureResponse?(slot: number, value: string): void;
  /** The applet that answers instead of a server. */
  readonly service?: object | null;
  readonly log: LogFacts;
  /** More of its connections; absent where there are none (global expressions). */
  readonly exchange?: ExchangeFacts;
  /** Made on first use from unique-id-format, then kept; "" without a format. */
  uniqueId(): string;
  /** The rule with a final action that was evaluated last; for last_rule_file and _line. */
  readonly lastRule?: Line | null;
  /** Thread's cached clock: monotonic milliseconds. */
  readonly nowMs: number;
  /**
   * Set to true by a content fetch (req.len, req.payload, req.ssl_*) that found too few bytes while
   * more may come: a condition's "no" is then no answer yet. Reset before each condition.
   */
  incomplete: boolean;
  /** Rules over content are evaluated and more of it will be waited for. */
  readonly awaitsContent?: boolean;
}
