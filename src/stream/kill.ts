/**
 * A stream that is ended from outside: by an administrator's word (termination state K), because
 * its server was found down (D), or because a better server than its backup came up (U).
 */
import { closeMux, finish } from "./finish.ts";
import { replyError } from "./reply-sender.ts";
import type { Stream } from "./stream.ts";
import { type Cause, terminate } from "./termination.ts";

/** Who ends streams from outside, as termination states tell it. */
export type Killer = Extract<Cause, "K" | "D" | "U">;

/** A client that waits for a response is told 502; any other connection just ends. */
export function killStream(stream: Stream, cause: Killer): void {
  if (stream.finished) return;
  const waits = stream.request !== null && stream.connectedMs >= 0 && !stream.responseStarted;
  if (!waits) {
    // Of a TCP connection that stands, HAProxy tells no phase.
    const isRelayed = stream.request === null && stream.connectedMs >= 0;
    terminate(stream, cause, isRelayed ? "-" : undefined);
    finish(stream, "abort");
    return;
  }
  terminate(stream, cause, "H");
  closeMux(stream);
  replyError(stream, 502);
}
