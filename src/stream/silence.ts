/**
 * Time limits of a tunnel, as HAProxy applies them: a side that said nothing for its time is taken to
 * have ended its half, which the other side is told with a FIN. That may still end the tunnel in good
 * order; the termination state says who was silent first.
 */
import { onRequestEnd } from "./client-side.ts";
import { onResponseEnd } from "./server-side.ts";
import type { Stream } from "./stream.ts";
import { terminate } from "./termination.ts";

/** The client has let `timeout client` (or tunnel, or client-fin) pass. */
export function endSilentClient(stream: Stream): void {
  if (stream.finished) return;
  terminate(stream, "c", "D");
  onRequestEnd(stream, null);
}

/** The server has let `timeout server` (or tunnel, or server-fin) pass. */
export function endSilentServer(stream: Stream): void {
  // Of two whose time passed at once the client comes first.
  stream.client.checkTime();
  if (stream.finished) return;
  terminate(stream, "s", "D");
  onResponseEnd(stream, null);
}
