/**
 * A lock whose word counts: even when free, odd while held, another number after each holding. Who
 * only reads need not take it: what was read between two looks at the same even number belongs
 * together, if all of it is read and written by Atomics. Not reentrant; a holder must neither call
 * out nor throw.
 */

const SPINS_BEFORE_SLEEP = 2000;
const SLEEP_MS = 1;

/** Takes the lock, spinning, and sleeping when its holder seems to have lost the processor. */
export function lockSequence(words: Int32Array<SharedArrayBuffer>, at: number): void {
  for (;;) {
    const free = freeSequence(words, at);
    if (Atomics.compareExchange(words, at, free, (free + 1) | 0) === free) return;
  }
}

/** Gives the lock back. */
export function unlockSequence(words: Int32Array<SharedArrayBuffer>, at: number): void {
  Atomics.add(words, at, 1);
}

/** The number of the lock while nobody holds it; waits for that as `lockSequence` does. */
export function freeSequence(words: Int32Array<SharedArrayBuffer>, at: number): number {
  for (let spins = 0; ; spins++) {
    const sequence = Atomics.load(words, at);
    if ((sequence & 1) === 0) return sequence;
    if (spins < SPINS_BEFORE_SLEEP) continue;
    Atomics.wait(words, at, sequence, SLEEP_MS);
    spins = 0;
  }
}
