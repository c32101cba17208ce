/**
 * `option contstats` (manual 4.2): every five seconds what passed of the streams of such frontends is
 * counted. One timer a thread, and none where no frontend has the option.
 */
import { Timer, type TimerWheel } from "../core/timer-wheel.ts";
import { countBytesSoFar } from "../stream/byte-counts.ts";
import type { Stream } from "../stream/stream.ts";

const PERIOD_MS = 5000;

export class ContinuousCounts {
  readonly #wheel: TimerWheel;
  readonly #streams: () => readonly Stream[];
  readonly #timer: Timer = new Timer(() => this.#count());

  /** `streams` are those of the thread. */
  constructor(wheel: TimerWheel, streams: () => readonly Stream[]) {
    this.#wheel = wheel;
    this.#streams = streams;
  }

  /** Whether any frontend in service has the option. */
  adopt(isWanted: boolean): void {
    if (this.#timer.pending === isWanted) return;
    if (isWanted) this.#wheel.schedule(this.#timer, PERIOD_MS);
    else this.#wheel.cancel(this.#timer);
  }

  #count(): void {
    this.#wheel.schedule(this.#timer, PERIOD_MS);
    for (const stream of this.#streams()) {
      const counts = stream.frontend.parts.continuousCounts;
      if (counts && stream.serverMux !== null) countBytesSoFar(stream);
    }
  }
}
