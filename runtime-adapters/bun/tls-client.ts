/** The client side of TLS: for dials, and for connections that spoke before it. */
import { checkServerIdentity } from "node:tls";
import { NOT_SERVER_NAME, NOT_VERIFY_HOST } from "../../src/runtime/transport.ts";
import type { SocketError } from "../../src/runtime/transport.ts";
import { errnoNameOf } from "../shared/errors.ts";
import { isVerifyError } from "../shared/verify-errors.ts";
import type { ContextTlsOptions, TlsHandler } from "./hidden.ts";
import type { NativeSocket, SocketOwner } from "./native-socket.ts";
import { keyLogCallbacks, keyLogOf, streamCallbacks } from "./stream-callbacks.ts";
import type { BunClientContext } from "./tls-context.ts";
import { BunTlsInfo } from "./tls-info.ts";

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
  const { verifyHost } = context;
  const name = verifyHost ?? serverName;
  if (name === null) return null;
  if (checkServerIdentity(name, native.getPeerCertificate()) === undefined) return null;
  return verifyHost === null ? NOT_SERVER_NAME : NOT_VERIFY_HOST;
}

/** The callbacks of a connection that is verified against `serverName`. */
export function clientTlsCallbacks(
  context: BunClientContext,
  serverName: string | null,
): TlsHandler<SocketOwner> {
  const keepsLog = context.keyLog();
  return {
    ...streamCallbacks,
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

/** Bun's options for such a connection. */
export function clientTlsOptions(
  context: BunClientContext,
  serverName: string | null,
): ContextTlsOptions {
  return {
    secureContext: context.native,
    rejectUnauthorized: false,
    serverName: serverName ?? "",
    ...(context.alpn === null ? {} : { ALPNProtocols: context.alpn }),
  };
}

/** Puts TLS on a dialed plain connection; `socket` and `leftover` are as for `upgradeToTls`. */
export function upgradeToClientTls(
  socket: SocketOwner,
  plain: NativeSocket,
  leftover: SocketOwner,
  context: BunClientContext,
  serverName: string | null,
): void {
  leftover.native = plain;
  plain.data = leftover;
  socket.waitsFor = "handshake";
  const [raw, secure] = plain.upgradeTLS({
    data: socket,
    tls: clientTlsOptions(context, serverName),
    socket: clientTlsCallbacks(context, serverName),
  });
  raw.data = leftover;
  socket.native = secure;
}
