/**
 * Dialing: the socket is made and connected through libc, then handed to Bun. That way errors
 * are exact, a source address can be bound and a pending connect can be cancelled at once; it
 * also costs half of what Bun's own host and port mode does.
 */
import type { SocketHandler as BunHandler } from "bun";
import type { ByteSocket, DialSpec, SocketHandler } from "../../src/runtime/transport.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import * as libc from "./libc.ts";
import { socketAddress } from "./sockaddr.ts";
import type { NativeSocket, SocketOwner } from "./native-socket.ts";
import { bindSource, failure } from "./source.ts";
import { bindToInterface, holdLastAck, setSocketOption } from "./socket-options.ts";
import { BunSocket } from "./socket.ts";
import { streamCallbacks } from "./stream-callbacks.ts";
import { clientTlsCallbacks, clientTlsOptions } from "./tls-client.ts";
import { BunClientContext } from "./tls-context.ts";

const plainCallbacks = {
  ...streamCallbacks,
  open(native: NativeSocket): void {
    native.data.native = native;
  },
} satisfies BunHandler<SocketOwner>;

/**
 * A connecting socket's descriptor; throws a SocketFailure when the system refuses at once. Bun sets
 * TCP_NODELAY on it when it takes it over.
 */
function connectedFd(spec: DialSpec, socket: BunSocket): number {
  const to = socketAddress(spec.address);
  const fd = libc.socket(to.family, libc.SOCK_STREAM);
  if (fd < 0) throw failure(fd);
  try {
    for (const [option, value] of spec.options ?? []) setSocketOption(fd, option, value);
    if (spec.interfaceName) bindToInterface(fd, spec.interfaceName);
    if (spec.speaksFirst === true || spec.tls !== null) holdLastAck(fd);
    if (spec.localAddress !== null) socket.lease = bindSource(fd, spec.localAddress, spec);
    const result = libc.connect(fd, to.bytes);
    if (result < 0 && result !== -libc.EINPROGRESS) throw failure(result);
    return fd;
  } catch (thrown) {
    libc.close(fd);
    throw thrown;
  }
}

function ignoreRejection(): void {}

/** Starts a connection; every outcome, also an immediate refusal, comes through `handler`. */
export function dial(spec: DialSpec, handler: SocketHandler): ByteSocket {
  const socket = new BunSocket(handler);
  let fd: number;
  try {
    fd = connectedFd(spec, socket);
  } catch (thrown) {
    if (!(thrown instanceof SocketFailure)) throw thrown;
    socket.closed(thrown);
    return socket;
  }
  const base = { fd, allowHalfOpen: true, data: socket } as const;
  // `open` runs inside connect(), so that `socket.native` is set when it returns.
  if (spec.tls === null) {
    socket.waitsFor = "connect";
    Bun.connect({ ...base, socket: plainCallbacks }).catch(ignoreRejection);
  } else {
    if (!(spec.tls instanceof BunClientContext))
      throw new TypeError("a TLS context of another runtime");
    socket.waitsFor = "handshake";
    const tls = clientTlsOptions(spec.tls, spec.serverName);
    const callbacks = {
      ...clientTlsCallbacks(spec.tls, spec.serverName),
      open: plainCallbacks.open,
    };
    Bun.connect({ ...base, tls, socket: callbacks }).catch(ignoreRejection);
  }
  return socket;
}
