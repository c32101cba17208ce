/**
 * Takes up the alarms of observed servers (`observe`, `on-error`; manual 5.2) on the control thread.
 * It looks every few milliseconds, and only while a configuration observes servers at all.
 */
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";
import type { FarmControl } from "../changes/farm-control.ts";
import { observationText, takeAlarm } from "../changes/observation.ts";
import type { Server } from "../server.ts";

/** How long an alarm waits at most. */
const LOOK_EVERY_MS = 10;

/** A server that is observed. */
export interface Observed {
  readonly server: Server;
  readonly control: FarmControl;
  /** Its next check is to come within so much time. */
  hasten(delayMs: number): void;
}

export class Observer {
  readonly #observed: readonly Observed[];
  readonly #wheel: TimerWheel;
  readonly #timer: Timer = new Timer(() => this.#look());

  constructor(observed: readonly Observed[], wheel: TimerWheel) {
    this.#observed = observed;
    this.#wheel = wheel;
  }

  start(): void {
    if (this.#observed.length > 0) this.#wheel.schedule(this.#timer, LOOK_EVERY_MS);
  }

  stop(): void {
    this.#wheel.cancel(this.#timer);
  }

  #look(): void {
    for (const { server, control, hasten } of this.#observed) {
      const alarm = takeAlarm(server);
      if (alarm === 0) continue;
      control.observe(server, observationText(alarm));
      hasten(server.model.fastinterMs ?? server.model.interMs);
    }
    this.start();
  }
}
