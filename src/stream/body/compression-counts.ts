/** What compression of responses counts of its proxies (management manual 9.1, comp_in and others). */
import type { Slot } from "../../stats/slots.ts";
import type { Stream } from "../stream.ts";

/** Adds to a counter of the frontend and of the backend. */
export function countResponse(stream: Stream, slot: Slot, amount: number): void {
  stream.frontend.counters.add(slot, amount);
  stream.backend?.counters.add(slot, amount);
}
