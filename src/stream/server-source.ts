/**
 * Where this thread's connections to one server come from (`source`, manual 4.2 and 5.2): the same
 * for all of its streams, or (`usesrc`) an address that depends on each.
 */
import { IpAddress } from "../core/ip.ts";
import type { LocalPorts } from "../runtime/transport.ts";
import { addressesOf, type Txn } from "../sample/txn.ts";
import type { SampleValue } from "../sample/types.ts";
import type { SourceEnd } from "../server/connect/source-ports.ts";

/** `usesrc` compiled. */
export type Presented =
  | { readonly kind: "client"; readonly withPort: boolean }
  | { readonly kind: "expression"; readonly eval: (txn: Txn) => SampleValue | undefined };

export class ServerSource {
  readonly #end: SourceEnd;
  readonly #presented: Presented | null;

  constructor(end: SourceEnd, presented: Presented | null) {
    this.#end = end;
    this.#presented = presented;
  }

  /** Whether it depends on the stream. */
  get isPerStream(): boolean {
    return this.#presented !== null;
  }

  /** Null where the stream does not tell the address that it should come from. */
  endFor(txn: Txn): SourceEnd | null {
    const presented = this.#presented;
    if (presented === null) return this.#end;
    if (presented.kind === "client") {
      const { source, sourcePort } = addressesOf(txn);
      return this.#at(source, presented.withPort ? sourcePort : 0);
    }
    const value = presented.eval(txn);
    return this.#at(value instanceof IpAddress ? value : null, 0);
  }

  #at(address: IpAddress | null, localPort: number): SourceEnd | null {
    if (address === null) return null;
    const { interfaceName } = this.#end;
    return { localAddress: address.toString(), localPort, localPorts: null, interfaceName };
  }
}

/** The end of a fixed source; the unspecified address without a port asks for none. */
export function fixedEnd(
  host: string,
  port: number,
  ports: LocalPorts | null,
  interfaceName: string | null,
): SourceEnd {
  const isAny = (host === "0.0.0.0" || host === "::") && port === 0 && ports === null;
  return {
    localAddress: isAny ? null : host,
    localPort: port,
    localPorts: ports,
    interfaceName,
  };
}
