/**
 * `balance sticky` (manual 4.2): one server for all as long as it is usable, then the first that
 * is. Made for `mode log`, and accepted by HAProxy 3.2 in the other modes as well.
 */
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm, BalanceRow } from "./algorithm.ts";

class Sticky implements Algorithm {
  readonly #farm: Farm;
  #chosen: Server | null = null;

  constructor(farm: Farm) {
    this.#farm = farm;
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    const usable = this.#farm.usable();
    if (this.#chosen === null || !usable.includes(this.#chosen)) this.#chosen = usable[0] ?? null;
    if (this.#chosen !== avoid) return this.#chosen;
    return usable.find((server) => server !== avoid) ?? avoid;
  }
}

export const sticky: BalanceRow = {
  name: "sticky",
  syntax: "sticky",
  manual: "4.2",
  summary: "One server for all as long as it is usable.",
  dynamic: true,
  keyed: true,
  compile: (_argument, _options, use) => new Sticky(use.farm),
};
