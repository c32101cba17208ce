/**
 * Termination state (manual 8.5): the first character says who ended the stream and how, the
 * second in which phase it was. Set once; the first cause wins.
 */
import type { Stream } from "./stream.ts";

/** C client, c its timeout, S server, s its timeout, P proxy, R resource, I internal, L local, K killed. */
export type Cause = "C" | "c" | "S" | "s" | "P" | "R" | "I" | "L" | "K" | "D" | "U";

/** Notes why the stream ends; the phase follows from where it is, unless given. */
export function terminate(stream: Stream, cause: Cause, state?: string): void {
  if (stream.special.cause !== "-") return;
  stream.ownSpecial.cause = cause;
  stream.ownSpecial.causeState = state ?? phaseLetter(stream);
}

/** R request, Q queue, C connecting, H waiting for the response's head, D data, L last data. */
function phaseLetter(stream: Stream): string {
  if (stream.responseEnded) return "L";
  if (stream.special.tunnel || stream.responseStarted) return "D";
  if (stream.requestSent) return stream.request !== null && !stream.requestEnded ? "D" : "H";
  if (stream.serverMux !== null) return "C";
  if (stream.special.queuePlace !== null && stream.special.queuePlace.queue !== null) return "Q";
  return stream.holdsSlot ? "C" : "R";
}
