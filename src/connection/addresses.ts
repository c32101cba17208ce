/**
 * The two ends of a client connection as rules see them. Rules may put others in their place for a
 * session or for a stream (`set-src`, `set-dst` and their ports, manual 4.4); the connection's own
 * stay what they are, for `fc_src` and its like.
 */
import { IpAddress } from "../core/ip.ts";
import type { AddressFacts } from "../sample/txn.ts";

const ANY: IpAddress = IpAddress.v4(0);

export class ChangedAddresses implements AddressFacts {
  source: IpAddress | null;
  sourcePort: number;
  destination: IpAddress | null;
  destinationPort: number;

  constructor(known: AddressFacts) {
    this.source = known.source;
    this.sourcePort = known.sourcePort;
    this.destination = known.destination;
    this.destinationPort = known.destinationPort;
  }
}

/** Addresses that may be replaced; a port without an address stands at 0.0.0.0. */
export interface AddressHolder {
  source: IpAddress | null;
  sourcePort: number;
  destination: IpAddress | null;
  destinationPort: number;
}

/** Replaces the address of one end; its port stays, and is 0 where there was none. */
export function changeAddress(
  holder: AddressHolder,
  part: "source" | "destination",
  address: IpAddress,
): void {
  if (holder[part] === null) holder[`${part}Port`] = 0;
  holder[part] = address;
}

/** Replaces the port of one end, of which the lower 16 bits count. */
export function changePort(
  holder: AddressHolder,
  part: "source" | "destination",
  port: number,
): void {
  holder[part] ??= ANY;
  holder[`${part}Port`] = port & 0xffff;
}
