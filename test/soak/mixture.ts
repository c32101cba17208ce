/** Runs all kinds of traffic at once, with faults and reloads among them, until it is told to stop. */
import { setTimeout as delay } from "node:timers/promises";
import type { Proxy } from "../support/proxy.ts";
import type { SoakServer } from "./origins.ts";
import type { Traffic } from "./traffic.ts";

export interface Tally {
  done: number;
  failed: number;
}

const flapMs = 1500;

export class Mixture {
  readonly tallies: Map<string, Tally> = new Map();
  reloads = 0;
  readonly #proxy: Proxy;
  readonly #kinds: readonly Traffic[];
  readonly #flapping: SoakServer;
  #stopping = false;

  constructor(proxy: Proxy, kinds: readonly Traffic[], flapping: SoakServer) {
    this.#proxy = proxy;
    this.#kinds = kinds;
    this.#flapping = flapping;
    for (const { name } of kinds) this.tallies.set(name, { done: 0, failed: 0 });
  }

  /** A round of so many milliseconds; every exchange has ended when it resolves. */
  async round(ms: number): Promise<void> {
    this.#stopping = false;
    const ends = this.#kinds.flatMap((kind) =>
      Array.from({ length: kind.width }, () => this.#repeat(kind)),
    );
    ends.push(this.#flap());
    await delay(ms / 2);
    await this.#proxy.cli("reload");
    this.reloads++;
    await delay(ms / 2);
    this.#stopping = true;
    await Promise.all(ends);
  }

  async #repeat(kind: Traffic): Promise<void> {
    const tally = this.tallies.get(kind.name)!;
    while (!this.#stopping) {
      try {
        await kind.run(this.#proxy);
        tally.done++;
      } catch {
        tally.failed++;
      }
      await delay(kind.pauseMs);
    }
  }

  async #flap(): Promise<void> {
    while (!this.#stopping) {
      await delay(flapMs);
      await this.#flapping.stop();
      await delay(flapMs);
      await this.#flapping.listen();
    }
  }
}
