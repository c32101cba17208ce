/**
 * The server side of TLS: the choices made during a handshake and what becomes of its outcome,
 * for listeners and for plain connections turned into TLS.
 */
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { ServerTls, ServerTlsContext } from "../../src/runtime/tls.ts";
import type { ByteSocket } from "../../src/runtime/transport.ts";
import { chooseProtocol } from "../shared/alpn.ts";
import { errnoNameOf } from "../shared/errors.ts";
import { isVerifyError } from "../shared/verify-errors.ts";
import type { ContextTlsOptions, NativeSecureContext, TlsServerHandler } from "./hidden.ts";
import type { NativeSocket, SocketOwner } from "./native-socket.ts";
import { keyLogCallbacks, keyLogOf, streamCallbacks } from "./stream-callbacks.ts";
import { BunServerContext, rejectsUnverified } from "./tls-context.ts";
import { BunTlsInfo } from "./tls-info.ts";

function nativeOf(context: ServerTlsContext): NativeSecureContext {
  if (context instanceof BunServerContext) return context.native;
  throw new TypeError("a TLS context of another runtime");
}

/** Bun's options for the connections of one bind line. */
export function serverTlsOptions(tls: ServerTls): ContextTlsOptions {
  return {
    secureContext: nativeOf(tls.defaultContext),
    requestCert: tls.options.verify !== "none",
    rejectUnauthorized: rejectsUnverified(tls.options),
  };
}

/** The callbacks of TLS connections of one bind line; `secured` runs after each good handshake. */
export function serverTlsCallbacks(
  tls: ServerTls,
  secured: (socket: SocketOwner) => void,
): TlsServerHandler<SocketOwner> {
  return {
    ...streamCallbacks,
    ...(tls.options.keyLog ? keyLogCallbacks : {}),
    serverName(_owner: unknown, name: string): NativeSecureContext | Error {
      const context = tls.select(name.toLowerCase());
      return context === null ? new Error(`no certificate for ${name}`) : nativeOf(context);
    },
    alpnCallback(_native: NativeSocket, _name: string, wire: Uint8Array): string | false {
      return chooseProtocol(tls.options.alpn, wire) ?? false;
    },
    handshake(native: NativeSocket, success: boolean, verification: Error | null): void {
      const socket = native.data;
      if (!success && !isVerifyError(errnoNameOf(verification))) {
        // Bun closes by itself, once its alert is out. ECONNRESET is its word for a peer that left.
        if (errnoNameOf(verification) !== "ECONNRESET")
          socket.noteError({ code: "ETLS", message: verification?.message ?? "handshake failure" });
        return;
      }
      const refusal = refusalReason(native, tls, verification);
      if (refusal !== null) {
        socket.fail({ code: "ETLS", message: refusal });
        return;
      }
      const { verify, keyLog } = tls.options;
      const lines = keyLog ? keyLogOf(socket) : null;
      socket.tls = new BunTlsInfo(native, verification, "server", verify !== "none", lines);
      socket.waitsFor = "nothing";
      secured(socket);
    },
  };
}

/** Why a handshake that Bun has finished is no good, null when it is. */
function refusalReason(
  native: NativeSocket,
  tls: ServerTls,
  verification: Error | null,
): string | null {
  const { verify, ignoresErrors } = tls.options;
  if (verify === "required" && verification !== null) {
    if (!ignoresErrors) return verification.message;
    if (native.getPeerCertificate(false)?.raw === undefined) return "no client certificate";
  }
  // Bun asks for a context only when there is a name.
  if (!native.getServername() && tls.select(null) === null) return "no server name";
  return null;
}

/**
 * Puts TLS on an accepted plain connection; `socket` keeps its identity and changes its native
 * half. The plain half goes on reporting, to the `leftover`.
 */
export function upgradeToTls(
  socket: SocketOwner,
  plain: NativeSocket,
  leftover: SocketOwner,
  tls: ServerTls,
  initial: ByteBuffer | null,
  onSecure: (socket: ByteSocket) => void,
): void {
  leftover.native = plain;
  plain.data = leftover;
  socket.waitsFor = "handshake";
  const [raw, secure] = plain.upgradeTLS({
    isServer: true,
    data: socket,
    tls: serverTlsOptions(tls),
    socket: serverTlsCallbacks(tls, onSecure),
    ...(initial === null || initial.length === 0 ? {} : { initialData: initial }),
  });
  raw.data = leftover;
  socket.native = secure;
}
