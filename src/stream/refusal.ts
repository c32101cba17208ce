/** How `reject` and `silent-drop` are counted and noted: as denials, with flag P. */
import { Slot } from "../stats/slots.ts";
import type { Stream } from "./stream.ts";

/**
 * Counts the denial of a request with its frontend, that of a response with all who had a part in
 * it. Connections and sessions have counters of their own.
 */
export function noteRefusal(stream: Stream, causeState: string): void {
  stream.ownSpecial.cause = "P";
  stream.ownSpecial.causeState = causeState;
  if (stream.special.stage !== "stream") return;
  if (!stream.requestSent) {
    stream.frontend.counters.add(Slot.dreq, 1);
    return;
  }
  if (!stream.responseStarted) stream.responseMs = -1;
  stream.frontend.counters.add(Slot.dresp, 1);
  stream.backend?.counters.add(Slot.dresp, 1);
  stream.server?.counters.add(Slot.dresp, 1);
}
