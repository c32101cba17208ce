/** `balance first` (manual 4.2): the first server by id that has a free connection slot. */
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm, BalanceRow } from "./algorithm.ts";

export class First implements Algorithm {
  readonly #farm: Farm;
  #usable: readonly Server[] = [];
  #byId: readonly Server[] = [];

  constructor(farm: Farm) {
    this.#farm = farm;
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    const usable = this.#farm.usable();
    if (usable !== this.#usable) {
      this.#usable = usable;
      this.#byId = usable.toSorted((a, b) => a.id - b.id);
    }
    let avoided: Server | null = null;
    for (const server of this.#byId) {
      if (!server.hasFreeSlot()) continue;
      if (server !== avoid) return server;
      avoided = server;
    }
    return avoided;
  }
}

export const first: BalanceRow = {
  name: "first",
  syntax: "first",
  manual: "4.2",
  summary: "The first server, by id, that is not full; needs maxconn on the servers.",
  dynamic: true,
  compile: (_argument, _options, use) => new First(use.farm),
};
