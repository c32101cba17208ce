/**
 * Connections of one listener that were accepted although there was no room: the runtime hands over
 * what it took from the kernel before the listening socket could be stopped. They wait here unread,
 * as they would in the kernel's queue, first come first served, and nothing counts them yet.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";

/** A connection that waits for room; keeps what a runtime may deliver to a paused socket. */
class Parked implements SocketHandler {
  readonly socket: ByteSocket;
  readonly #gone: (parked: Parked) => void;
  #bytes: ByteBuffer[] = [];
  #ended: boolean = false;

  constructor(socket: ByteSocket, gone: (parked: Parked) => void) {
    this.socket = socket;
    this.#gone = gone;
  }

  onConnect(): void {}
  onDrain(): void {}

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#bytes.push(bytes);
  }

  onEnd(): void {
    this.#ended = true;
  }

  onClose(): void {
    this.#gone(this);
  }

  /** Puts `open` behind the connection, with what came meanwhile. */
  admit(open: (socket: ByteSocket) => SocketHandler): void {
    const { socket } = this;
    socket.resume();
    socket.handler = open(socket);
    for (const bytes of this.#bytes) socket.handler.onData(socket, bytes);
    if (this.#ended) socket.handler.onEnd(socket);
  }
}

export class ParkedSockets {
  readonly #waiting: Parked[] = [];
  readonly #gone: (parked: Parked) => void = (parked) => {
    const index = this.#waiting.indexOf(parked);
    if (index >= 0) this.#waiting.splice(index, 1);
  };

  get size(): number {
    return this.#waiting.length;
  }

  /** Lets a connection wait; what owns it meanwhile. */
  park(socket: ByteSocket): SocketHandler {
    const parked = new Parked(socket, this.#gone);
    this.#waiting.push(parked);
    socket.pause();
    return parked;
  }

  /** Lets in whoever waits, as long as `hasEntered` says that there was room for one more. */
  admit(hasEntered: () => boolean, open: (socket: ByteSocket) => SocketHandler): void {
    while (this.#waiting.length > 0 && hasEntered()) this.#waiting.shift()!.admit(open);
  }

  /** The listener is closed: as the kernel does with its queue. */
  resetAll(): void {
    for (const { socket } of this.#waiting.splice(0)) socket.reset();
  }
}
