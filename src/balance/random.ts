/**
 * `balance random(<draws>)` (manual 4.2): draws servers by chance according to their weights and
 * takes the least loaded of those drawn. Full servers are not drawn, nor those with more than
 * their share of the load (`hash-balance-factor`).
 */
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm, BalanceRow } from "./algorithm.ts";
import { loadBoundOf, type LoadBound } from "./load-bound.ts";

const DEFAULT_DRAWS = 2;
const UINT32_COUNT = 2 ** 32;

/** Whether `a` has less load for its weight than `b`. */
function isLessLoaded(a: Server, b: Server): boolean {
  return a.connections() * b.weight() < b.connections() * a.weight();
}

export class RandomDraws implements Algorithm {
  readonly #farm: Farm;
  readonly #bound: LoadBound | null;
  readonly #draws: number;
  readonly #randomUint32: () => number;

  constructor(farm: Farm, draws: number, randomUint32: () => number) {
    this.#farm = farm;
    this.#bound = loadBoundOf(farm);
    this.#draws = draws;
    this.#randomUint32 = randomUint32;
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    this.#bound?.refresh();
    const others = this.#weightOf(avoid);
    // The one to avoid is drawn when there is no other.
    const avoided = others > 0 ? avoid : null;
    const total = others > 0 ? others : this.#weightOf(null);
    let best: Server | null = null;
    for (let draw = 0; draw < this.#draws; draw++) {
      const drawn = this.#draw(total, avoided);
      if (drawn !== null && (best === null || isLessLoaded(drawn, best))) best = drawn;
    }
    return best;
  }

  #mayTake(server: Server): boolean {
    return server.hasFreeSlot() && (this.#bound === null || this.#bound.allows(server));
  }

  /** Weight of all servers that may be drawn. */
  #weightOf(avoid: Server | null): number {
    let total = 0;
    for (const server of this.#farm.usable()) {
      if (server !== avoid && this.#mayTake(server)) total += server.weight();
    }
    return total;
  }

  #draw(total: number, avoid: Server | null): Server | null {
    let rest = Math.floor((this.#randomUint32() / UINT32_COUNT) * total);
    for (const server of this.#farm.usable()) {
      if (server === avoid || !this.#mayTake(server)) continue;
      rest -= server.weight();
      if (rest < 0) return server;
    }
    return null;
  }
}

export const random: BalanceRow = {
  name: "random",
  syntax: "random[(<draws>)]",
  manual: "4.2",
  summary: "The least loaded of some servers drawn by chance, two unless told.",
  dynamic: true,
  takesArgument: true,
  compile(argument, _options, use, at) {
    const draws = argument === null ? DEFAULT_DRAWS : Number(argument);
    if (!Number.isSafeInteger(draws) || draws < 1) {
      const message = `"random": "${argument}" is no number of draws`;
      use.scope.diagnostics.error(at, message, "expected an integer of 1 or more");
      return undefined;
    }
    return new RandomDraws(use.farm, draws, () => use.scope.process.randomUint32());
  },
};
