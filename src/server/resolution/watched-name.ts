/** A host name that servers take their addresses from. */
import type { Family, Outcome, Resolved, Unresolved } from "../../dns/resolution.ts";
import type { Resolver } from "../../dns/resolver.ts";
import { loseAddress, moveAddress } from "../changes/address.ts";
import { reasons, type ServerNamesHost, Watched } from "./watched.ts";
import { chooseAddress } from "./choose-address.ts";

/** Another server of the name got the answer first. */
const CACHE = "DNS cache";
const NO_ADDRESS_LEFT = "No IP for server ";

export class WatchedName extends Watched {
  readonly #host: ServerNamesHost;
  readonly #name: string;
  readonly #prefer: Family;

  constructor(host: ServerNamesHost, resolver: Resolver, name: string, prefer: Family) {
    super(resolver);
    this.#host = host;
    this.#name = name;
    this.#prefer = prefer;
  }

  protected override question(done: (outcome: Outcome) => void): void {
    this.resolver.addresses(this.#name, this.#prefer, done);
  }

  protected override resolved({ addresses, from }: Resolved): void {
    let by = `${this.resolver.name}/${from}`;
    for (const server of this.servers) {
      const control = this.#host.controlOf(server);
      const address = chooseAddress(server, control.farm, addresses);
      const before = server.address;
      if (address === null) loseAddress(control.states, server, NO_ADDRESS_LEFT);
      else moveAddress(control.states, server, address, by);
      if (before !== null && address?.equals(before) !== true) this.#host.moved(server);
      by = CACHE;
    }
  }

  protected override lost(fault: Unresolved): void {
    for (const server of this.servers) {
      loseAddress(this.#host.controlOf(server).states, server, reasons[fault]);
    }
  }
}
