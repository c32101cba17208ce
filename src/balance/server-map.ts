/**
 * The map behind `hash-type map-based` and `balance static-rr`: one slot for each unit of weight,
 * spread as the running HAProxy spreads them, so that a hash modulo the map's size finds the same
 * server there and here. Built anew at the
 * first choice after the usable servers changed.
 */
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { KeyedServers } from "./keyed-servers.ts";
import { spreadSlots } from "./spread-slots.ts";

export class ServerMap implements KeyedServers {
  readonly #farm: Farm;
  #usable: readonly Server[] = [];
  #slots: readonly Server[] = [];
  #next: number = 0;

  constructor(farm: Farm) {
    this.#farm = farm;
  }

  /** The server of a 32-bit hash, whether full or not; null if no server is usable. */
  ofHash(hash: number): Server | null {
    const slots = this.#current();
    return slots.length === 0 ? null : slots[hash % slots.length]!;
  }

  /** As `inTurn`; one that is alone takes no turns, so that the place stays. */
  withoutKey(avoid: Server | null): Server | null {
    const usable = this.#farm.usable();
    if (usable.length !== 1) return this.inTurn(avoid);
    return usable[0]!.hasFreeSlot() ? usable[0]! : null;
  }

  /** The next server in turn that is not full; `avoid` only if there is no other. */
  inTurn(avoid: Server | null): Server | null {
    const slots = this.#current();
    // The place is kept when the map changes, unless the map ends before it.
    if (this.#next >= slots.length) this.#next = 0;
    let avoidedAt = -1;
    for (let step = 0; step < slots.length; step++) {
      const at = (this.#next + step) % slots.length;
      const server = slots[at]!;
      if (!server.hasFreeSlot()) continue;
      if (server !== avoid) {
        this.#next = at + 1;
        return server;
      }
      if (avoidedAt === -1) avoidedAt = at;
    }
    if (avoidedAt === -1) return null;
    this.#next = avoidedAt + 1;
    return slots[avoidedAt]!;
  }

  #current(): readonly Server[] {
    const usable = this.#farm.usable();
    if (usable !== this.#usable) {
      this.#usable = usable;
      const owners = spreadSlots(usable.map((server) => server.weight()));
      this.#slots = owners.map((owner) => usable[owner]!);
    }
    return this.#slots;
  }
}
