/**
 * TLS on connections that speak before it: to a SOCKS4 proxy on the way, or a PROXY header, which
 * comes before TLS as the peer reads it before anything else (proxy-protocol.txt, 2). Who dials
 * hears of the connection when the handshake is done, as of one that began with it.
 */
import type { ByteBuffer, ByteFactory } from "../../runtime/bytes.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { ClientTlsContext } from "../../runtime/tls.ts";
import type {
  Address,
  ByteSocket,
  DialSpec,
  SocketError,
  SocketHandler,
  Transport,
} from "../../runtime/transport.ts";
import { dialVia, type ServerDial } from "./socks4.ts";

/** The PROXY header of a connection, as latin1. */
export type HeaderOf = (socket: ByteSocket) => string;

const SPOKE_FIRST: SocketError = { code: "ETLS", message: "the server spoke before TLS" };

/**
 * Starts a connection as `dialVia` does. `header` goes before TLS; without TLS it is left to the
 * handler, whose first bytes it is.
 */
export function dialWithHeader(
  via: Address | null,
  header: HeaderOf | null,
  transport: Transport,
  bytes: ByteFactory,
  spec: DialSpec,
  handler: SocketHandler,
): ByteSocket {
  const { tls } = spec;
  if (tls === null || (via === null && header === null)) {
    return dialVia(via, transport, bytes, spec, handler);
  }
  const late = new LateTls(tls, spec.serverName, header, bytes, handler);
  return dialVia(via, transport, bytes, { ...spec, tls: null, speaksFirst: true }, late);
}

/** Starts a connection to a server, as `dialWithHeader` does; `header` is "" for none. */
export function dialServer(
  { transport, bytes }: Pick<Runtime, "transport" | "bytes">,
  target: ServerDial,
  header: string,
  handler: SocketHandler,
): ByteSocket {
  const headerOf = header === "" || target.tls === null ? null : () => header;
  return dialWithHeader(target.via, headerOf, transport, bytes, target, handler);
}

class LateTls implements SocketHandler {
  readonly #tls: ClientTlsContext;
  readonly #serverName: string | null;
  readonly #header: HeaderOf | null;
  readonly #bytes: ByteFactory;
  readonly #handler: SocketHandler;
  #hasBegun = false;
  #refusal: SocketError | null = null;

  constructor(
    tls: ClientTlsContext,
    serverName: string | null,
    header: HeaderOf | null,
    bytes: ByteFactory,
    handler: SocketHandler,
  ) {
    this.#tls = tls;
    this.#serverName = serverName;
    this.#header = header;
    this.#bytes = bytes;
    this.#handler = handler;
  }

  /** Of the connection first, then of TLS on it. */
  onConnect(socket: ByteSocket): void {
    if (this.#hasBegun) {
      socket.handler = this.#handler;
      this.#handler.onConnect(socket);
      return;
    }
    this.#hasBegun = true;
    if (this.#header !== null) {
      const header = this.#bytes.latin1(this.#header(socket));
      // The buffer of a new socket takes these few bytes.
      socket.write(header, 0, header.length);
    }
    socket.startClientTls(this.#tls, this.#serverName);
  }

  /** What came along with the proxy's answer, which TLS cannot begin with. */
  onData(socket: ByteSocket, _bytes: ByteBuffer): void {
    this.#refusal = SPOKE_FIRST;
    socket.reset();
  }

  onDrain(): void {}

  onEnd(socket: ByteSocket): void {
    socket.close();
  }

  onClose(socket: ByteSocket, error: SocketError | null): void {
    this.#handler.onClose(socket, this.#refusal ?? error);
  }
}
