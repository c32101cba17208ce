/** UDP sockets on node:dgram, which all three runtimes have. */
import { Buffer } from "node:buffer";
import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { Udp, UdpHandler, UdpSocket } from "../../src/runtime/udp.ts";
import { bytes as factory } from "./bytes.ts";

export const udp: Udp = {
  open(host: string, port: number, handler: UdpHandler): UdpSocket {
    const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
    let isClosed = false;
    socket.on("error", (error: Error) => handler.onError(error.message));
    socket.on("message", (message: Buffer, from) => {
      if (!isClosed && from.port === port && from.address === host) {
        handler.onDatagram(factory.view(message));
      }
    });
    socket.unref();
    return {
      send(bytes: ByteBuffer): void {
        if (isClosed) return;
        socket.send(Buffer.copyBytesFrom(bytes), port, host, (error) => {
          if (error !== null && !isClosed) handler.onError(error.message);
        });
      },
      close(): void {
        if (isClosed) return;
        isClosed = true;
        socket.close();
      },
    };
  },
};
