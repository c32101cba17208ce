/**
 * `balance leastconn` (manual 4.2): the server with the least load for its weight, connections of
 * all threads and its queue counted. Among equals the one this thread chose longest ago; who comes
 * or gets another weight stands behind them. A server with work counts as if one more were on it,
 * an idle one has no load whatever its weight.
 */
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm, BalanceRow } from "./algorithm.ts";

/** Whether the server takes one more, its queue up to `maxqueue` included. */
function hasRoom(server: Server, load: number): boolean {
  const limit = server.connectionLimit();
  return limit === 0 || load < limit + server.model.maxqueue;
}

export class LeastConn implements Algorithm {
  readonly #farm: Farm;
  /** By a server's index: its weight while it is usable, else 0. */
  readonly #weights: number[];
  /** By a server's index: when this thread chose it last. */
  readonly #chosenAt: number[];
  #choices: number = 0;

  constructor(farm: Farm) {
    this.#farm = farm;
    this.#weights = farm.servers.map(() => 0);
    this.#chosenAt = farm.servers.map(() => 0);
    farm.onChange(() => this.#lineUp());
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    const usable = this.#farm.usable();
    let best: Server | null = null;
    let bestLoad = Infinity;
    let avoided: Server | null = null;
    for (const server of usable) {
      const count = server.connections() + server.queued();
      if (!hasRoom(server, count)) continue;
      if (server === avoid) {
        avoided = server;
        continue;
      }
      const load = count === 0 ? 0 : (count + 1) / server.weight();
      if (load < bestLoad || (load === bestLoad && this.#isLongerAgo(server, best))) {
        best = server;
        bestLoad = load;
      }
    }
    const chosen = best ?? avoided;
    if (chosen !== null) this.#chosenAt[chosen.index] = ++this.#choices;
    return chosen;
  }

  /** Puts who is new or weighs something else behind the others; backups wait in line as well. */
  #lineUp(): void {
    for (const server of this.#farm.servers) {
      const weight = server.isUsable() ? server.weight() : 0;
      if (weight === this.#weights[server.index]) continue;
      this.#weights[server.index] = weight;
      this.#chosenAt[server.index] = ++this.#choices;
    }
  }

  #isLongerAgo(server: Server, other: Server | null): boolean {
    return other !== null && this.#chosenAt[server.index]! < this.#chosenAt[other.index]!;
  }
}

export const leastconn: BalanceRow = {
  name: "leastconn",
  syntax: "leastconn",
  manual: "4.2",
  summary: "The server with the fewest connections for its weight.",
  dynamic: true,
  compile: (_argument, _options, use) => new LeastConn(use.farm),
};
