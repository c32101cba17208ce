/**
 * A connected stream on a Bun socket. One wrapper per socket, reached through `socket.data`, so
 * the native callbacks are plain functions shared by all sockets. Bun closes inside the call that
 * asks for it; here `onClose` is always told from a microtask, never inside a call of the core.
 */
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { ClientTlsContext, ServerTls, TlsInfo } from "../../src/runtime/tls.ts";
import type {
  ByteSocket,
  SocketError,
  SocketHandler,
  SocketOption,
  TcpInfo,
} from "../../src/runtime/transport.ts";
import type { KeyLog } from "../shared/key-log.ts";
import type { NativeSocket, SocketOwner } from "./native-socket.ts";
import { setSocketOption, silence } from "./socket-options.ts";
import type { PortLease } from "./source.ts";
import { tcpInfoOf } from "./tcp-info.ts";
import { upgradeToClientTls } from "./tls-client.ts";
import { BunClientContext } from "./tls-context.ts";
import { upgradeToTls } from "./tls-server.ts";

export class BunSocket implements SocketOwner {
  handler: SocketHandler;
  tls: TlsInfo | null = null;
  keyLog: KeyLog | null = null;
  /** Null before a dial got its socket and after the close. */
  native: NativeSocket | null = null;
  /** What must happen before bytes can be written. */
  waitsFor: "connect" | "handshake" | "nothing" = "nothing";
  /** The source port it was lent. */
  lease: PortLease | null = null;
  #isFull = false;
  #hasEnded = false;
  #hasShutDown = false;
  #error: SocketError | null = null;
  #remoteAddress: string | null = null;
  #remotePort = -1;
  #localAddress: string | null = null;
  #localPort = -1;

  constructor(handler: SocketHandler) {
    this.handler = handler;
  }

  write(bytes: ByteBuffer, start: number, end: number): number {
    const size = end - start;
    if (this.native === null || this.waitsFor !== "nothing" || size === 0) return 0;
    const accepted = this.native.write(bytes, start, size);
    if (accepted === size) return accepted;
    this.#isFull = true;
    return accepted < 0 ? 0 : accepted;
  }

  pause(): void {
    this.native?.pause();
  }

  resume(): void {
    this.native?.resume();
  }

  shutdown(): void {
    if (this.#hasShutDown) return;
    this.#hasShutDown = true;
    this.native?.shutdown();
  }

  close(): void {
    this.#hasEnded = true;
    // Over TLS, end() would wait for the peer to close as well.
    if (this.tls === null) this.native?.end();
    else this.native?.close();
  }

  reset(): void {
    this.#hasEnded = true;
    this.native?.terminate();
  }

  setOption(option: SocketOption, value: number): boolean {
    return this.native !== null && setSocketOption(this.native.fd, option, value);
  }

  vanish(ttl: number | null): void {
    if (this.native === null) return;
    silence(this.native.fd, ttl);
    this.reset();
  }

  get remoteAddress(): string {
    return (this.#remoteAddress ??= this.native?.remoteAddress ?? "");
  }

  get remotePort(): number {
    if (this.#remotePort < 0) this.#remotePort = this.native?.remotePort ?? 0;
    return this.#remotePort;
  }

  get localAddress(): string {
    return (this.#localAddress ??= this.native?.localAddress ?? "");
  }

  get localPort(): number {
    if (this.#localPort < 0) this.#localPort = this.native?.localPort ?? 0;
    return this.#localPort;
  }

  tcpInfo(): TcpInfo | null {
    return this.native === null ? null : tcpInfoOf(this.native.fd);
  }

  startServerTls(
    tls: ServerTls,
    initial: ByteBuffer | null,
    onSecure: (socket: ByteSocket) => void,
  ): void {
    if (this.native !== null)
      upgradeToTls(this, this.native, new BunSocket(replaced), tls, initial, onSecure);
  }

  startClientTls(tls: ClientTlsContext, serverName: string | null): void {
    if (!(tls instanceof BunClientContext)) throw new TypeError("a TLS context of another runtime");
    if (this.native !== null)
      upgradeToClientTls(this, this.native, new BunSocket(replaced), tls, serverName);
  }

  /** The kernel takes bytes: the first time on a plain dial it means connected. */
  drained(): void {
    if (this.waitsFor === "connect") {
      this.connected();
    } else if (this.#isFull) {
      this.#isFull = false;
      this.handler.onDrain(this);
    }
  }

  /** Ends the wait of a dial. */
  connected(): void {
    this.waitsFor = "nothing";
    this.handler.onConnect(this);
  }

  /** The peer's FIN. */
  ended(): void {
    this.#hasEnded = true;
    this.handler.onEnd(this);
  }

  /** The reason of a close that Bun is about to report; the first one counts. */
  noteError(error: SocketError): void {
    this.#error ??= error;
  }

  /** Ends the connection for a reason of this side's own, such as a failed verification. */
  fail(error: SocketError): void {
    this.noteError(error);
    this.reset();
  }

  /** The native socket is gone, or never came to be. */
  closed(error: SocketError | null): void {
    this.native = null;
    this.#error ??= error;
    closedSockets.push(this);
    if (closedSockets.length === 1) queueMicrotask(tellClosed);
  }

  /** Bun skips `end` when the peer's FIN meets a side already shut down; the port does not. */
  tellClosed(): void {
    if (this.lease !== null) this.lease.ports.giveBack(this.lease.port);
    if (this.#hasShutDown && !this.#hasEnded && this.#error === null) this.ended();
    this.handler.onClose(this, this.#error);
  }
}

/** Takes what a plain socket that went over to TLS still reports: copies of the ciphertext, its close. */
const replaced: SocketHandler = {
  onConnect(): void {},
  onData(): void {},
  onDrain(): void {},
  onEnd(): void {},
  onClose(): void {},
};

let closedSockets: BunSocket[] = [];

function tellClosed(): void {
  const sockets = closedSockets;
  closedSockets = [];
  for (const socket of sockets) socket.tellClosed();
}
