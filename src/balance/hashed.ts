/**
 * What all algorithms with a key share: the key's hash finds the server on the map or the ring,
 * full or not; without a key the servers take turns.
 */
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm, BalanceUse } from "./algorithm.ts";
import { type HashType, parseHashType } from "./hash-type.ts";
import type { KeyedServers } from "./keyed-servers.ts";
import { ServerMap } from "./server-map.ts";
import { ServerRing } from "./server-ring.ts";

/** The 32-bit hash of a stream's key; -1 when it has none. */
export type HashOf = (txn: Txn) => number;

/** The text of a stream's key; undefined when it has none. */
export type KeyOf = (txn: Txn) => string | undefined;

export class Hashed implements Algorithm {
  readonly #servers: KeyedServers;
  readonly #hashOf: HashOf;

  constructor(servers: KeyedServers, hashOf: HashOf) {
    this.#servers = servers;
    this.#hashOf = hashOf;
  }

  pick(txn: Txn, avoid: Server | null): Server | null {
    const hash = this.#hashOf(txn);
    return hash === -1 ? this.#servers.withoutKey(avoid) : this.#servers.ofHash(hash, avoid);
  }
}

/** The farm's servers as the backend's `hash-type` lays them out. */
export function laidOut(farm: Farm, type: HashType): KeyedServers {
  return type.consistent ? new ServerRing(farm) : new ServerMap(farm);
}

/** An algorithm over a text key and the backend's `hash-type`. */
export function hashedByText(use: BalanceUse, keyOf: KeyOf): Algorithm | undefined {
  const type: HashType | undefined = parseHashType(use.model.hashType, use.scope.diagnostics);
  if (type === undefined) return undefined;
  return new Hashed(laidOut(use.farm, type), (txn) => {
    const key = keyOf(txn);
    return key === undefined ? -1 : type.hash(key);
  });
}
