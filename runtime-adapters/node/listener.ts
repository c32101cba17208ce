/**
 * Listeners on node:net. TCP handles are bound and set listening by hand, so that a failure is
 * thrown at once. Node cannot stop accepting and go on later, so a paused listener accepts up to
 * `backlog` connections and leaves them untouched until it goes on: to the peers it is the same.
 */
import { chmodSync, chownSync, closeSync, openSync, renameSync, rmSync } from "node:fs";
import { createServer, isIPv4, isIPv6, _createServerHandle } from "node:net";
import type { Server, Socket } from "node:net";
import type { Listener, ListenHandler, ListenSpec } from "../../src/runtime/transport.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import { errnoError, thrownError } from "../shared/errors.ts";
import { Newcomer } from "../shared/newcomer.ts";
import type { ServerHandle } from "./hidden.ts";
import { NodeSocket } from "./socket.ts";

/** The runtime's flag bits for binding, which Node and Deno number differently. */
export interface BindFlags {
  readonly ipv6Only: number;
  readonly reusePort: number;
}

function listenTcp(
  server: Server,
  host: string,
  port: number,
  spec: ListenSpec,
  flags: BindFlags,
): ServerHandle {
  const family = isIPv4(host) ? 4 : 6;
  if (family === 6 && !isIPv6(host))
    throw new SocketFailure("EOTHER", `'${host}' is not an IP address`);
  const bits =
    (spec.reusePort ? flags.reusePort : 0) | (spec.ipv6Only === true ? flags.ipv6Only : 0);
  const handle = _createServerHandle(host, port, family, null, bits);
  const result = typeof handle === "number" ? handle : handle.listen(spec.backlog);
  if (typeof handle === "number" || result !== 0) {
    if (typeof handle !== "number") handle.close();
    const { code, message } = errnoError(-result);
    throw new SocketFailure(code, `${message} [${host}:${port}]`);
  }
  server.listen(handle, spec.backlog);
  return handle;
}

/** Binds under a temporary name, so that nobody meets the socket without its mode and owner. */
function listenUnix(server: Server, path: string, spec: ListenSpec): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    // A plain file there first: its error is exact and comes at once, Node's would come later.
    closeSync(openSync(temporary, "wx"));
    rmSync(temporary);
    server.listen({ path: temporary, backlog: spec.backlog });
    if (spec.unixMode !== null) chmodSync(temporary, spec.unixMode);
    if (spec.unixUid !== null || spec.unixGid !== null)
      chownSync(temporary, spec.unixUid ?? -1, spec.unixGid ?? -1);
    renameSync(temporary, path);
  } catch (thrown) {
    server.close();
    const { code, message } = thrownError(thrown);
    throw new SocketFailure(code, `${message} [${path}]`);
  }
}

function mustListen(server: Server, failure: SocketFailure): void {
  if (!server.listening) throw failure;
}

class NodeListener implements Listener {
  readonly port: number;
  readonly fd: number;
  readonly #server: Server;
  readonly #spec: ListenSpec;
  readonly #handler: ListenHandler;
  readonly #newcomer: Newcomer;
  #isPaused = false;
  #held: Socket[] = [];

  constructor(spec: ListenSpec, handler: ListenHandler, flags: BindFlags) {
    this.#spec = spec;
    this.#handler = handler;
    this.#newcomer = new Newcomer(handler);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true });
    this.#server.on("connection", (native) => this.#accept(native));
    // Reached by failures of accept(2) only; Node waits by itself when descriptors run out.
    this.#server.on("error", () => {});
    this.fd = this.#listen(flags)?.fd ?? -1;
    const bound = this.#server.address();
    this.port = typeof bound === "object" && bound !== null ? bound.port : 0;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    const held = this.#held;
    this.#held = [];
    for (const native of held) this.#accept(native);
  }

  /** Each connection reads the context when it comes. */
  renewTls(): void {}

  close(): void {
    this.#server.close();
    for (const native of this.#held) native.destroy();
    this.#held = [];
  }

  #listen(flags: BindFlags): ServerHandle | null {
    const { address, backlog } = this.#spec;
    const server = this.#server;
    switch (address.kind) {
      case "ip":
        return listenTcp(server, address.host, address.port, this.#spec, flags);
      case "unix":
        listenUnix(server, address.path, this.#spec);
        return null;
      case "abstract":
        server.listen({ path: `\0${address.name}`, backlog });
        mustListen(
          server,
          new SocketFailure("EADDRINUSE", `address already in use [abns@${address.name}]`),
        );
        return null;
      case "fd":
        server.listen({ fd: address.fd }, backlog);
        mustListen(
          server,
          new SocketFailure("EOTHER", `not a listening descriptor [fd@${address.fd}]`),
        );
        return null;
    }
  }

  #accept(native: Socket): void {
    if (native.destroyed) return;
    if (this.#isPaused) {
      if (this.#held.length < this.#spec.backlog) this.#held.push(native);
      else native.resetAndDestroy();
      return;
    }
    const socket = new NodeSocket(native, this.#newcomer);
    socket.rememberAddresses();
    if (this.#spec.tls !== null) {
      this.#newcomer.begin(socket);
      socket.startServerTls(this.#spec.tls, null, () => {
        this.#newcomer.done(socket);
        this.#own(socket);
      });
      return;
    }
    this.#own(socket);
    socket.open();
  }

  #own(socket: NodeSocket): void {
    socket.isOpen = true;
    socket.handler = this.#handler.onAccept(socket);
  }
}

/** A `listen` with the runtime's own bind flags. */
export function listenWith(
  flags: BindFlags,
): (spec: ListenSpec, handler: ListenHandler) => Listener {
  return (spec, handler) => new NodeListener(spec, handler, flags);
}
