/** UDP datagrams on node:dgram, which knows no unix sockets. */
import { Buffer } from "node:buffer";
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { isIPv4, isIPv6 } from "node:net";
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { Address, Datagrams, DatagramSender } from "../../src/runtime/transport.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";

class UdpSender implements DatagramSender {
  readonly #socket: Socket;
  readonly #host: string;
  readonly #port: number;
  #isClosed = false;

  constructor(host: string, port: number) {
    if (!isIPv4(host) && !isIPv6(host))
      throw new SocketFailure("EOTHER", `'${host}' is not an IP address`);
    this.#host = host;
    this.#port = port;
    this.#socket = createSocket(isIPv4(host) ? "udp4" : "udp6");
    this.#socket.on("error", () => {});
    this.#socket.unref();
  }

  send(bytes: ByteBuffer, start: number, end: number): boolean {
    if (this.#isClosed) return false;
    this.#socket.send(Buffer.copyBytesFrom(bytes, start, end - start), this.#port, this.#host);
    return true;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
  }
}

export const datagrams: Datagrams = {
  open(target: Address): DatagramSender {
    if (target.kind === "ip") return new UdpSender(target.host, target.port);
    throw new SocketFailure("EOTHER", "this runtime has no unix datagrams");
  },
};
