/**
 * The ring behind `hash-type consistent` (manual 4.2): every server stands at sixteen places of a
 * circle of 2^32 for each unit of its weight, and a hash belongs to the server of the place
 * nearest to it. The places follow from the server's key (`hash-key`) alone, so that a server that comes or
 * goes moves nobody else's hashes. Where they are was found by asking the running HAProxy for the
 * border of every server's stretch; both programs choose the same server.
 */
import { avalanche } from "../core/hash.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { KeyedServers } from "./keyed-servers.ts";
import { loadBoundOf, type LoadBound } from "./load-bound.ts";
import { type PassOver, passOverOf } from "./pass-over.ts";
import { addressGeneration, ringKeyOf } from "./ring-key.ts";

const PLACES_A_WEIGHT = 16;
const CIRCLE = 2 ** 32;
/** More than the servers of a farm: a place and whose it is sort as one number below 2^53. */
const OWNERS = 2 ** 16;

export class ServerRing implements KeyedServers {
  readonly #farm: Farm;
  readonly #bound: LoadBound | null;
  readonly #passesOver: PassOver | null;
  /** Servers of the farm whose places follow from their addresses, and how often these changed. */
  readonly #addressed: readonly Server[];
  #addressGeneration: number = 0;
  #usable: readonly Server[] = [];
  /** Places in order, and by the same index whose they are, an index of `#usable`. */
  #places: Uint32Array = new Uint32Array(0);
  #owners: Uint16Array = new Uint16Array(0);
  /** Where the last turn was; turns go around from there. */
  #turnedAt: number = -1;

  constructor(farm: Farm) {
    this.#farm = farm;
    this.#bound = loadBoundOf(farm);
    this.#passesOver = passOverOf(farm);
    this.#addressed = farm.servers.filter((server) => server.model.hashKey !== "id");
  }

  /**
   * The server nearest to a hash, full or not; if that is `avoid`, has more than its share of the
   * load (`hash-balance-factor`) or is one to pass over (`hash-preserve-affinity`), the next one
   * around.
   */
  ofHash(hash: number, avoid: Server | null): Server | null {
    this.#refresh();
    const count = this.#places.length;
    if (count === 0) return null;
    const nearest = this.#nearest(hash);
    const bound = this.#bound;
    bound?.refresh();
    for (let step = 0; step < count; step++) {
      const server = this.#serverAt(nearest + step);
      if (server === avoid || this.#passesOver?.(server) === true) continue;
      if (bound === null || bound.allows(server)) return server;
    }
    // If all are to be passed over, it is that of the circle's last place, whatever the hash.
    return this.#passesOver === null ? avoid : this.#serverAt(count - 1);
  }

  /** The next server around the ring that is not full; `avoid` only if there is no other. */
  withoutKey(avoid: Server | null): Server | null {
    this.#refresh();
    const count = this.#places.length;
    const first = this.#firstFrom(this.#turnedAt + 1);
    let avoidedAt = -1;
    for (let step = 0; step < count; step++) {
      const at = (first + step) % count;
      const server = this.#serverAt(at);
      if (!server.hasFreeSlot()) continue;
      if (server !== avoid) return this.#turnTo(at);
      if (avoidedAt === -1) avoidedAt = at;
    }
    return avoidedAt === -1 ? null : this.#turnTo(avoidedAt);
  }

  #turnTo(at: number): Server {
    this.#turnedAt = this.#places[at]!;
    return this.#serverAt(at);
  }

  #serverAt(at: number): Server {
    return this.#usable[this.#owners[at % this.#owners.length]!]!;
  }

  /** Index of the place nearest to a hash; of two as near, the one before it. */
  #nearest(hash: number): number {
    const places = this.#places;
    const count = places.length;
    const after = this.#firstFrom(hash) % count;
    const before = (after + count - 1) % count;
    const ahead = (places[after]! - hash + CIRCLE) % CIRCLE;
    const behind = (hash - places[before]! + CIRCLE) % CIRCLE;
    return ahead === 0 || ahead < behind ? after : before;
  }

  /** Index of the first place at `point` or beyond; the count of places if there is none. */
  #firstFrom(point: number): number {
    const places = this.#places;
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (places[middle]! < point) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #refresh(): void {
    const usable = this.#farm.usable();
    const generation = this.#addressed.length === 0 ? 0 : addressGeneration(this.#addressed);
    if (usable === this.#usable && generation === this.#addressGeneration) return;
    this.#usable = usable;
    this.#addressGeneration = generation;
    let count = 0;
    for (const server of usable) count += server.weight() * PLACES_A_WEIGHT;
    const owned = new Float64Array(count);
    let next = 0;
    for (const [owner, server] of usable.entries()) {
      const key = ringKeyOf(server);
      const places = server.weight() * PLACES_A_WEIGHT;
      for (let place = 0; place < places; place++) {
        owned[next++] = avalanche((key + place) >>> 0) * OWNERS + owner;
      }
    }
    owned.sort();
    this.#places = Uint32Array.from(owned, (each) => Math.floor(each / OWNERS));
    this.#owners = Uint16Array.from(owned, (each) => each % OWNERS);
  }
}
