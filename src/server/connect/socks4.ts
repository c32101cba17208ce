/**
 * Connections through a SOCKS4 proxy (server keyword `socks4`, SOCKS4.protocol.txt): the proxy is
 * asked for the server's address before anyone else says a word. The one who dials hears of the
 * connection when the proxy granted it, and of its end when it did not, as of one to the server.
 */
import { parseIp } from "../../core/ip.ts";
import type { ByteBuffer, ByteFactory } from "../../runtime/bytes.ts";
import type {
  Address,
  ByteSocket,
  DialSpec,
  SocketError,
  SocketHandler,
  Transport,
} from "../../runtime/transport.ts";

/** How a server is connected to. */
export interface ServerDial extends DialSpec {
  /** The SOCKS4 proxy on the way; null for none. */
  readonly via: Address | null;
}

/** The error of a connection that the proxy refused. */
export const SOCKS4_DENIED: SocketError = {
  code: "EOTHER",
  message: "SOCKS4 Proxy deny the request",
};

const NOT_IPV4: SocketError = { code: "EOTHER", message: "SOCKS4 knows IPv4 addresses only" };

const VERSION = 4;
const CONNECT = 1;
/** HAProxy's, which proxies may know their clients by. */
const USER = "HAProxy";
const ANSWER_BYTES = 8;
const GRANTED = 90;

/**
 * Starts a connection to `spec.address`, by way of the SOCKS4 proxy `via` unless that is null, with
 * TLS only after the proxy granted it. Everything else is as for `Transport.dial`.
 */
export function dialVia(
  via: Address | null,
  transport: Transport,
  bytes: ByteFactory,
  spec: DialSpec,
  handler: SocketHandler,
): ByteSocket {
  if (via === null) return transport.dial(spec, handler);
  const request = requestFor(spec.address, bytes);
  const dial = new Socks4Dial(request, bytes, handler);
  return transport.dial({ ...spec, address: via, tls: null, speaksFirst: true }, dial);
}

/** Null for anything but an IPv4 address. */
function requestFor(address: Address, bytes: ByteFactory): ByteBuffer | null {
  const ip = address.kind === "ip" ? parseIp(address.host) : undefined;
  if (address.kind !== "ip" || ip === undefined || ip.family !== 4) return null;
  const { port } = address;
  const host = [24, 16, 8, 0].map((shift) => (ip.word3 >>> shift) & 255);
  const head = [VERSION, CONNECT, port >> 8, port & 255, ...host];
  return bytes.latin1(`${String.fromCharCode(...head)}${USER}\0`);
}

class Socks4Dial implements SocketHandler {
  readonly #request: ByteBuffer | null;
  readonly #bytes: ByteFactory;
  readonly #handler: SocketHandler;
  #answer: ByteBuffer | null = null;
  #refusal: SocketError | null = null;

  constructor(request: ByteBuffer | null, bytes: ByteFactory, handler: SocketHandler) {
    this.#request = request;
    this.#bytes = bytes;
    this.#handler = handler;
  }

  onConnect(socket: ByteSocket): void {
    const request = this.#request;
    if (request === null) this.#refuse(socket, NOT_IPV4);
    // The buffer of a new socket takes these few bytes.
    else socket.write(request, 0, request.length);
  }

  onData(socket: ByteSocket, piece: ByteBuffer): void {
    if (this.#refusal !== null) return;
    const answer = this.#answer === null ? piece : this.#bytes.concat([this.#answer, piece]);
    this.#answer = answer;
    if (answer.length < ANSWER_BYTES) return;
    if (answer[1] !== GRANTED) return this.#refuse(socket, SOCKS4_DENIED);
    const handler = this.#handler;
    socket.handler = handler;
    handler.onConnect(socket);
    const rest = answer.subarray(ANSWER_BYTES);
    if (rest.length > 0 && socket.handler === handler) handler.onData(socket, rest);
  }

  onDrain(): void {}

  onEnd(socket: ByteSocket): void {
    socket.close();
  }

  onClose(socket: ByteSocket, error: SocketError | null): void {
    this.#handler.onClose(socket, this.#refusal ?? error);
  }

  #refuse(socket: ByteSocket, reason: SocketError): void {
    this.#refusal = reason;
    socket.reset();
  }
}
