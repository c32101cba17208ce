/** The client side of TLS over a connected socket, which may have spoken before. */
import type { Socket } from "node:net";
import { checkServerIdentity, connect } from "node:tls";
import type { TLSSocket } from "node:tls";
import type { TlsInfo } from "../../src/runtime/tls.ts";
import { NOT_SERVER_NAME, NOT_VERIFY_HOST } from "../../src/runtime/transport.ts";
import type { SocketError } from "../../src/runtime/transport.ts";
import { KeyLog } from "../shared/key-log.ts";
import type { NodeClientContext } from "./tls-context.ts";
import { NodeTlsInfo, verification } from "./tls-info.ts";
import type { HandshakeOwner } from "./tls-server.ts";

/** Why the server's certificate does not satisfy the configuration, null when it does. */
function refusal(
  secure: TLSSocket,
  context: NodeClientContext,
  serverName: string | null,
): SocketError | null {
  if (!context.options.verify) return null;
  const error = verification(secure);
  if (error !== null) return { code: "ETLS", message: error.message };
  const { verifyHost } = context.options;
  const name = verifyHost ?? serverName;
  if (name === null) return null;
  if (checkServerIdentity(name, secure.getPeerCertificate()) === undefined) return null;
  return verifyHost === null ? NOT_SERVER_NAME : NOT_VERIFY_HOST;
}

/** Starts the handshake; `secured` or a word to `owner` follows, once. */
export function secureClientSide(
  plain: Socket,
  context: NodeClientContext,
  serverName: string | null,
  owner: HandshakeOwner,
  secured: (info: TlsInfo) => void,
): TLSSocket {
  const { alpn } = context.options;
  const secure = connect({
    socket: plain,
    secureContext: context.native,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...(serverName === null ? {} : { servername: serverName }),
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
  });
  const keyLog = context.options.keyLog() ? new KeyLog() : null;
  if (keyLog !== null) secure.on("keylog", (line: Buffer) => keyLog.add(line));
  let isSecure = false;
  secure.once("secureConnect", () => {
    isSecure = true;
    const refused = refusal(secure, context, serverName);
    if (refused !== null) {
      owner.fail(refused);
      return;
    }
    const name = serverName ?? "";
    secured(new NodeTlsInfo(secure, name, "client", true, context.certificateDer, keyLog));
  });
  secure.once("error", (thrown) => {
    if (!isSecure) owner.noteError({ code: "ETLS", message: thrown.message });
  });
  return secure;
}
