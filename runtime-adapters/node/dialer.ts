/** Dialing with node:net, and node:tls on top of it. */
import { connect, Socket } from "node:net";
import type { NetConnectOpts } from "node:net";
import type { ByteSocket, DialSpec, SocketHandler } from "../../src/runtime/transport.ts";
import { NodeSocket } from "./socket.ts";

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
    if (spec.tls === null) socket.connected();
    else socket.startClientTls(spec.tls, spec.serverName);
  });
  return socket;
}
