/** UDP with answers: what a DNS client needs. */
import type { ByteBuffer } from "./bytes.ts";

/** A socket of its own port that speaks to one peer. */
export interface UdpSocket {
  /** Sends the bytes as one datagram; a failure, now or later, goes to `onError`. */
  send(bytes: ByteBuffer): void;
  close(): void;
}

export interface UdpHandler {
  /** A datagram from the peer; those of others were dropped. The bytes are the handler's to keep. */
  onDatagram(bytes: ByteBuffer): void;
  /** A datagram could not be sent; `reason` is one line. The socket stays open. */
  onError(reason: string): void;
}

export interface Udp {
  /** Makes a socket to a numeric address. Keeps no process alive. */
  open(host: string, port: number, handler: UdpHandler): UdpSocket;
}
