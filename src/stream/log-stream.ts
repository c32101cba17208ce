/** The log lines of a stream (manual 8.2, 8.3): at its end, early, at each step, or on a rule's word. */
import { Level } from "../config/values/syslog.ts";
import { LogStep, originOf } from "../log/step.ts";
import { responseHeadSize } from "../http/message-size.ts";
import { H1Back } from "../mux/h1/back.ts";
import type { Stream } from "./stream.ts";

/** The line at the end. */
export function logStream(stream: Stream): void {
  const { log } = stream.frontend.parts;
  if (!log.lines.enabled || stream.special.logLevel === "silent") return;
  if (stream.session.http && stream.request === null) return logLine(stream, LogStep.error);
  if (log.steps !== 0) return logAtStep(stream, LogStep.close);
  if (!stream.isLogged && log.greeting === null) logLine(stream, LogStep.close);
}

/** What is logged before anything of the stream is known; there is no status yet. */
export function logAccept(stream: Stream): void {
  const { greeting, logger, steps } = stream.frontend.parts.log;
  if (greeting !== null) logger.log(Level.info, greeting(stream));
  if (steps === 0) return;
  const { status } = stream;
  stream.status = 0;
  logAtStep(stream, LogStep.accept);
  stream.status = status;
}

/** Where all that the line shows is known by now, logs now instead of at the end. */
export function logEarly(stream: Stream): void {
  const { log } = stream.frontend.parts;
  if (log.steps !== 0) return logAtStep(stream, LogStep.response);
  // A greeting is all that is said without a format.
  if (!log.isEarly || log.greeting !== null || stream.isLogged || !log.lines.enabled) return;
  if (stream.special.logLevel !== "silent")
    logLine(stream, stream.session.http ? LogStep.response : LogStep.connect);
}

/** Logs a step that `log-steps` names, once a stream. */
export function logAtStep(stream: Stream, step: LogStep): void {
  const bit = 1 << step;
  if ((stream.frontend.parts.log.steps & bit) === 0 || (stream.special.loggedSteps & bit) !== 0)
    return;
  stream.ownSpecial.loggedSteps |= bit;
  if (stream.special.logLevel !== "silent") logLine(stream, step);
}

/** `do-log`: a line at once; the others are as without it. */
export function logByRule(stream: Stream, step: LogStep): void {
  const { logLevel } = stream.special;
  // What is judged before there is a stream has no level of its own.
  const isEarly = stream.special.stage !== "stream";
  if (logLevel === "silent" && !isEarly) return;
  write(stream, step, logLevel === null || logLevel === "silent" ? Level.info : logLevel);
}

/** The line of a connection that never became a session; `failure` says why. */
export function logKilled(stream: Stream, failure: string): void {
  const { separateErrors } = stream.frontend.parts.log;
  stream.ownSpecial.failure = failure;
  stream.ownSpecial.cause = "P";
  stream.ownSpecial.causeState = "R";
  write(stream, LogStep.killed, separateErrors ? Level.err : Level.info);
  count(stream);
}

function logLine(stream: Stream, step: LogStep): void {
  const { log } = stream.frontend.parts;
  const failed = isError(stream);
  if (log.dontLogNormal && !failed) return;
  stream.isLogged = true;
  const usual = log.separateErrors && failed ? Level.err : Level.info;
  const { logLevel } = stream.special;
  write(stream, step, logLevel === null || logLevel === "silent" ? usual : logLevel);
  count(stream);
}

/** Before the end bytes are not counted, but those of a response that begins. */
function write(stream: Stream, step: LogStep, level: number): void {
  const { lines } = stream.frontend.parts.log;
  stream.origin = originOf(step);
  if (stream.finished) return lines.write(level, step, stream);
  const { bytesIn, bytesOut } = stream;
  stream.bytesIn = 0;
  stream.bytesOut = step === LogStep.response ? responseBytesHere(stream) : 0;
  lines.write(level, step, stream);
  stream.bytesIn = bytesIn;
  stream.bytesOut = bytesOut;
}

/** What is here of the response when it begins, as it goes to the client. */
function responseBytesHere({ response, serverMux, special }: Stream): number {
  if (response === null) return 0;
  const keptBytes = special.responseBody === null ? 0 : special.responseBody.sizeBytes;
  const unreadBytes = serverMux instanceof H1Back ? serverMux.unreadBodyBytes : 0;
  return responseHeadSize(response) + keptBytes + unreadBytes;
}

function count(stream: Stream): void {
  Atomics.add(stream.frontend.parts.logCount, 0, 1);
}

/** What `option dontlog-normal` and `log-separate-errors` take for an error. */
function isError(stream: Stream): boolean {
  if (stream.special.retries > 0 || stream.special.redispatched) return true;
  if (stream.special.cause !== "-" && stream.special.cause !== "L") return true;
  return stream.request !== null && (stream.status < 0 || stream.status >= 500);
}
