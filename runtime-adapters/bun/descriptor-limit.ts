/**
 * Keeps this thread's listeners from spinning when the process runs out of descriptors: Bun
 * would try accept(2) again and again at full speed. The kernel always hands out the lowest free
 * number, so the number of a fresh descriptor tells how many are left, for all threads at once.
 * A few stay in reserve for dialing, logs and files.
 */
import { maxFds } from "../shared/limits.ts";
import * as libc from "./libc.ts";

/** A listener that can be held back for want of descriptors. */
export interface Starvable {
  starve(): void;
  feed(): void;
}

const PROBE_INTERVAL_MS = 50;
const MAX_RESERVE = 64;

const limit = maxFds();
const ceiling = limit - Math.min(MAX_RESERVE, limit >> 3);

const listeners = new Set<Starvable>();
let probe: ReturnType<typeof setInterval> | null = null;

export function enrol(listener: Starvable): void {
  listeners.add(listener);
  if (probe !== null) listener.starve();
}

export function dismiss(listener: Starvable): void {
  listeners.delete(listener);
}

/** Called with the number of every accepted descriptor. */
export function accepted(fd: number): void {
  if (fd < ceiling || probe !== null) return;
  for (const listener of listeners) listener.starve();
  probe = setInterval(feedWhenFree, PROBE_INTERVAL_MS);
}

function feedWhenFree(): void {
  const fresh = libc.duplicate(0);
  if (fresh < 0) return;
  libc.close(fresh);
  if (fresh >= ceiling || probe === null) return;
  clearInterval(probe);
  probe = null;
  for (const listener of listeners) listener.feed();
}
