/**
 * The transport of the port: listeners, dialers and connected byte streams. Every callback runs
 * on the thread that made the socket, never inside the call that caused it, except where said.
 * After `onClose` nothing is called any more.
 */
import type { ByteBuffer } from "./bytes.ts";
import type { ClientTlsContext, ServerTls, TlsInfo } from "./tls.ts";

/** Why a connection failed or died; the exact errno name where the runtime tells it. */
export type SocketErrorCode =
  | "ECONNREFUSED"
  | "ECONNRESET"
  | "EHOSTUNREACH"
  | "ENETUNREACH"
  | "ETIMEDOUT"
  | "EPIPE"
  | "EADDRINUSE"
  | "EADDRNOTAVAIL"
  | "EACCES"
  | "ENOENT"
  | "EMFILE"
  | "ETLS"
  | "EOTHER";

export interface SocketError {
  readonly code: SocketErrorCode;
  /** One line for a log; for ETLS the reason of the handshake failure. */
  readonly message: string;
}

/** Why a dial fails whose server's certificate lacks the name of `verifyHost`, or of `serverName`. */
export const NOT_VERIFY_HOST: SocketError = {
  code: "ETLS",
  message: "Server presented an SSL certificate different from the configured one",
};
export const NOT_SERVER_NAME: SocketError = {
  code: "ETLS",
  message: "Server presented an SSL certificate different from the expected one",
};

/** Where a socket listens or connects to. */
export type Address =
  | { readonly kind: "ip"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string }
  /** A Linux abstract socket; the name is without the leading NUL. */
  | { readonly kind: "abstract"; readonly name: string }
  /** An inherited, already bound and listening descriptor (listeners only). */
  | { readonly kind: "fd"; readonly fd: number };

/** What owns a connected socket. Swapped by assigning `socket.handler`. */
export interface SocketHandler {
  /** A dialed socket is connected (TLS: handshake done and verified). Never called on accepted ones. */
  onConnect(socket: ByteSocket): void;
  /** Bytes arrived; the buffer is the handler's to keep. */
  onData(socket: ByteSocket, bytes: ByteBuffer): void;
  /** The socket takes bytes again after `write` accepted fewer than given. */
  onDrain(socket: ByteSocket): void;
  /** The peer shut its sending side down (FIN); writing is still possible. */
  onEnd(socket: ByteSocket): void;
  /** The socket is gone; the last call. `error` is null for an orderly close on either side. */
  onClose(socket: ByteSocket, error: SocketError | null): void;
}

/** What can be set on a socket: `tos` is the DSCP byte (also of IPv6), `mark` SO_MARK. */
export type SocketOption =
  | "tos"
  | "mark"
  | "keepAlive"
  | "keepAliveCount"
  | "keepAliveIdleSec"
  | "keepAliveIntervalSec"
  /** 1: what is not sent when the socket closes is dropped, and the peer gets an RST. */
  | "resetAtClose"
  /** How long sent bytes may stay unacknowledged (TCP_USER_TIMEOUT). */
  | "userTimeoutMs"
  /** 1: may be bound to addresses that are not the machine's own (IP_TRANSPARENT). */
  | "transparent"
  /** Memory for what comes and for what leaves; the kernel takes twice as much (SO_RCVBUF, SO_SNDBUF). */
  | "receiveBytes"
  | "sendBytes"
  /** Unsent bytes above which a socket takes no more (TCP_NOTSENT_LOWAT). */
  | "unsentBytes"
  /** Largest segment (TCP_MAXSEG). */
  | "maxSegmentBytes"
  /** Of listeners: connections are told of once bytes are there, or after so long. */
  | "deferAcceptSec"
  /** Of listeners: how many connections may bring bytes with their first packet (TCP_FASTOPEN). */
  | "fastOpenQueue";

/** Options for a socket that is not there yet, in the order they were asked for. */
export type SocketOptions = ReadonlyMap<SocketOption, number>;

/** What the kernel measured of a TCP connection; the fields of Linux's struct tcp_info. */
export interface TcpInfo {
  /** Smoothed round trip time and its variance, microseconds. */
  readonly rttUs: number;
  readonly rttVarUs: number;
  /** Segments: not acknowledged yet, acknowledged selectively, taken for lost, forward acknowledged. */
  readonly unacked: number;
  readonly sacked: number;
  readonly lost: number;
  readonly fackets: number;
  /** Retransmissions of what is in flight now. */
  readonly retransmits: number;
  /** How far apart reordered segments were. */
  readonly reordering: number;
}

/** A connected stream socket, plain or TLS. Half-close is always allowed. */
export interface ByteSocket {
  handler: SocketHandler;
  /**
   * Hands over bytes [start, end) and returns how many were accepted. Fewer than given means the
   * socket is full: keep the rest and wait for `onDrain`. 0 after close. The buffer may be reused
   * as soon as this returns.
   */
  write(bytes: ByteBuffer, start: number, end: number): number;
  /** Stops delivering data; a FIN is not seen while paused. */
  pause(): void;
  resume(): void;
  /** Sends FIN once all accepted bytes are out; reading goes on. */
  shutdown(): void;
  /** Sends what was accepted, then closes both ways. `onClose` follows. */
  close(): void;
  /** Closes at once with RST where the transport has one. `onClose` follows. */
  reset(): void;
  /**
   * Sets an option; false when the system refuses, or does so for want of privileges. Only where
   * the runtime has `socketOptions`.
   */
  setOption(option: SocketOption, value: number): boolean;
  /**
   * Closes at once without a packet to the peer (TCP_REPAIR); where that needs privileges the
   * process lacks, and always when `ttl` is given, an RST leaves with that TTL, or 1. `onClose`
   * follows. Only where the runtime has `socketOptions`.
   */
  vanish(ttl: number | null): void;
  /** Textual IP without zone, `""` for unix sockets. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** Null on a plain socket. */
  readonly tls: TlsInfo | null;
  /**
   * What the kernel measured; null when it is no TCP connection, or not connected. Only there with
   * `Capabilities.tcpInfo`; costs a system call.
   */
  tcpInfo?(): TcpInfo | null;
  /**
   * Turns an accepted plain socket into the server side of TLS (after a PROXY line). `initial`
   * holds bytes already read. `onSecure` runs after the handshake; a failure ends in `onClose`.
   */
  startServerTls(
    tls: ServerTls,
    initial: ByteBuffer | null,
    onSecure: (socket: ByteSocket) => void,
  ): void;
  /**
   * Turns a dialed and connected plain socket, which may have spoken before, into the client side
   * of TLS, as `DialSpec.tls` and `serverName` do from the start: `onConnect` follows once more, or
   * `onClose` with ETLS. All bytes given to `write` must have been accepted.
   */
  startClientTls(tls: ClientTlsContext, serverName: string | null): void;
}

export interface ListenSpec {
  readonly address: Address;
  /** Set before it is bound. Only for TCP, and where the runtime has `socketOptions`. */
  readonly options?: SocketOptions | null;
  /** Network interface it is confined to (SO_BINDTODEVICE), as for `options`. */
  readonly interfaceName?: string | null;
  /** Queue length for listen(2); best effort where the runtime cannot set it. */
  readonly backlog: number;
  /** SO_REUSEPORT, for one listener a thread. */
  readonly reusePort: boolean;
  /** IPV6_V6ONLY for `::` binds; null leaves the system's default. */
  readonly ipv6Only: boolean | null;
  /** Mode, owner and group of a unix path; null leaves the default. */
  readonly unixMode: number | null;
  readonly unixUid: number | null;
  readonly unixGid: number | null;
  /** TLS from the first byte; null for plain (also when a PROXY line comes first). */
  readonly tls: ServerTls | null;
}

export interface ListenHandler {
  /** A connection was accepted (TLS: handshake done). Must return the handler that owns it. */
  onAccept(socket: ByteSocket): SocketHandler;
  /** How long a TLS handshake may take; Infinity for any time. Asked when a connection is accepted. */
  readonly handshakeTimeoutMs: number;
  /**
   * Accepted, but the TLS handshake failed (ETLS), took too long (ETIMEDOUT) or the client left
   * during it (ECONNRESET, or EOTHER for a FIN).
   */
  onHandshakeError(remoteAddress: string, remotePort: number, error: SocketError): void;
}

export interface Listener {
  /** The bound port, 0 for unix. */
  readonly port: number;
  /** Stops accepting; queued connections stay in the kernel's queue for `resume`. */
  pause(): void;
  resume(): void;
  /** New connections meet the `defaultContext` that the listener's `ServerTls` has by now. */
  renewTls(): void;
  /** Closes the listening socket. Accepted connections live on. */
  close(): void;
  /**
   * A duplicate of the listening descriptor for another process or thread, or -1 where the
   * runtime cannot tell one.
   */
  readonly fd: number;
}

/** Source ports that connections take turns with; one that is in use is nobody else's. */
export interface LocalPorts {
  /** How many there are. */
  readonly size: number;
  /** A port that no connection has, in turn; 0 when all are in use. */
  take(): number;
  giveBack(port: number): void;
}

export interface DialSpec {
  readonly address: Address;
  /** Source address to bind to, null for the system's choice. */
  readonly localAddress: string | null;
  readonly localPort: number;
  /**
   * Instead of `localPort`, with an address: taken when it is bound, given back when it is closed.
   * One that others use is passed over where the runtime tells that at once (Bun).
   */
  readonly localPorts?: LocalPorts | null;
  /** As of `ListenSpec`; nothing happens when the system refuses it. */
  readonly interfaceName?: string | null;
  /** TLS on top; null for plain. */
  readonly tls: ClientTlsContext | null;
  /** SNI to send and to check the certificate against; null sends none. */
  readonly serverName: string | null;
  /** Set before it connects. Only where the runtime has `socketOptions`. */
  readonly options?: SocketOptions | null;
  /**
   * Who dials sends or resets as soon as it is connected: the handshake's last packet may go with
   * that. A connection that is reset then was never there for who listens. Over TLS it is always so;
   * only where the runtime has `socketOptions`.
   */
  readonly speaksFirst?: boolean;
}

export interface Transport {
  /** Opens a listener. Throws a SocketFailure synchronously if it cannot bind. */
  listen(spec: ListenSpec, handler: ListenHandler): Listener;
  /**
   * Starts connecting and returns at once; `onConnect` or `onClose` follows. `close()` or
   * `reset()` before that cancels. Writing before `onConnect` accepts 0 bytes.
   */
  dial(spec: DialSpec, handler: SocketHandler): ByteSocket;
}

/** A sender of datagrams to one fixed target; failures are counted, never thrown. */
export interface DatagramSender {
  /**
   * Sends one datagram, at the latest at the end of the event loop's turn. False when it was
   * dropped, or when one given before turned out to be lost: each loss is told once.
   */
  send(bytes: ByteBuffer, start: number, end: number): boolean;
  close(): void;
}

export interface Datagrams {
  /** Throws a SocketFailure when the runtime has no such datagrams (named in the message). */
  open(target: Address): DatagramSender;
}

/** Thrown by `listen` and `open`; carries the errno name. */
export class SocketFailure extends Error implements SocketError {
  readonly code: SocketErrorCode;
  constructor(code: SocketErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
