/** A connection from somebody who has not said yet which peer it is. */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";
import { earlyFault, type HelloAnswer, helloEnd } from "./hello.ts";

/** How long somebody may take to say who it is. */
const HELLO_MS = 5000;
/** Names of two peers and numbers; who says more is nobody. */
const LONGEST_HELLO_BYTES = 1024;

export interface VisitorOwner {
  begin(): number;
  /** The hello is whole; `rest` came behind it. */
  hello(visitor: Visitor, text: string, rest: ByteBuffer): void;
  refuse(visitor: Visitor, status: HelloAnswer): void;
  left(visitor: Visitor): void;
}

export class Visitor implements SocketHandler {
  readonly socket: ByteSocket;
  readonly #owner: VisitorOwner;
  readonly #bytes: ByteFactory;
  readonly #giveUpAtMs: number;
  #heard: ByteBuffer;

  constructor(socket: ByteSocket, owner: VisitorOwner, bytes: ByteFactory) {
    this.socket = socket;
    this.#owner = owner;
    this.#bytes = bytes;
    this.#heard = bytes.alloc(0);
    this.#giveUpAtMs = owner.begin() + HELLO_MS;
  }

  tick(nowMs: number): void {
    if (nowMs >= this.#giveUpAtMs) this.socket.close();
  }

  onConnect(): void {}

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#owner.begin();
    this.#heard = this.#bytes.concat([this.#heard, bytes]);
    const text = this.#heard.latin1Slice(0, Math.min(this.#heard.length, LONGEST_HELLO_BYTES));
    const fault = earlyFault(text);
    if (fault !== null) return this.#owner.refuse(this, fault);
    const end = helloEnd(text);
    if (end >= 0) this.#owner.hello(this, text.slice(0, end), this.#heard.subarray(end));
    else if (this.#heard.length > LONGEST_HELLO_BYTES) this.socket.close();
  }

  onDrain(): void {}

  onEnd(): void {
    this.socket.close();
  }

  onClose(): void {
    this.#owner.begin();
    this.#owner.left(this);
  }
}
