/** The server side of TLS over an accepted socket, for listeners and for STARTTLS alike. */
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { SecureContext } from "node:tls";
import type { ServerTls, ServerTlsContext, TlsInfo } from "../../src/runtime/tls.ts";
import type { SocketError } from "../../src/runtime/transport.ts";
import { KeyLog } from "../shared/key-log.ts";
import { NodeServerContext } from "./tls-context.ts";
import { NodeTlsInfo, verification } from "./tls-info.ts";

function ownContext(context: ServerTlsContext): NodeServerContext {
  if (context instanceof NodeServerContext) return context;
  throw new TypeError("a TLS context of another runtime");
}

/** Told why a handshake is no good. */
export interface HandshakeOwner {
  /** Node is closing the connection, its alert is on the way. */
  noteError(error: SocketError): void;
  /** The connection is to be ended. */
  fail(error: SocketError): void;
}

/** Starts the handshake; `secured` or a word to `owner` follows, once. */
export function secureServerSide(
  plain: Socket,
  tls: ServerTls,
  owner: HandshakeOwner,
  secured: (info: TlsInfo) => void,
): TLSSocket {
  const { verify, alpn } = tls.options;
  const keyLog = tls.options.keyLog ? new KeyLog() : null;
  let serverName = "";
  let shown = ownContext(tls.defaultContext);
  const secure = new TLSSocket(plain, {
    isServer: true,
    secureContext: shown.native,
    requestCert: verify !== "none",
    rejectUnauthorized: verify === "required",
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
    SNICallback(
      name: string,
      answer: (error: Error | null, context?: SecureContext) => void,
    ): void {
      serverName = name.toLowerCase();
      const context = tls.select(serverName);
      if (context === null) {
        answer(new Error(`no certificate for ${name}`));
        return;
      }
      shown = ownContext(context);
      answer(null, shown.native);
    },
  });
  if (keyLog !== null) secure.on("keylog", (line: Buffer) => keyLog.add(line));
  secure.once("_tlsError", (error: Error) =>
    owner.noteError({ code: "ETLS", message: error.message }),
  );
  secure.once("secure", () => {
    const refusal = refusalReason(secure, tls, serverName);
    if (refusal === null)
      secured(
        new NodeTlsInfo(
          secure,
          serverName,
          "server",
          verify !== "none",
          shown.certificateDer,
          keyLog,
        ),
      );
    else owner.fail({ code: "ETLS", message: refusal });
  });
  return secure;
}

/** Why a handshake that Node has finished is no good, null when it is. */
function refusalReason(secure: TLSSocket, tls: ServerTls, serverName: string): string | null {
  if (tls.options.verify === "required" && !tls.options.ignoresErrors) {
    const error = verification(secure);
    if (error !== null) return error.message;
  }
  return serverName === "" && tls.select(null) === null ? "no server name" : null;
}
