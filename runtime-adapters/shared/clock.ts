/** Time and timers, from globals that Bun, Node and Deno share. */
import { setImmediate } from "node:timers";
import type { Clock, TimerHandle } from "../../src/runtime/runtime.ts";

class Timer implements TimerHandle {
  readonly #id: ReturnType<typeof setTimeout>;
  constructor(delayMs: number, fire: () => void) {
    this.#id = setTimeout(fire, delayMs);
  }
  cancel(): void {
    clearTimeout(this.#id);
  }
}

/** A getter of the runtime that never changes its answer. */
const originMs = performance.timeOrigin;

export const clock: Clock = {
  monotonicMs(): number {
    // performance.now() alone begins at zero in each thread; threads compare their times.
    return originMs + performance.now();
  },
  wallMs(): number {
    return originMs + performance.now();
  },
  after(delayMs: number, fire: () => void): TimerHandle {
    return new Timer(delayMs, fire);
  },
  soon(fire: () => void): void {
    setImmediate(fire);
  },
};
