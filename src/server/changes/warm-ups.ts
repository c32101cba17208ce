/**
 * Lets the servers that have a `slowstart` grow, on the control thread. It looks every second, and
 * only while a configuration has such servers.
 */
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";
import type { FarmControl } from "./farm-control.ts";
import type { Server } from "../server.ts";

const LOOK_EVERY_MS = 1000;

/** A server that warms up when it comes back. */
export interface SlowStarter {
  readonly server: Server;
  readonly control: FarmControl;
}

export class WarmUps {
  readonly #servers: readonly SlowStarter[];
  readonly #wheel: TimerWheel;
  readonly #timer: Timer = new Timer(() => this.#look());

  constructor(controls: Iterable<FarmControl>, wheel: TimerWheel) {
    this.#servers = [...controls].flatMap((control) =>
      control.farm.servers
        .filter(({ model }) => model.slowstartMs > 0)
        .map((server) => ({ server, control })),
    );
    this.#wheel = wheel;
  }

  start(): void {
    if (this.#servers.length > 0) this.#wheel.schedule(this.#timer, LOOK_EVERY_MS);
  }

  stop(): void {
    this.#wheel.cancel(this.#timer);
  }

  #look(): void {
    for (const { server, control } of this.#servers) control.warm(server);
    this.start();
  }
}
