/**
 * Datagrams through libc, to UDP and to unix sockets alike. Unconnected, so that a syslog daemon
 * that was away is reached again by the next message.
 */
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { Address, Datagrams, DatagramSender } from "../../src/runtime/transport.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import { errnoError } from "../shared/errors.ts";
import { DatagramBatch } from "./datagram-batch.ts";
import * as libc from "./libc.ts";
import { socketAddress } from "./sockaddr.ts";

class LibcSender implements DatagramSender {
  readonly #batch: DatagramBatch;
  #fd: number;

  constructor(target: Address) {
    const { family, bytes } = socketAddress(target);
    this.#fd = libc.socket(family, libc.SOCK_DGRAM);
    if (this.#fd < 0) {
      const { code, message } = errnoError(-this.#fd);
      throw new SocketFailure(code, message);
    }
    this.#batch = new DatagramBatch(this.#fd, bytes);
  }

  send(bytes: ByteBuffer, start: number, end: number): boolean {
    return this.#fd >= 0 && this.#batch.add(bytes, start, end);
  }

  close(): void {
    if (this.#fd < 0) return;
    this.#batch.flush();
    libc.close(this.#fd);
    this.#fd = -1;
  }
}

export const datagrams: Datagrams = {
  open(target: Address): DatagramSender {
    return new LibcSender(target);
  },
};
