/** `balance static-rr` (manual 4.2): each server in turn along the map; weights stay as they are. */
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm, BalanceRow } from "./algorithm.ts";
import { ServerMap } from "./server-map.ts";

export class StaticRoundRobin implements Algorithm {
  readonly #map: ServerMap;

  constructor(farm: Farm) {
    this.#map = new ServerMap(farm);
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    return this.#map.inTurn(avoid);
  }
}

export const staticRr: BalanceRow = {
  name: "static-rr",
  syntax: "static-rr",
  manual: "4.2",
  summary: "Each server in turn, according to weights that do not change at run time.",
  dynamic: false,
  compile: (_argument, _options, use) => new StaticRoundRobin(use.farm),
};
