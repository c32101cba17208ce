/**
 * What rules did to the connections of one stream. Made when the first rule does any of it; what
 * matters later (the queue, the connection to the server) is read from here.
 */
import { ChangedAddresses, changeAddress, changePort } from "../connection/addresses.ts";
import type { AddressHolder } from "../connection/addresses.ts";
import type { IpAddress } from "../core/ip.ts";
import type { AddressEnd, ConnectionEffects } from "../rules/connection-effects.ts";
import type { Outcome } from "../rules/types.ts";
import { RawFront } from "../mux/raw/front.ts";
import type { SocketOption } from "../runtime/transport.ts";
import { finish } from "./finish.ts";
import { closeServerSide } from "./phases/response-content.ts";
import { noteRefusal } from "./refusal.ts";
import type { Stream } from "./stream.ts";

/** What a nice stream waits in. */
const LETS_OTHERS_GO: object = {};
const HAD_ITS_TURN: object = {};

export class StreamEffects implements ConnectionEffects {
  /** For the connection to the server, from connect to close; null for none. */
  serverOptions: Map<SocketOption, number> | null = null;
  priorityClass: number = 0;
  priorityOffsetMs: number = 0;
  /** `set-retries`; -1 leaves the backend's own number. */
  retries: number = -1;
  readonly #stream: Stream;
  #own: ChangedAddresses | null = null;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  setAddress(end: AddressEnd, address: IpAddress): void {
    changeAddress(this.#addresses(), end, address);
  }

  setPort(end: AddressEnd, port: number): void {
    changePort(this.#addresses(), end, port);
  }

  /** The connection's, the session's or this stream's, after where the rule stands. */
  #addresses(): AddressHolder {
    const { session, special } = this.#stream;
    const { stage } = special;
    if (stage === "connection") return session;
    if (this.#own !== null) return this.#own;
    this.#own = new ChangedAddresses(this.#stream.addresses);
    this.#stream.addresses = this.#own;
    if (stage === "session") session.addresses = this.#own;
    return this.#own;
  }

  setClientOption(option: SocketOption, value: number): void {
    this.#stream.session.socket.setOption(option, value);
  }

  setServerOption(option: SocketOption, value: number): void {
    (this.serverOptions ??= new Map()).set(option, value);
  }

  drop(ttl: number | null): void {
    const stream = this.#stream;
    noteRefusal(stream, "R");
    stream.session.socket.vanish(ttl);
    finish(stream, "abort");
  }

  expectHeader(kind: "proxy" | "netscaler-cip"): void {
    this.#stream.session.expects = kind;
  }

  setPriorityClass(value: number): void {
    this.priorityClass = value;
  }

  setPriorityOffset(offsetMs: number): void {
    this.priorityOffsetMs = offsetMs;
  }

  beNice(nice: number): boolean {
    const stream = this.#stream;
    if (nice <= 0 || stream.waiting === HAD_ITS_TURN) return true;
    if (stream.waiting === LETS_OTHERS_GO) return false;
    stream.waiting = LETS_OTHERS_GO;
    stream.io.defer(nice, () => {
      if (stream.waiting !== LETS_OTHERS_GO) return;
      stream.waiting = HAD_ITS_TURN;
      stream.resume();
    });
    return false;
  }

  setRetries(count: number): void {
    this.retries = count;
    this.#stream.retriesLeft = count;
  }

  switchToHttp(): boolean {
    const stream = this.#stream;
    const { client } = stream;
    if (!(client instanceof RawFront)) return false;
    // It ends without a line in the log or a count: its requests have them.
    stream.finished = true;
    stream.stopTimer();
    client.handOver();
    return true;
  }

  closeServer(): Outcome {
    return closeServerSide(this.#stream);
  }
}
