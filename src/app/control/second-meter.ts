/** How much a total grew in the last full second: it is looked at once a second. */
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";

const PERIOD_MS = 1000;

export class SecondMeter {
  readonly #wheel: TimerWheel;
  readonly #total: () => number;
  readonly #timer: Timer = new Timer(() => this.#look());
  #seen: number = 0;
  #seenMs: number = 0;
  #perSecond: number = 0;

  constructor(wheel: TimerWheel, total: () => number) {
    this.#wheel = wheel;
    this.#total = total;
  }

  /** Begins, unless it runs; until a second is over the rate is 0. */
  start(): void {
    if (this.#timer.pending) return;
    this.#seen = this.#total();
    this.#seenMs = this.#wheel.refresh();
    this.#wheel.schedule(this.#timer, PERIOD_MS);
  }

  perSecond(): number {
    return this.#perSecond;
  }

  #look(): void {
    const now = this.#total();
    const { nowMs } = this.#wheel;
    this.#perSecond = ((now - this.#seen) * 1000) / Math.max(1, nowMs - this.#seenMs);
    this.#seen = now;
    this.#seenMs = nowMs;
    this.#wheel.schedule(this.#timer, PERIOD_MS);
  }
}
