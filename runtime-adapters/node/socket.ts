/**
 * A connected stream on a node:net or node:tls socket. Node keeps what the kernel does not take,
 * so here a write takes all while Node holds nothing, and nothing while it does: that gives the
 * port's backpressure. Bytes are copied, since Node may still read them after `write` returns.
 */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { ClientTlsContext, ServerTls, TlsInfo } from "../../src/runtime/tls.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../../src/runtime/transport.ts";
import { thrownError } from "../shared/errors.ts";
import { reportUncaught } from "../shared/uncaught.ts";
import { secureClientSide } from "./tls-client.ts";
import { NodeClientContext } from "./tls-context.ts";
import { secureServerSide } from "./tls-server.ts";

export class NodeSocket implements ByteSocket {
  handler: SocketHandler;
  tls: TlsInfo | null = null;
  /** True once bytes can be written. */
  isOpen = false;
  #native: Socket;
  /** The transport below TLS, null on a plain connection. */
  #below: Socket | null = null;
  #isFull = false;
  #isClosing = false;
  #error: SocketError | null = null;
  #remoteAddress = "";
  #remotePort = 0;
  #localAddress = "";
  #localPort = 0;
  readonly #onData = (bytes: Buffer): void => this.#deliver(() => this.handler.onData(this, bytes));
  readonly #onEnd = (): void => this.#deliver(() => this.handler.onEnd(this));
  readonly #onError = (thrown: Error): void => this.noteError(thrownError(thrown));
  readonly #onClose = (): void => this.#closed();
  readonly #onWritten = (): void => this.#written();

  constructor(native: Socket, handler: SocketHandler) {
    this.#native = native;
    this.handler = handler;
    native.on("error", this.#onError);
    native.on("close", this.#onClose);
  }

  /** Reads the addresses, which Node forgets at close. */
  rememberAddresses(): void {
    this.#remoteAddress = this.#native.remoteAddress ?? "";
    this.#remotePort = this.#native.remotePort ?? 0;
    this.#localAddress = this.#native.localAddress ?? "";
    this.#localPort = this.#native.localPort ?? 0;
  }

  /** Lets bytes flow; called when the socket has the handler that owns it. */
  open(): void {
    this.isOpen = true;
    this.#native.on("data", this.#onData);
    this.#native.on("end", this.#onEnd);
  }

  write(bytes: ByteBuffer, start: number, end: number): number {
    const native = this.#native;
    if (!this.isOpen || !native.writable || start === end) return 0;
    if (native.writableLength > 0) {
      this.#isFull = true;
      return 0;
    }
    native.write(Buffer.copyBytesFrom(bytes, start, end - start), this.#onWritten);
    return end - start;
  }

  pause(): void {
    this.#native.pause();
  }

  resume(): void {
    this.#native.resume();
  }

  shutdown(): void {
    this.#native.end();
  }

  close(): void {
    this.#isClosing = true;
    if (!this.isOpen) {
      this.#native.destroy();
      return;
    }
    // A paused socket would never see what lets it finish.
    this.#native.resume();
    this.#native.destroySoon();
  }

  reset(): void {
    this.#isClosing = true;
    // A connect that is still going on is only cancelled.
    if (this.isOpen) this.#abort();
    else this.#native.destroy();
  }

  /** Node tells no descriptor to set options on. */
  setOption(): boolean {
    return false;
  }

  vanish(): void {
    this.reset();
  }

  get remoteAddress(): string {
    return this.#remoteAddress;
  }

  get remotePort(): number {
    return this.#remotePort;
  }

  get localAddress(): string {
    return this.#localAddress;
  }

  get localPort(): number {
    return this.#localPort;
  }

  startServerTls(
    tls: ServerTls,
    initial: ByteBuffer | null,
    onSecure: (socket: ByteSocket) => void,
  ): void {
    const plain = this.release();
    if (initial !== null && initial.length > 0) {
      plain.pause();
      plain.unshift(initial);
    }
    const secure = secureServerSide(plain, tls, this, (info) => {
      this.tls = info;
      this.isOpen = true;
      this.#deliver(() => onSecure(this));
      this.open();
    });
    // Half-open as it is, the socket would wait for a client that left.
    secure.once("end", () => {
      if (!this.isOpen) secure.destroy();
    });
    this.adopt(secure, plain);
  }

  startClientTls(tls: ClientTlsContext, serverName: string | null): void {
    if (!(tls instanceof NodeClientContext)) {
      this.fail({ code: "EOTHER", message: "a TLS context of another runtime" });
      return;
    }
    const plain = this.release();
    const secure = secureClientSide(plain, tls, serverName, this, (info) => {
      this.tls = info;
      this.connected();
    });
    this.adopt(secure, plain);
  }

  /** Ends the wait of a dial. */
  connected(): void {
    this.open();
    this.handler.onConnect(this);
  }

  /** Lets go of the native socket, which becomes the transport below TLS. */
  release(): Socket {
    this.isOpen = false;
    const plain = this.#native;
    plain.off("data", this.#onData);
    plain.off("end", this.#onEnd);
    plain.off("close", this.#onClose);
    return plain;
  }

  /** Goes on over `secure`, which has `plain` below it. Node closes them separately; here they go together. */
  adopt(secure: Socket, plain: Socket): void {
    this.#native = secure;
    this.#below = plain;
    secure.on("error", this.#onError);
    secure.on("close", this.#onClose);
    secure.on("error", () => secure.destroy());
    secure.on("close", () => plain.destroy());
    plain.on("close", () => secure.destroy());
  }

  /** The reason for the close that is to come; the first one counts. */
  noteError(error: SocketError): void {
    this.#error ??= error;
  }

  /** Ends the connection for a reason of this side's own. */
  fail(error: SocketError): void {
    this.noteError(error);
    this.#isClosing = true;
    this.#abort();
  }

  /** RST where there is one: unix sockets have none, and no remote address either. */
  #abort(): void {
    const below = this.#below;
    if (this.#remoteAddress === "") this.#native.destroy();
    else if (below === null) this.#native.resetAndDestroy();
    // Node crashes when the transport goes from within a callback of its TLS.
    else setImmediate(() => below.resetAndDestroy());
  }

  #written(): void {
    if (!this.#isFull || this.#isClosing || this.#native.writableLength > 0) return;
    this.#isFull = false;
    this.#deliver(() => this.handler.onDrain(this));
  }

  #closed(): void {
    this.isOpen = false;
    this.#isClosing = true;
    try {
      this.handler.onClose(this, this.#error);
    } catch (thrown) {
      reportUncaught(thrown);
    }
  }

  /** An exception of the handler costs this connection and nothing else. */
  #deliver(call: () => void): void {
    if (this.#isClosing) return;
    try {
      call();
    } catch (thrown) {
      reportUncaught(thrown);
      this.noteError({
        code: "EOTHER",
        message: thrown instanceof Error ? thrown.message : String(thrown),
      });
      this.reset();
    }
  }
}
