/**
 * Listeners. The listening descriptor is made through libc (exact errors, backlog, SO_REUSEPORT,
 * IPV6_V6ONLY, unix names) and kept here; Bun polls a duplicate of it. So a pause is to stop the
 * duplicate and a resume to hand over another: connections wait in the kernel's queue meanwhile.
 */
import { chmodSync, chownSync, renameSync, rmSync } from "node:fs";
import type {
  Address,
  Listener,
  ListenHandler,
  ListenSpec,
  SocketHandler,
} from "../../src/runtime/transport.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import { errnoError, thrownError } from "../shared/errors.ts";
import { Newcomer } from "../shared/newcomer.ts";
import * as descriptorLimit from "./descriptor-limit.ts";
import type { FdListener, FdListenOptions, TlsServerHandler } from "./hidden.ts";
import * as libc from "./libc.ts";
import { socketAddress } from "./sockaddr.ts";
import type { NativeSocket, SocketOwner } from "./native-socket.ts";
import { bindToInterface, setSocketOption } from "./socket-options.ts";
import { BunSocket } from "./socket.ts";
import { streamCallbacks } from "./stream-callbacks.ts";
import { serverTlsCallbacks, serverTlsOptions } from "./tls-server.ts";

const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_REUSEPORT = 15;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;

function check(result: number, where: string): void {
  if (result >= 0) return;
  const { code, message } = errnoError(-result);
  throw new SocketFailure(code, `${message} [${where}]`);
}

function nameOf(address: Address): string {
  switch (address.kind) {
    case "ip":
      return `${address.host}:${address.port}`;
    case "unix":
      return address.path;
    case "abstract":
      return `abns@${address.name}`;
    case "fd":
      return `fd@${address.fd}`;
  }
}

/** A bound and listening descriptor for `spec`; throws a SocketFailure. */
function listeningFd(spec: ListenSpec): number {
  const name = nameOf(spec.address);
  if (spec.address.kind === "fd") {
    const fd = libc.duplicate(spec.address.fd);
    check(fd, name);
    check(libc.setNonBlocking(fd), name);
    return fd;
  }
  const temporary: Address | null =
    spec.address.kind === "unix"
      ? { kind: "unix", path: `${spec.address.path}.${process.pid}.tmp` }
      : null;
  const { family, bytes } = socketAddress(temporary ?? spec.address);
  const fd = libc.socket(family, libc.SOCK_STREAM);
  check(fd, name);
  try {
    if (family !== libc.AF_UNIX) setTcpOptions(fd, family, spec);
    check(libc.bind(fd, bytes), name);
    check(libc.listen(fd, spec.backlog), name);
    if (spec.address.kind === "unix" && temporary !== null)
      publish(temporary.path, spec.address.path, spec);
    return fd;
  } catch (thrown) {
    libc.close(fd);
    if (temporary !== null) rmSync(temporary.path, { force: true });
    throw thrown;
  }
}

function setTcpOptions(fd: number, family: number, spec: ListenSpec): void {
  libc.setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  if (spec.reusePort) libc.setOption(fd, SOL_SOCKET, SO_REUSEPORT, 1);
  if (family === libc.AF_INET6 && spec.ipv6Only !== null) {
    libc.setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, spec.ipv6Only ? 1 : 0);
  }
  // Accepted sockets inherit it, and most of the others.
  libc.setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  for (const [option, value] of spec.options ?? []) setSocketOption(fd, option, value);
  if (spec.interfaceName) check(bindToInterface(fd, spec.interfaceName), spec.interfaceName);
}

/** Gives a unix socket its mode and owner, then its name: nobody meets it half made. */
function publish(temporary: string, path: string, spec: ListenSpec): void {
  try {
    if (spec.unixMode !== null) chmodSync(temporary, spec.unixMode);
    if (spec.unixUid !== null || spec.unixGid !== null)
      chownSync(temporary, spec.unixUid ?? -1, spec.unixGid ?? -1);
    renameSync(temporary, path);
  } catch (thrown) {
    const { code, message } = thrownError(thrown);
    throw new SocketFailure(code, `${message} [${path}]`);
  }
}

class BunListener implements Listener, descriptorLimit.Starvable {
  readonly port: number;
  readonly fd: number;
  readonly #callbacks: TlsServerHandler<SocketOwner>;
  readonly #tls: ListenSpec["tls"];
  #native: FdListener | null = null;
  #isPaused = false;
  #isStarved = false;
  #isClosed = false;

  constructor(spec: ListenSpec, handler: ListenHandler) {
    this.fd = listeningFd(spec);
    this.port = libc.boundPort(this.fd);
    this.#tls = spec.tls;
    this.#callbacks = spec.tls === null ? plainCallbacks(handler) : tlsCallbacks(spec.tls, handler);
    descriptorLimit.enrol(this);
    this.#settle();
  }

  pause(): void {
    this.#isPaused = true;
    this.#settle();
  }

  resume(): void {
    this.#isPaused = false;
    this.#settle();
  }

  /** Bun takes the default context when it begins to listen, so it begins again. */
  renewTls(): void {
    if (this.#tls === null || this.#native === null) return;
    this.#native.stop(false);
    this.#native = null;
    this.#settle();
  }

  starve(): void {
    this.#isStarved = true;
    this.#settle();
  }

  feed(): void {
    this.#isStarved = false;
    this.#settle();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#settle();
    descriptorLimit.dismiss(this);
    libc.close(this.fd);
  }

  /** Makes Bun listen exactly when nothing holds this listener back. */
  #settle(): void {
    const wanted = !this.#isPaused && !this.#isStarved && !this.#isClosed;
    if (wanted && this.#native === null) {
      const fd = libc.duplicate(this.fd);
      if (fd < 0) {
        this.#isStarved = true;
        descriptorLimit.exhausted();
        return;
      }
      this.#native = Bun.listen(this.#listenOptions(fd));
    } else if (!wanted && this.#native !== null) {
      this.#native.stop(false);
      this.#native = null;
    }
  }

  #listenOptions(fd: number): FdListenOptions<SocketOwner> {
    const options: FdListenOptions<SocketOwner> = {
      fd,
      allowHalfOpen: true,
      socket: this.#callbacks,
    };
    return this.#tls === null ? options : { ...options, tls: serverTlsOptions(this.#tls) };
  }
}

function adopt(native: NativeSocket, socket: BunSocket): void {
  socket.native = native;
  native.data = socket;
  descriptorLimit.accepted(native.fd);
}

function plainCallbacks(handler: ListenHandler): TlsServerHandler<SocketOwner> {
  return {
    ...streamCallbacks,
    open(native: NativeSocket): void {
      const socket = new BunSocket(unowned);
      adopt(native, socket);
      socket.handler = handler.onAccept(socket);
    },
  };
}

function tlsCallbacks(
  tls: NonNullable<ListenSpec["tls"]>,
  handler: ListenHandler,
): TlsServerHandler<SocketOwner> {
  const handshake = new Newcomer(handler);
  return {
    ...serverTlsCallbacks(tls, (socket) => {
      handshake.done(socket);
      socket.handler = handler.onAccept(socket);
    }),
    open(native: NativeSocket): void {
      const socket = new BunSocket(handshake);
      socket.waitsFor = "handshake";
      adopt(native, socket);
      // Read now: a failed handshake is told after the descriptor is gone.
      void socket.remoteAddress;
      void socket.remotePort;
      handshake.begin(socket);
    },
  };
}

/** Owns a connection for the moment before `onAccept` names its handler. */
const unowned: SocketHandler = {
  onConnect(): void {},
  onData(): void {},
  onDrain(): void {},
  onEnd(): void {},
  onClose(): void {},
};

/** Opens a listener; throws a SocketFailure when it cannot bind. */
export function listen(spec: ListenSpec, handler: ListenHandler): Listener {
  return new BunListener(spec, handler);
}
