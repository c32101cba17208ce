/**
 * Where connections and streams meet. A mux owns a connection and turns its bytes into exchanges
 * and back; a stream owns one exchange and sits between a client mux and a server mux. Both muxes
 * speak the same terms (head, body, end), so the stream forwards without knowing the protocol.
 * All calls are synchronous; a call may come back into its caller's object before it returns.
 */
import { type IpAddress, parseIp } from "../core/ip.ts";
import type { Fields } from "../http/fields.ts";
import type { HttpMessage } from "../http/message.ts";
import type { NameCase } from "../http/name-case.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { TlsInfo } from "../runtime/tls.ts";
import type { ByteSocket, TcpInfo } from "../runtime/transport.ts";

/** Why a side of an exchange broke. */
export type Failure =
  /** The peer closed or reset before its part was complete. */
  | "closed"
  /** The peer broke the protocol. */
  | "malformed"
  /** A time limit of this side passed. */
  | "timeout"
  /** The connection could not be made: refused, unreachable, handshake failed. */
  | "unreachable";

/** The client's side of one exchange, as the stream drives it. */
export interface ClientMux {
  /** Lets request body bytes come (`onRequestBody`); they wait in the mux until then. */
  receiveBody(): void;
  /** As `receiveBody`, for the proxy's own use: a client that expects 100-continue is told so. */
  receiveBodyEarly(): void;
  /** Stops and resumes the request body when the server is slow. */
  pauseBody(): void;
  resumeBody(): void;
  /** Sends an interim response (1xx but 101). */
  sendInterim(response: HttpMessage): void;
  /**
   * Sends the response's head. Framing follows from `response` and the client's version; with
   * `close` the connection ends after this exchange. A 101, or 2xx to CONNECT, makes it a tunnel.
   */
  sendHead(response: HttpMessage, close: boolean): void;
  /** Sends body bytes; false when the client is slow: wait for `onClientDrain`. */
  sendBody(bytes: ByteBuffer, start: number, end: number): boolean;
  /** The response is complete; `trailers` is null for none. In a tunnel: half-close. */
  endBody(trailers: Fields | null): void;
  /** The response cannot be completed: the connection ends so that the client notices. */
  abort(): void;
  /** Both directions of the exchange are over; the mux goes on with the next one. */
  release(): void;
  /** Replaces the inactivity limit (tunnels, set-timeout), in ms; Infinity for none. */
  setTimeout(timeoutMs: number): void;
  /** Does now what is due if the limit has passed. */
  checkTime(): void;
  /** Bytes of the request's body that came and were not read, as they are counted. */
  readonly unreadBodyBytes: number;
  /** The request's body, of which nothing was read, is here to its end. */
  readonly hasWholeBody: boolean;
  /** Bytes sent to and received from the client in this exchange, framing included. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** What a client mux tells the stream. */
export interface RequestSink {
  /** The head of the request, valid until `release`; its body waits for `receiveBody`. */
  onRequestHead(request: HttpMessage): void;
  onRequestBody(bytes: ByteBuffer, start: number, end: number): void;
  onRequestEnd(trailers: Fields | null): void;
  /** In a tunnel: the client said nothing for its time, and is taken to have ended its side. */
  onClientSilence(): void;
  onClientDrain(): void;
  /** The client shut its sending side down, its request `complete` or not; it may still read. */
  onClientHalfClose(complete: boolean): void;
  /** The client is gone or its request broke; nothing more can be sent to it unless "timeout". */
  onClientFailure(failure: Failure): void;
}

/** One end of a connection. */
export interface ConnectionEnd {
  readonly address: IpAddress;
  readonly port: number;
}

/** The proxy's own end of a connection. */
export type LocalEnd = ConnectionEnd;

/** The server's side of one exchange, as the stream drives it. */
export interface ServerMux {
  /** Whether the server is asked to keep the connection open after this exchange. */
  wantKeepAlive(keepAlive: boolean, pretends: boolean): void;
  /** Sends the request's head. `nameCase` is how names of fields are written; null for lower case. */
  sendHead(request: HttpMessage, nameCase: NameCase | null): void;
  sendBody(bytes: ByteBuffer, start: number, end: number): boolean;
  /** The request is complete. In a tunnel: half-close. */
  endBody(trailers: Fields | null): void;
  pauseBody(): void;
  resumeBody(): void;
  /** Closes the connection, whatever is in progress. */
  abort(): void;
  /** The exchange is over. True when the connection may serve another one. */
  release(): boolean;
  /** Replaces the inactivity limit, in ms; Infinity for none. */
  setTimeout(timeoutMs: number): void;
  /** Own end of the connection; null while there is none, and on unix sockets. */
  readonly source: LocalEnd | null;
  /** The server's end; null while there is none, and on unix sockets. */
  readonly destination: ConnectionEnd | null;
  /** What the kernel measured of the connection; null where it cannot be asked. */
  tcpInfo(): TcpInfo | null;
  /** Null on a plain connection. */
  readonly tls: TlsInfo | null;
  /** Whether this connection carried an exchange before. */
  readonly reused: boolean;
  /** How many exchanges it carried before. */
  readonly served: number;
  /** The server reset the connection. */
  readonly wasReset: boolean;
  /** The connection was not begun: the system had no address or port for it to come from. */
  readonly hadNoSource: boolean;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** What a server mux tells the stream. */
export interface ResponseSink {
  onServerConnected(): void;
  /** An interim response (1xx but 101); valid during the call. */
  onInterim(response: HttpMessage): void;
  /** The final head; the message stays valid until `release`. */
  onResponseHead(response: HttpMessage): void;
  onResponseBody(bytes: ByteBuffer, start: number, end: number): void;
  onResponseEnd(trailers: Fields | null): void;
  /** In a tunnel: the server said nothing for its time, and is taken to have ended its side. */
  onServerSilence(): void;
  onServerDrain(): void;
  onServerFailure(failure: Failure, message: string): void;
}

/** The own end of a socket. */
export function localEndOf(socket: ByteSocket): LocalEnd | null {
  const address = parseIp(socket.localAddress);
  return address === undefined ? null : { address, port: socket.localPort };
}

/** The peer's end of a socket. */
export function peerEndOf(socket: ByteSocket): ConnectionEnd | null {
  const address = parseIp(socket.remoteAddress);
  return address === undefined ? null : { address, port: socket.remotePort };
}
