/** What a connection still has to send: text goes out in order, as fast as the client reads. */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import type { ByteSocket } from "../runtime/transport.ts";

export class Outbox {
  readonly #socket: ByteSocket;
  readonly #bytes: ByteFactory;
  #waiting: ByteBuffer[] = [];
  /** Bytes of the first waiting buffer that are out. */
  #sentBytes: number = 0;

  constructor(socket: ByteSocket, bytes: ByteFactory) {
    this.#socket = socket;
    this.#bytes = bytes;
  }

  /** Everything was handed to the socket. */
  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Sends latin1 text. */
  send(text: string): void {
    if (text === "") return;
    this.#waiting.push(this.#bytes.latin1(text));
    if (this.#waiting.length === 1) this.flush();
  }

  /** Goes on after `onDrain`; true when nothing is left. */
  flush(): boolean {
    while (this.#waiting.length > 0) {
      const first = this.#waiting[0]!;
      this.#sentBytes += this.#socket.write(first, this.#sentBytes, first.length);
      if (this.#sentBytes < first.length) return false;
      this.#waiting.shift();
      this.#sentBytes = 0;
    }
    return true;
  }
}
