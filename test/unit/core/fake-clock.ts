/** A clock for tests: time moves only when the test says so. */
export class FakeClock {
  nowMs: number;
  /** How often a runtime timer was asked for. */
  armedCount: number = 0;
  #pending: { dueMs: number; fire: () => void }[] = [];

  constructor(startMs: number = 1000.25) {
    this.nowMs = startMs;
  }

  monotonicMs(): number {
    return this.nowMs;
  }

  after(delayMs: number, fire: () => void): { cancel(): void } {
    const entry = { dueMs: this.nowMs + delayMs, fire };
    this.#pending.push(entry);
    this.armedCount++;
    return { cancel: () => void (this.#pending = this.#pending.filter((each) => each !== entry)) };
  }

  get pendingCount(): number {
    return this.#pending.length;
  }

  /** Moves on by `ms`, running what comes due in its order and at its time. */
  advance(ms: number): void {
    const endMs = this.nowMs + ms;
    for (;;) {
      const next = this.#pending.toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > endMs) break;
      this.nowMs = Math.max(this.nowMs, next.dueMs);
      this.#take(next);
    }
    this.nowMs = endMs;
  }

  /** Moves on by `ms` as a blocked thread would: timers run late, all at the new time. */
  stall(ms: number): void {
    this.nowMs += ms;
    this.advance(0);
  }

  #take(entry: { fire: () => void }): void {
    this.#pending = this.#pending.filter((each) => each !== entry);
    entry.fire();
  }
}
