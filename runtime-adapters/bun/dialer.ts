/**
 * Dialing: the socket is made and connected through libc, then handed to Bun. That way errors
 * are exact, a source address can be bound and a pending connect can be cancelled at once; it
 * also costs half of what Bun's own host and port mode does.
 */
import { checkServerIdentity } from "node:tls";
import type { SocketHandler as BunHandler } from "bun";
import type {
  ByteSocket,
  DialSpec,
  SocketError,
  SocketHandler,
} from "../../src/runtime/transport.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import { errnoNameOf } from "../shared/errors.ts";
import type { ContextTlsOptions, TlsHandler } from "./hidden.ts";
import * as libc from "./libc.ts";
import { socketAddress } from "./sockaddr.ts";
import { isVerifyError } from "../shared/verify-errors.ts";
import type { NativeSocket, SocketOwner } from "./native-socket.ts";
import { bindSource, failure } from "./source.ts";
import { bindToInterface, setSocketOption } from "./socket-options.ts";
import { BunSocket } from "./socket.ts";
import { keyLogCallbacks, keyLogOf, streamCallbacks } from "./stream-callbacks.ts";
import { BunClientContext } from "./tls-context.ts";
import { BunTlsInfo } from "./tls-info.ts";

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
    if (spec.localAddress !== null) socket.lease = bindSource(fd, spec.localAddress, spec);
    const result = libc.connect(fd, to.bytes);
    if (result < 0 && result !== -libc.EINPROGRESS) throw failure(result);
    return fd;
  } catch (thrown) {
    libc.close(fd);
    throw thrown;
  }
}

/** Bun compares the certificate with a name of its own choice, after the chain was found good. */
const NAME_MISMATCH = "ERR_TLS_CERT_ALTNAME_INVALID";

/** Why the handshake's outcome does not satisfy the configuration, null when it does. */
function refusal(
  native: NativeSocket,
  context: BunClientContext,
  serverName: string | null,
  success: boolean,
  error: Error | null,
): SocketError | null {
  const reason = errnoNameOf(error);
  const chainError = reason === NAME_MISMATCH ? null : error;
  if (!success && chainError !== null && !isVerifyError(reason))
    return { code: "ETLS", message: chainError.message };
  if (!context.verify) return null;
  if (chainError !== null) return { code: "ETLS", message: chainError.message };
  const name = context.verifyHost ?? serverName;
  const mismatch =
    name === null ? undefined : checkServerIdentity(name, native.getPeerCertificate());
  return mismatch === undefined ? null : { code: "ETLS", message: mismatch.message };
}

function tlsCallbacks(
  context: BunClientContext,
  serverName: string | null,
): TlsHandler<SocketOwner> {
  const keepsLog = context.keyLog();
  return {
    ...plainCallbacks,
    ...(keepsLog ? keyLogCallbacks : {}),
    handshake(native: NativeSocket, success: boolean, error: Error | null): void {
      const socket = native.data;
      const refused = refusal(native, context, serverName, success, error);
      if (refused !== null) {
        socket.fail(refused);
        return;
      }
      socket.tls = new BunTlsInfo(
        native,
        error,
        "client",
        true,
        keepsLog ? keyLogOf(socket) : null,
      );
      socket.connected();
    },
  };
}

function tlsOptions(context: BunClientContext, serverName: string | null): ContextTlsOptions {
  return {
    secureContext: context.native,
    rejectUnauthorized: false,
    serverName: serverName ?? "",
    ...(context.alpn === null ? {} : { ALPNProtocols: context.alpn }),
  };
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
    const tls = tlsOptions(spec.tls, spec.serverName);
    Bun.connect({ ...base, tls, socket: tlsCallbacks(spec.tls, spec.serverName) }).catch(
      ignoreRejection,
    );
  }
  return socket;
}
