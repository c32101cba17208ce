/**
 * A client connection for as long as it lives: who connected, through which listener, and what
 * rules remember of it beyond one request (manual 2.8, scope "sess"; counters tracked by
 * `tcp-request connection|session`).
 */
import { parseIp, type IpAddress } from "../core/ip.ts";
import type { ByteSocket } from "../runtime/transport.ts";
import type { TlsInfo } from "../runtime/tls.ts";
import type { SessionFacts, TrackedFacts } from "../sample/txn.ts";
import { Variables } from "../sample/variables.ts";
import type { ProxyAddresses } from "./proxy-protocol.ts";

/** The listener's facts that a session keeps asking for. */
export interface SessionListener {
  readonly name: string;
  readonly id: number;
}

export class Session implements SessionFacts {
  readonly socket: ByteSocket;
  readonly threadId: number;
  readonly acceptWallMs: number;
  /** Monotonic, ms. */
  readonly acceptMs: number;
  /** PROXY and TLS were through; monotonic, ms. */
  handshakeMs: number;
  readonly listenerName: string;
  readonly listenerId: number;
  readonly variables: Variables = new Variables();
  readonly http: boolean;
  /** The connection began with a PROXY header. */
  receivedProxy: boolean = false;
  /** Requests begun on this connection. */
  requestCount: number = 0;
  /** Entries tracked by connection and session rules; they count until the session ends. */
  tracked: (TrackedFacts | null)[] | null = null;
  #source: IpAddress | null | undefined = undefined;
  #destination: IpAddress | null | undefined = undefined;
  #sourcePort: number = -1;
  #destinationPort: number = -1;

  constructor(
    socket: ByteSocket,
    listener: SessionListener,
    threadId: number,
    http: boolean,
    acceptMs: number,
    acceptWallMs: number,
  ) {
    this.socket = socket;
    this.listenerName = listener.name;
    this.listenerId = listener.id;
    this.threadId = threadId;
    this.http = http;
    this.acceptMs = acceptMs;
    this.handshakeMs = acceptMs;
    this.acceptWallMs = acceptWallMs;
  }

  get tls(): TlsInfo | null {
    return this.socket.tls;
  }

  get source(): IpAddress | null {
    if (this.#source === undefined) this.#source = parseIp(this.socket.remoteAddress) ?? null;
    return this.#source;
  }

  get destination(): IpAddress | null {
    if (this.#destination === undefined)
      this.#destination = parseIp(this.socket.localAddress) ?? null;
    return this.#destination;
  }

  // Asking the socket for a port costs a system call on some runtimes; most requests never do.
  get sourcePort(): number {
    if (this.#sourcePort < 0) this.#sourcePort = this.socket.remotePort;
    return this.#sourcePort;
  }

  get destinationPort(): number {
    if (this.#destinationPort < 0) this.#destinationPort = this.socket.localPort;
    return this.#destinationPort;
  }

  /** Asks the socket now, while it can tell. */
  rememberSource(): void {
    if (this.#source === undefined) this.#source = parseIp(this.socket.remoteAddress) ?? null;
    if (this.#sourcePort < 0) this.#sourcePort = this.socket.remotePort;
  }

  /** What a PROXY header said of the connection. */
  setAddresses(addresses: ProxyAddresses): void {
    this.#source = addresses.source;
    this.#sourcePort = addresses.sourcePort;
    this.#destination = addresses.destination;
    this.#destinationPort = addresses.destinationPort;
  }

  /** `set-src`, `set-dst` and their ports. */
  setSource(source: IpAddress): void {
    this.#source = source;
  }
  setSourcePort(port: number): void {
    this.#sourcePort = port;
  }
  setDestination(destination: IpAddress): void {
    this.#destination = destination;
  }
  setDestinationPort(port: number): void {
    this.#destinationPort = port;
  }
}
