/** The log line of a finished stream (manual 8.2). */
import { Level } from "../log/levels.ts";
import type { Stream } from "./stream.ts";

export function logStream(stream: Stream): void {
  const { log } = stream.frontend.parts;
  if (stream.logged) return;
  if (!log.logger.enabled || stream.logLevel === "silent") return;
  const failed = isError(stream);
  if (log.dontLogNormal && !failed) return;
  const usual = log.separateErrors && failed ? Level.err : Level.info;
  log.logger.log(stream.logLevel ?? usual, log.format(stream));
  Atomics.add(stream.frontend.parts.logCount, 0, 1);
}

/** With `option logasap`, logs now instead of at the end. */
export function logEarly(stream: Stream): void {
  if (!stream.frontend.parts.log.asap) return;
  logStream(stream);
  stream.logged = true;
}

/** What `option dontlog-normal` and `log-separate-errors` take for an error. */
function isError(stream: Stream): boolean {
  if (stream.retries > 0 || stream.redispatched) return true;
  if (stream.cause !== "-" && stream.cause !== "L") return true;
  return stream.request !== null && (stream.status < 0 || stream.status >= 500);
}
