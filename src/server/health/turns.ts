/**
 * How many checks may run at once (manual 3.2, `tune.max-checks-per-thread`): who comes later waits,
 * first come first served. All checks run on one thread, so that the thread's limit is the process's.
 */

/** Who waits for a turn; told once it has it. */
export interface TurnTaker {
  begin(): void;
}

export class CheckTurns {
  readonly #most: number;
  readonly #waiting: Set<TurnTaker> = new Set();
  #taken: number = 0;

  /** @param most 0 for any number. */
  constructor(most: number) {
    this.#most = most === 0 ? Infinity : most;
  }

  /** `taker` begins now, or once others gave their turns back. */
  take(taker: TurnTaker): void {
    if (this.#taken >= this.#most) {
      this.#waiting.add(taker);
      return;
    }
    this.#taken++;
    taker.begin();
  }

  /** A turn is over; the next one in line begins. */
  give(): void {
    this.#taken--;
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      return this.take(next);
    }
  }

  /** Nobody waits any longer. */
  clear(): void {
    this.#waiting.clear();
  }
}
