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
/** Draws of servers that may not take it before these are set aside. */
const ATTEMPTS = 8;

/** Whether `a` has less load for its weight than `b`. */
function isLessLoaded(a: Server, b: Server): boolean {
  return a.connections() * b.weight() < b.connections() * a.weight();
}

export class RandomDraws implements Algorithm {
  readonly #farm: Farm;
  readonly #bound: LoadBound | null;
  readonly #draws: number;
  readonly #randomUint32: () => number;
  #usable: readonly Server[] = [];
  /** By index in `#usable`: the weights of the servers up to this one, together. */
  #upTo: Int32Array = new Int32Array(0);

  constructor(farm: Farm, draws: number, randomUint32: () => number) {
    this.#farm = farm;
    this.#bound = loadBoundOf(farm);
    this.#draws = draws;
    this.#randomUint32 = randomUint32;
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    this.#refresh();
    this.#bound?.refresh();
    let best: Server | null = null;
    for (let draw = 0; draw < this.#draws; draw++) {
      const drawn = this.#draw(avoid);
      if (drawn === null) break;
      if (best === null || isLessLoaded(drawn, best)) best = drawn;
    }
    // The one to avoid is drawn when there is no other.
    return best ?? (avoid?.isUsable() === true && this.#mayTake(avoid) ? avoid : null);
  }

  #mayTake(server: Server): boolean {
    return server.hasFreeSlot() && (this.#bound === null || this.#bound.allows(server));
  }

  /** Draws again while one is drawn that may not take it; if many were, only among those that may. */
  #draw(avoid: Server | null): Server | null {
    const total = this.#upTo[this.#usable.length - 1] ?? 0;
    if (total === 0) return null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const drawn = this.#usable[this.#ownerOf(this.#below(total))]!;
      if (drawn !== avoid && this.#mayTake(drawn)) return drawn;
    }
    return this.#drawAmongFree(avoid);
  }

  #below(total: number): number {
    return Math.floor((this.#randomUint32() / UINT32_COUNT) * total);
  }

  /** Index of the server that this unit of all weights belongs to. */
  #ownerOf(unit: number): number {
    const upTo = this.#upTo;
    let low = 0;
    let high = this.#usable.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (upTo[middle]! > unit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #drawAmongFree(avoid: Server | null): Server | null {
    const free = this.#usable.filter((server) => server !== avoid && this.#mayTake(server));
    const total = free.reduce((sum, server) => sum + server.weight(), 0);
    let rest = this.#below(total);
    return free.find((server) => (rest -= server.weight()) < 0) ?? null;
  }

  #refresh(): void {
    const usable = this.#farm.usable();
    if (usable === this.#usable) return;
    this.#usable = usable;
    let sum = 0;
    this.#upTo = Int32Array.from(usable, (server) => (sum += server.weight()));
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
