/**
 * `balance roundrobin` (manual 4.2): each server in turn, as smooth as the weights allow, in the
 * running HAProxy's order pick by pick, through changes of weight, losses and returns. Each thread
 * keeps a line of its own. Active servers and backups stand in lines apart.
 */
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm, BalanceRow } from "./algorithm.ts";
import { WeightedLine } from "./weighted-line.ts";

export class RoundRobin implements Algorithm {
  readonly #farm: Farm;
  readonly #actives: WeightedLine;
  readonly #backups: WeightedLine;
  #hasBegun: boolean = false;
  #avoid: Server | null = null;

  constructor(farm: Farm) {
    this.#farm = farm;
    this.#actives = new WeightedLine(farm.servers.length);
    this.#backups = new WeightedLine(farm.servers.length);
    farm.onChange(() => this.#lineUp());
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    const [first] = this.#farm.usable();
    if (first === undefined) return null;
    if (first.backup && !this.#farm.allBackups) return first.hasFreeSlot() ? first : null;
    this.#avoid = avoid;
    const line = first.backup ? this.#backups : this.#actives;
    const next = line.next(this.#isFree);
    if (next !== -1) return this.#farm.servers[next]!;
    return avoid?.isUsable() === true && avoid.hasFreeSlot() ? avoid : null;
  }

  readonly #isFree = (index: number): boolean => {
    const server = this.#farm.servers[index]!;
    return server !== this.#avoid && server.hasFreeSlot();
  };

  #lineUp(): void {
    for (const server of this.#farm.servers) {
      const line = server.backup ? this.#backups : this.#actives;
      line.setWeight(server.index, server.isUsable() ? server.fineWeight() : 0);
    }
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#actives.begin();
    this.#backups.begin();
  }
}

export const roundrobin: BalanceRow = {
  name: "roundrobin",
  syntax: "roundrobin",
  manual: "4.2",
  summary: "Each server in turn, according to the weights, which may change at run time.",
  dynamic: true,
  compile: (_argument, _options, use) => new RoundRobin(use.farm),
};
