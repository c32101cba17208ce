/** One request to a service, with all that the service answers. */
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { headerName } from "../../../src/http/header-name.ts";
import { HttpMessage } from "../../../src/http/message.ts";
import type { Service, ServiceExchange } from "../../../src/rules/types.ts";
import type { Txn } from "../../../src/sample/txn.ts";

export class Exchange implements ServiceExchange {
  readonly txn: Txn;
  status: number = 0;
  fields: Record<string, string> = {};
  sizeBytes: number | null = null;
  body: string = "";
  ended: boolean = false;
  failure: string | null = null;
  /** Pieces the client takes before it is slow. */
  room: number = Infinity;
  #receive: (piece: Uint8Array | null) => void = () => {};
  #writable: () => void = () => {};
  #aborted: () => void = () => {};

  constructor(method: string, target: string, fields: Readonly<Record<string, string>> = {}) {
    const request = new HttpMessage(bytes.alloc(0));
    request.setMethod(method);
    request.setTarget(target);
    for (const [name, value] of Object.entries(fields)) request.fields.add(headerName(name), value);
    // Services look at the request only.
    this.txn = { request } as Txn;
  }

  head(
    status: number,
    fields: readonly (readonly [string, string])[],
    sizeBytes: number | null,
  ): void {
    this.status = status;
    this.fields = Object.fromEntries(fields);
    this.sizeBytes = sizeBytes;
  }

  write(piece: Uint8Array): boolean {
    this.body += Buffer.from(piece).toString("latin1");
    return --this.room > 0;
  }

  end(): void {
    this.ended = true;
  }

  fail(reason: string): void {
    this.failure = reason;
  }

  onBody(receive: (piece: Uint8Array | null) => void): void {
    this.#receive = receive;
  }

  onWritable(fire: () => void): void {
    this.#writable = fire;
  }

  onAbort(fire: () => void): void {
    this.#aborted = fire;
  }

  /** The client sends a whole body. */
  post(text: string): void {
    this.#receive(bytes.latin1(text));
    this.#receive(null);
  }

  drain(room: number): void {
    this.room = room;
    this.#writable();
  }

  abort(): void {
    this.#aborted();
  }

  /** Serves a request and gives what came of it. */
  static serve(
    service: Service,
    method: string,
    target: string,
    fields: Readonly<Record<string, string>> = {},
  ): Exchange {
    const exchange = new Exchange(method, target, fields);
    service.serve(exchange);
    return exchange;
  }
}
