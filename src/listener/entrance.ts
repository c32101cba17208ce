/**
 * Whether one more connection may come in (manual 3.2 `maxconn`, `maxconnrate`, `maxsessrate`,
 * `maxsslrate`, `maxsslconn`; 4.2 `maxconn`, `rate-limit sessions`; 5.1 `maxconn`). Counts are
 * exact over all threads; a rate may be passed by as many connections as there are threads, when
 * they look at it within the same microsecond.
 */
import type { Counters } from "../stats/counters.ts";
import { Rate, Slot } from "../stats/slots.ts";
import type { Frontend } from "../stream/frontend.ts";

/** The limits of the whole process, over all threads. */
export interface ProcessGate {
  /** A place for one more connection, taken and counted at the shared clock's `nowMs`, or false. */
  tryEnter(nowMs: number, isTls: boolean): boolean;
  /** Whether `tryEnter` would find a place. */
  hasRoom(nowMs: number, isTls: boolean): boolean;
  /** Gives the place back. */
  leave(isTls: boolean): void;
}

/** The limits of one bound address. */
export interface EntranceParts {
  readonly counters: Counters;
  /** 0 for none. */
  readonly maxconn: number;
  readonly isTls: boolean;
}

/** Takes a place at all three: the process, the frontend, the address. False takes none. */
export function tryEnter(
  gate: ProcessGate,
  frontend: Frontend,
  { counters, maxconn, isTls }: EntranceParts,
  nowMs: number,
): boolean {
  if (!frontend.hasSessionRate(nowMs) || !frontend.counters.tryEnter(frontend.maxconn))
    return false;
  if (!counters.tryEnter(maxconn === 0 ? Infinity : maxconn)) {
    frontend.counters.leave();
    return false;
  }
  if (!gate.tryEnter(nowMs, isTls)) {
    counters.leave();
    frontend.counters.leave();
    return false;
  }
  frontend.counters.add(Slot.connTot, 1);
  frontend.counters.countRate(Rate.connection, nowMs);
  counters.add(Slot.stot, 1);
  return true;
}

/** Whether `tryEnter` would succeed. */
export function hasRoom(
  gate: ProcessGate,
  frontend: Frontend,
  { counters, maxconn, isTls }: EntranceParts,
  nowMs: number,
): boolean {
  return (
    frontend.hasSessionRate(nowMs) &&
    frontend.connections() < frontend.maxconn &&
    (maxconn === 0 || counters.sessions() < maxconn) &&
    gate.hasRoom(nowMs, isTls)
  );
}

/** Gives back what `tryEnter` took. */
export function leave(
  gate: ProcessGate,
  frontend: Frontend,
  { counters, isTls }: EntranceParts,
): void {
  gate.leave(isTls);
  frontend.counters.leave();
  counters.leave();
}
