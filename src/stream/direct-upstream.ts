/**
 * How this thread connects to an address that is no server's: the one of `dispatch`, or with
 * `option transparent` the one that the client meant to reach (manual 4.2). Its connections are
 * private, and serve further requests only where those go to the same address.
 */
import type { Address, SocketOptions } from "../runtime/transport.ts";
import type { Txn } from "../sample/txn.ts";
import { Upstream, type UpstreamParts } from "./upstream.ts";

/** Null where the client's connection does not tell. */
export type Destination = (txn: Txn) => Address | null;

export class DirectUpstream extends Upstream {
  readonly #destination: Destination;

  constructor(parts: UpstreamParts, destination: Destination) {
    super(parts);
    this.#destination = destination;
  }

  override addressFor(txn: Txn): Address | null {
    return this.#destination(txn);
  }

  override keyFor(txn: Txn, options: SocketOptions | null): string {
    const address = this.#destination(txn);
    const end = address?.kind === "ip" ? `${address.host} ${address.port}` : "";
    return `${end};${super.keyFor(txn, options)}`;
  }
}
