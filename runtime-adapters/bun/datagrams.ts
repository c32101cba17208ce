/**
 * Datagrams through libc, to UDP and to unix sockets alike. Unconnected, so that a syslog daemon
 * that was away is reached again by the next message.
 */
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { Address, Datagrams, DatagramSender } from "../../src/runtime/transport.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import { errnoError } from "../shared/errors.ts";
import * as libc from "./libc.ts";
import { socketAddress } from "./sockaddr.ts";

class LibcSender implements DatagramSender {
  readonly #to: Uint8Array;
  #fd: number;

  constructor(target: Address) {
    const { family, bytes } = socketAddress(target);
    this.#to = bytes;
    this.#fd = libc.socket(family, libc.SOCK_DGRAM);
    if (this.#fd < 0) {
      const { code, message } = errnoError(-this.#fd);
      throw new SocketFailure(code, message);
    }
  }

  send(bytes: ByteBuffer, start: number, end: number): boolean {
    return this.#fd >= 0 && libc.sendTo(this.#fd, bytes.subarray(start, end), this.#to) === end - start;
  }

  close(): void {
    if (this.#fd >= 0) libc.close(this.#fd);
    this.#fd = -1;
  }
}

export const datagrams: Datagrams = {
  open(target: Address): DatagramSender {
    return new LibcSender(target);
  },
};
