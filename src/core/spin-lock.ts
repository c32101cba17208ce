/**
 * A lock for the short stretches in which threads change shared memory together: one Int32 word,
 * 0 when free. It is not reentrant. Who holds one must neither call out nor throw.
 */

const SPINS_BEFORE_SLEEP = 2000;
const SLEEP_MS = 1;

/** Takes the lock, spinning, and sleeping when its holder seems to have lost the processor. */
export function lock(words: Int32Array<SharedArrayBuffer>, at: number): void {
  for (let spins = 0; Atomics.compareExchange(words, at, 0, 1) !== 0; spins++) {
    if (spins < SPINS_BEFORE_SLEEP) continue;
    Atomics.wait(words, at, 1, SLEEP_MS);
    spins = 0;
  }
}

/** Gives the lock back. */
export function unlock(words: Int32Array<SharedArrayBuffer>, at: number): void {
  Atomics.store(words, at, 0);
}
