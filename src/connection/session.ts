/**
 * A client connection for as long as it lives: who connected, through which listener, and what
 * rules remember of it beyond one request (manual 2.8, scope "sess"; counters tracked by
 * `tcp-request connection|session`).
 */
import { parseIp, type IpAddress } from "../core/ip.ts";
import type { ByteSocket, TcpInfo } from "../runtime/transport.ts";
import type { TlsInfo } from "../runtime/tls.ts";
import type { ClientConnectionFacts, ProxyField } from "../sample/connection-facts.ts";
import type { HelloCapture } from "../sample/tls/hello-capture.ts";
import type { AddressFacts, SessionFacts, TrackedFacts } from "../sample/txn.ts";
import { Variables } from "../sample/variables/variables.ts";
import type { ProxyAddresses } from "./proxy-protocol.ts";

/** A header before the content that tells the addresses of the client. */
export type ExpectedHeader = "proxy" | "netscaler-cip";

/** The listener's facts that a session keeps asking for. */
export interface SessionListener {
  readonly name: string;
  readonly id: number;
  /** Its connections now, over all threads. */
  connections(): number;
}

const NO_FIELDS: readonly ProxyField[] = [];

export class Session implements SessionFacts, ClientConnectionFacts {
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
  /** Changed by `switch-mode http`. */
  http: boolean;
  /** The connection began with a PROXY header. */
  receivedProxy: boolean = false;
  /** The connection's own ends, before a PROXY header told others. */
  received: AddressFacts = this;
  /** What stood behind the addresses of its PROXY header. */
  proxyFields: readonly ProxyField[] = NO_FIELDS;
  /** What a connection rule expects before anything else. */
  expects: ExpectedHeader | null = null;
  /** What was kept of the ClientHello, where expressions ask for it. */
  hello: HelloCapture | null = null;
  /** Its random, where expressions ask for it. */
  clientRandom: string | undefined = undefined;
  /** Requests begun on this connection. */
  requestCount: number = 0;
  /** Entries tracked by connection and session rules; they count until the session ends. */
  tracked: (TrackedFacts | null)[] | null = null;
  /** What streams begin with: these here, or what `tcp-request session set-src` said. */
  addresses: AddressFacts = this;
  readonly #listener: SessionListener;
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
    this.#listener = listener;
    this.listenerName = listener.name;
    this.listenerId = listener.id;
    this.threadId = threadId;
    this.http = http;
    this.acceptMs = acceptMs;
    this.handshakeMs = acceptMs;
    this.acceptWallMs = acceptWallMs;
  }

  listenerConnections(): number {
    return this.#listener.connections();
  }

  tcpInfo(): TcpInfo | null {
    return this.socket.tcpInfo?.() ?? null;
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

  // `tcp-request connection set-src` and its like.
  set source(address: IpAddress | null) {
    this.#source = address;
  }

  set sourcePort(port: number) {
    this.#sourcePort = port;
  }

  set destination(address: IpAddress | null) {
    this.#destination = address;
  }

  set destinationPort(port: number) {
    this.#destinationPort = port;
  }

  /** Asks the socket now, while it can tell. */
  rememberSource(): void {
    if (this.#source === undefined) this.#source = parseIp(this.socket.remoteAddress) ?? null;
    if (this.#sourcePort < 0) this.#sourcePort = this.socket.remotePort;
  }

  /** What a PROXY header said of the connection. */
  setAddresses(addresses: ProxyAddresses): void {
    const { source, sourcePort, destination, destinationPort } = this;
    this.received = { source, sourcePort, destination, destinationPort };
    this.#source = addresses.source;
    this.#sourcePort = addresses.sourcePort;
    this.#destination = addresses.destination;
    this.#destinationPort = addresses.destinationPort;
  }
}
