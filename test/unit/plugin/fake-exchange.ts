/** One request to a service: what it sent, and a client that is as slow as the test wants. */
import type { ServiceExchange } from "../../../src/rules/types.ts";
import type { Txn } from "../../../src/sample/txn.ts";
import { bytes } from "../support/bytes.ts";

export class FakeExchange implements ServiceExchange {
  readonly txn: Txn;
  status: number = 0;
  fields: (readonly [string, string])[] = [];
  sizeBytes: number | null = null;
  readonly pieces: string[] = [];
  ended: boolean = false;
  failure: string | null = null;
  /** Pieces that are taken before the client is slow. */
  room: number = Infinity;
  /** The service asked for the request's body. */
  receive: ((piece: Uint8Array | null) => void) | null = null;
  #writable: () => void = () => {};
  #abort: () => void = () => {};

  constructor(txn: Txn) {
    this.txn = txn;
  }

  head(
    status: number,
    fields: readonly (readonly [string, string])[],
    sizeBytes: number | null,
  ): void {
    this.#untilOver();
    this.status = status;
    this.fields = [...fields];
    this.sizeBytes = sizeBytes;
  }

  write(piece: Uint8Array): boolean {
    this.#untilOver();
    this.pieces.push(Buffer.from(piece).toString("latin1"));
    return --this.room > 0;
  }

  end(): void {
    this.#untilOver();
    this.ended = true;
  }

  fail(reason: string): void {
    this.#untilOver();
    this.failure = reason;
  }

  onBody(receive: (piece: Uint8Array | null) => void): void {
    this.receive = receive;
  }

  onWritable(fire: () => void): void {
    this.#writable = fire;
  }

  onAbort(fire: () => void): void {
    this.#abort = fire;
  }

  send(text: string): void {
    this.receive!(bytes(text));
  }

  drain(room: number): void {
    this.room = room;
    this.#writable();
  }

  leave(): void {
    this.#abort();
  }

  get body(): string {
    return this.pieces.join("");
  }

  #untilOver(): void {
    if (this.ended || this.failure !== null) throw new Error("the exchange is over");
  }
}
