/**
 * `hash-balance-factor` (manual 4.2): no server may have more than its share of the connections
 * that there would be with one more, raised by the factor. The slots of all shares, a whole number,
 * are dealt out along the list of usable servers by weight, every server at least one. How they
 * are rounded was found by asking the running HAProxy; both programs choose the same server.
 */
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";

export class LoadBound {
  readonly #farm: Farm;
  readonly #percent: number;
  /** By a server's index: connections that it may have at most. */
  readonly #limits: number[];

  constructor(farm: Farm, percent: number) {
    this.#farm = farm;
    this.#percent = percent;
    this.#limits = farm.servers.map(() => 0);
  }

  /** Deals the slots out for one more connection; before the questions of one choice. */
  refresh(): void {
    let connections = 0;
    for (const server of this.#farm.servers) connections += server.connections();
    const slots = Math.ceil((this.#percent * (connections + 1)) / 100);
    const usable = this.#farm.usable();
    let total = 0;
    for (const server of usable) total += server.weight();
    let weight = 0;
    let dealt = 0;
    for (const server of usable) {
      weight += server.weight();
      const upTo = Math.floor((weight * slots) / total);
      this.#limits[server.index] = Math.max(1, upTo - dealt);
      dealt = upTo;
    }
  }

  /** Whether the server may have one more. */
  allows(server: Server): boolean {
    return server.connections() < this.#limits[server.index]!;
  }
}

/** The bound that the backend sets; null without a factor. */
export function loadBoundOf(farm: Farm): LoadBound | null {
  const percent = farm.model.hashBalanceFactor;
  return percent === 0 ? null : new LoadBound(farm, percent);
}
