/** Giving up the thread in the midst of long work, without a timer of the runtime's port. */

const NEVER = new Int32Array(new SharedArrayBuffer(4));
const PAUSE_MS = 1;

/** Settles about a millisecond later: what waits for the thread has its turn before. */
export async function nextTurn(): Promise<void> {
  await Atomics.waitAsync(NEVER, 0, 0, PAUSE_MS).value;
}
