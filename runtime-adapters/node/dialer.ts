/** Dialing with node:net, and node:tls on top of it. */
import { connect, Socket } from "node:net";
import type { NetConnectOpts } from "node:net";
import { checkServerIdentity, connect as connectTls } from "node:tls";
import type { TLSSocket } from "node:tls";
import type {
  ByteSocket,
  DialSpec,
  SocketError,
  SocketHandler,
} from "../../src/runtime/transport.ts";
import { KeyLog } from "../shared/key-log.ts";
import { NodeSocket } from "./socket.ts";
import { NodeClientContext } from "./tls-context.ts";
import { NodeTlsInfo, verification } from "./tls-info.ts";

function target(spec: DialSpec, localPort: number): NetConnectOpts {
  const { address } = spec;
  switch (address.kind) {
    case "ip":
      return {
        host: address.host,
        port: address.port,
        noDelay: true,
        ...(spec.localAddress === null ? {} : { localAddress: spec.localAddress }),
        ...(localPort === 0 ? {} : { localPort }),
      };
    case "unix":
      return { path: address.path };
    case "abstract":
      return { path: `\0${address.name}` };
    case "fd":
      throw new TypeError("a descriptor is no address to dial");
  }
}

/** Why the server's certificate does not satisfy the configuration, null when it does. */
function refusal(
  secure: TLSSocket,
  context: NodeClientContext,
  serverName: string | null,
): SocketError | null {
  if (!context.options.verify) return null;
  const error = verification(secure);
  if (error !== null) return { code: "ETLS", message: error.message };
  const name = context.options.verifyHost ?? serverName;
  const mismatch =
    name === null ? undefined : checkServerIdentity(name, secure.getPeerCertificate());
  return mismatch === undefined ? null : { code: "ETLS", message: mismatch.message };
}

function startTls(socket: NodeSocket, context: NodeClientContext, serverName: string | null): void {
  const { alpn } = context.options;
  const plain = socket.release();
  const secure = connectTls({
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
      socket.fail(refused);
      return;
    }
    socket.tls = new NodeTlsInfo(
      secure,
      serverName ?? "",
      "client",
      true,
      context.certificateDer,
      keyLog,
    );
    socket.open();
    socket.handler.onConnect(socket);
  });
  secure.once("error", (thrown) => {
    if (!isSecure) socket.noteError({ code: "ETLS", message: thrown.message });
  });
  socket.adopt(secure, plain);
}

/** Starts a connection; every outcome comes through `handler`. */
export function dial(spec: DialSpec, handler: SocketHandler): ByteSocket {
  const ports = spec.localPorts ?? null;
  const port = ports?.take() ?? spec.localPort;
  const isExhausted = ports !== null && port === 0;
  const native = isExhausted
    ? new Socket()
    : connect({ ...target(spec, port), allowHalfOpen: true });
  const socket = new NodeSocket(native, handler);
  if (isExhausted) socket.fail({ code: "EADDRINUSE", message: "no free ports" });
  else if (ports !== null) native.once("close", () => ports.giveBack(port));
  native.once("connect", () => {
    socket.rememberAddresses();
    if (spec.tls === null) {
      socket.open();
      socket.handler.onConnect(socket);
    } else if (spec.tls instanceof NodeClientContext) {
      startTls(socket, spec.tls, spec.serverName);
    } else {
      socket.fail({ code: "EOTHER", message: "a TLS context of another runtime" });
    }
  });
  return socket;
}
