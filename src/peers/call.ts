/** A connection of ours to a peer until it has answered the hello. */
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";
import { helloText } from "./hello.ts";
import type { Peer } from "./peer.ts";

/** How long a peer may take to answer. */
const ANSWER_MS = 5000;
/** A status is three digits and a line's end. */
const LONGEST_ANSWER_BYTES = 16;

/** What becomes of a call. */
export interface CallOwner {
  begin(): number;
  /** The peer has answered; `rest` came behind its status. */
  answered(call: Call, status: number, rest: ByteBuffer): void;
  /** There is no connection any more. */
  failed(call: Call): void;
}

export class Call implements SocketHandler {
  readonly peer: Peer;
  readonly socket: ByteSocket;
  readonly #owner: CallOwner;
  readonly #runtime: Runtime;
  readonly #local: string;
  readonly #giveUpAtMs: number;
  #heard: ByteBuffer;

  constructor(peer: Peer, local: string, owner: CallOwner, runtime: Runtime) {
    this.peer = peer;
    this.#owner = owner;
    this.#runtime = runtime;
    this.#local = local;
    this.#heard = runtime.bytes.alloc(0);
    this.#giveUpAtMs = owner.begin() + ANSWER_MS;
    const { address, tls, source, options } = peer.spec;
    const spec = { ...source, address: address!, tls, serverName: null, options };
    this.socket = runtime.transport.dial(spec, this);
    peer.status = "CONN";
  }

  tick(nowMs: number): void {
    if (nowMs >= this.#giveUpAtMs) this.socket.reset();
  }

  onConnect(socket: ByteSocket): void {
    this.#owner.begin();
    const { bytes, process } = this.#runtime;
    const hello = bytes.latin1(helloText(this.peer.spec.name, this.#local, process.pid));
    this.peer.status = "HSHK";
    socket.write(hello, 0, hello.length);
  }

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#owner.begin();
    this.#heard = this.#runtime.bytes.concat([this.#heard, bytes]);
    const end = this.#heard.indexOf(10);
    if (end < 0 || end > LONGEST_ANSWER_BYTES) {
      if (this.#heard.length > LONGEST_ANSWER_BYTES) this.#owner.answered(this, 0, bytes);
      return;
    }
    const status = /^(\d{3})\r?$/.exec(this.#heard.latin1Slice(0, end))?.[1] ?? "0";
    this.#owner.answered(this, Number(status), this.#heard.subarray(end + 1));
  }

  onDrain(): void {}

  onEnd(): void {
    this.socket.close();
  }

  onClose(): void {
    this.#owner.begin();
    this.#owner.failed(this);
  }
}
