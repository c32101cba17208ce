/** `tcp-request connection` and `session` rules: judged before there is any request (manual 4.2). */
import type { Session } from "../connection/session.ts";
import type { ClientMux } from "../mux/mux.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import { evaluateRules, type Rule } from "../rules/rule-set.ts";
import type { Frontend } from "../stream/frontend.ts";
import { logKilled } from "../stream/log-stream.ts";
import { Stream } from "../stream/stream.ts";
import type { StreamHost } from "../stream/stream-host.ts";

/** True when the rules let the connection in. */
export function admitSession(
  io: ThreadIo,
  host: StreamHost,
  session: Session,
  frontend: Frontend,
  stage: "connection" | "session",
  rules: readonly Rule[],
): boolean {
  const stream = new Stream(io, host, session, NO_CLIENT, frontend, io.nowMs, null);
  stream.ownSpecial.stage = stage;
  stream.ownSpecial.logLevel = "silent";
  evaluateRules(rules, stream, true);
  return !stream.finished;
}

/** Logs a connection that never became a session. */
export function logKilledSession(
  io: ThreadIo,
  host: StreamHost,
  session: Session,
  frontend: Frontend,
  reason: string,
): void {
  logKilled(new Stream(io, host, session, NO_CLIENT, frontend, io.nowMs, null), reason);
}

/** A judged connection has no mux yet. */
const NO_CLIENT: ClientMux = {
  sentBytes: 0,
  receivedBytes: 0,
  unreadBodyBytes: 0,
  hasWholeBody: false,
  receiveBody() {},
  receiveBodyEarly() {},
  pauseBody() {},
  resumeBody() {},
  sendInterim() {},
  sendHead() {},
  sendBody: () => true,
  endBody() {},
  abort() {},
  release() {},
  setTimeout() {},
  checkTime() {},
};
