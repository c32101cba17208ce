/** Where a client wanted to: `option transparent`, and servers at 0.0.0.0 (manual 4.2). */
import type { Address } from "../runtime/transport.ts";
import { addressesOf, type Txn } from "../sample/txn.ts";

/** Where the client connected to, or what PROXY and `set-dst` put in place of that; null if unknown. */
export function clientsDestination(txn: Txn): Extract<Address, { kind: "ip" }> | null {
  const { destination, destinationPort } = addressesOf(txn);
  if (destination === null) return null;
  return { kind: "ip", host: destination.toString(), port: destinationPort };
}
