/** `monitor-uri` and `monitor fail` (manual 4.2): answers a prober without a backend or a log line. */
import { terminate } from "../termination.ts";
import { replyError } from "../reply-sender.ts";
import type { Stream } from "../stream.ts";

/** True if the request was for the monitor, with or without a host before it, and is answered. */
export function monitor(stream: Stream): boolean {
  const { monitorUri, monitorFail } = stream.frontend.parts;
  const request = stream.request!;
  if (request.targetText() !== monitorUri && request.pathq() !== monitorUri) return false;
  const failing = monitorFail.some((condition) => condition(stream));
  stream.ownSpecial.logLevel = "silent";
  terminate(stream, "L", "R");
  replyError(stream, failing ? 503 : 200);
  return true;
}
