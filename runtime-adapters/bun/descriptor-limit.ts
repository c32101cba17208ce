/**
 * Keeps this thread's listeners from spinning when the process runs out of descriptors: Bun
 * would try accept(2) again and again at full speed. The kernel always hands out the lowest free
 * number, so the number of a fresh descriptor tells how many are left, for all threads at once.
 * A few stay in reserve for dialing, logs and files.
 */
import { maxFds, openFds } from "../shared/limits.ts";

/** A listener that can be held back for want of descriptors. */
export interface Starvable {
  starve(): void;
  feed(): void;
}

const PROBE_INTERVAL_MS = 100;
const MAX_RESERVE = 64;

/** From this number on a fresh descriptor is one of the reserve. */
let ceiling = 0;
/** Accepting goes on below this many; lower than the ceiling, so that it does not flutter. */
let relief = 0;
renewLimit();

const listeners = new Set<Starvable>();
let probe: ReturnType<typeof setInterval> | null = null;

/** The limit of descriptors is another now. */
export function renewLimit(): void {
  const limit = maxFds();
  const reserve = Math.min(MAX_RESERVE, limit >> 3);
  ceiling = limit - reserve;
  relief = ceiling - (reserve >> 1);
}

export function enrol(listener: Starvable): void {
  listeners.add(listener);
  if (isStarving()) listener.starve();
}

export function dismiss(listener: Starvable): void {
  listeners.delete(listener);
}

function isStarving(): boolean {
  return probe !== null;
}

/** Called with the number of every accepted descriptor. */
export function accepted(fd: number): void {
  if (fd >= ceiling) exhausted();
}

/** Stops all listeners until enough descriptors are free. */
export function exhausted(): void {
  if (isStarving()) return;
  for (const listener of listeners) listener.starve();
  probe = setInterval(feedWhenFree, PROBE_INTERVAL_MS);
}

/** Counts, since the stopped listeners' own descriptors are free now and would mislead. */
function feedWhenFree(): void {
  if (probe === null || openFds() >= relief) return;
  clearInterval(probe);
  probe = null;
  for (const listener of listeners) {
    // One may find that there is none left after all; then those after it wait as well.
    if (!isStarving()) listener.feed();
  }
}
