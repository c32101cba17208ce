/**
 * What happens when a server fails (manual 4.2, `retries`, `retry-on`, `option redispatch`): the
 * same server again after a pause, another one, or an error for the client. A request is repeated
 * only when its server cannot have acted on it, or when the configuration says that it may.
 */
import { BODY_NONE } from "../http/message.ts";
import { isIdempotent } from "../http/method.ts";
import type { Failure, ServerMux } from "../mux/mux.ts";
import {
  Observation,
  observeConnection,
  observeNoResponse,
} from "../server/changes/observation.ts";
import { Rate, Slot } from "../stats/slots.ts";
import { closeMux, finish, leaveServer } from "./finish.ts";
import { replyError } from "./reply-sender.ts";
import type { Stream } from "./stream.ts";
import { type Cause, terminate } from "./termination.ts";

/** The pause before the same server is tried again, unless `timeout connect` is shorter. */
const TURN_AROUND_MS = 1000;

/**
 * Whether the body is kept while it is sent, so that it can be sent again: where the configuration
 * says so, and on a reused connection, which the server may be closing.
 */
export function keepsForRetry({ retriesLeft, backend, serverMux, request }: Stream): boolean {
  if (retriesLeft > 0 && backend!.parts.retryOn.needsRequest) return true;
  return serverMux?.reused === true && request !== null && isIdempotent(request.method);
}

export function onServerConnected(stream: Stream): void {
  stream.connectedMs = stream.io.nowMs;
  observeConnection(stream.server!, true);
  const tls = stream.serverMux?.tls ?? null;
  if (tls !== null) stream.host.countServerTls(tls, stream.nowMs);
  stream.run();
}

/** True when this status is one that `retry-on` repeats, and it is being repeated. */
export function retriesStatus(stream: Stream, status: number): boolean {
  if (!stream.backend!.parts.retryOn.repeatsStatus(status) || !canRepeat(stream)) return false;
  closeMux(stream);
  repeat(stream);
  return true;
}

export function onServerFailure(stream: Stream, failure: Failure, message: string): void {
  if (stream.finished) return;
  const mux = stream.serverMux;
  stream.serverMux = null;
  stream.server!.counters.unuseConnection();
  if (stream.connectedMs < 0) {
    // The pause is for servers that refuse: after a timeout enough time has passed.
    connectFailed(stream, failure, failure !== "timeout" && mux?.hadNoSource !== true);
    return;
  }
  if (failure === "closed") stream.ownSpecial.serverAborted = true;
  stream.ownSpecial.serverReset = mux?.wasReset === true;
  if (stream.responseStarted) responseCut(stream, failure);
  else if (mux?.reused === true && failure === "closed" && isRepeatedAnyway(stream)) {
    // The server closed the idle connection just as it was taken: it never saw the request.
    reconnect(stream);
  } else noResponse(stream, failure, message, isLeftToClient(stream, mux, failure));
}

function connectFailed(stream: Stream, failure: Failure, pauses: boolean): void {
  const server = stream.server!;
  observeConnection(server, false);
  if (stream.retriesLeft > 0 && allows(stream, "conn-failure")) {
    takeRetry(stream);
    if (redispatches(stream)) return reassign(stream);
    countRetry(stream);
    if (pauses) reconnectLater(stream);
    else reconnect(stream);
    return;
  }
  // Only what is given up counts: a connection that another attempt made up for is a retry.
  server.counters.add(Slot.econ, 1);
  stream.backend!.counters.add(Slot.econ, 1);
  terminate(stream, failure === "timeout" ? "s" : "S", "C");
  if (stream.request === null) finish(stream, "abort");
  else replyError(stream, 503);
}

/** The response broke off after its head had gone to the client: only closing tells it. */
function responseCut(stream: Stream, failure: Failure): void {
  terminate(stream, causeOf(failure), "D");
  if (!stream.special.tunnel) {
    if (failure === "closed") countFailures(stream, 1);
    stream.server!.counters.add(Slot.srvAbrt, 1);
    stream.backend!.counters.add(Slot.srvAbrt, 1);
    stream.frontend.counters.add(Slot.srvAbrt, 1);
  }
  finish(stream, "abort");
}

/** Who ended it: the server, its timeout, or the proxy that does not pass nonsense on. */
function causeOf(failure: Failure): Cause {
  if (failure === "timeout") return "s";
  return failure === "malformed" ? "P" : "S";
}

const CONDITION: Readonly<Record<Failure, string>> = {
  closed: "empty-response",
  malformed: "junk-response",
  timeout: "response-timeout",
  unreachable: "empty-response",
};

const OBSERVED: Readonly<Record<Failure, number>> = {
  closed: Observation.closed,
  malformed: Observation.invalidResponse,
  timeout: Observation.timeout,
  unreachable: Observation.closed,
};

function noResponse(
  stream: Stream,
  failure: Failure,
  message: string,
  isLeftToClient: boolean,
): void {
  observeNoResponse(stream.server!, OBSERVED[failure]);
  const repeats = allows(stream, CONDITION[failure]) && canRepeat(stream);
  const wasReset = failure === "closed" && stream.special.serverReset;
  countFailures(stream, failedResponses(failure, wasReset, repeats));
  if (failure === "malformed") stream.host.recordError(stream, "response", message);
  if (repeats) return repeat(stream);
  terminate(stream, causeOf(failure), "H");
  if (isLeftToClient) return leaveRetryToClient(stream);
  replyError(stream, failure === "timeout" ? 504 : 502);
}

/**
 * How many failed responses HAProxy counts: what is given up is one, nonsense also when another
 * attempt follows, and a reset is one more as it is seen.
 */
function failedResponses(failure: Failure, wasReset: boolean, repeats: boolean): number {
  const seen = wasReset || (failure === "malformed" && repeats) ? 1 : 0;
  return repeats ? seen : seen + 1;
}

function countFailures(stream: Stream, count: number): void {
  if (count === 0) return;
  stream.server!.counters.add(Slot.eresp, count);
  stream.backend!.counters.add(Slot.eresp, count);
}

/**
 * As in HAProxy: a request that gets no answer because its reused connection ended is the client's
 * to repeat if it has had an answer on its own connection before (RFC 9110 9.2.2).
 */
function isLeftToClient(stream: Stream, mux: ServerMux | null, failure: Failure): boolean {
  return failure === "closed" && mux?.reused === true && stream.session.requestCount > 1;
}

/** The client learns of it by the end of its connection alone, and the log not at all. */
function leaveRetryToClient(stream: Stream): void {
  stream.ownSpecial.logLevel = "silent";
  finish(stream, "abort");
}

function allows(stream: Stream, condition: string): boolean {
  return stream.backend!.parts.retryOn.repeatsFailure(condition);
}

/** The request is here whole, so that it can be sent again, and a retry is left. */
function canRepeat(stream: Stream): boolean {
  const { request } = stream;
  const { body } = stream.special;
  if (stream.retriesLeft <= 0 || stream.special.retriesDisabled || request === null) return false;
  return request.bodyKind === BODY_NONE || (body !== null && body.complete);
}

/** Without a word in the configuration, which else decides and counts. */
function isRepeatedAnyway(stream: Stream): boolean {
  return isRepeatable(stream) && !(allows(stream, CONDITION.closed) && canRepeat(stream));
}

/** Safe to send twice by its method, and without a body of which something is gone. */
function isRepeatable({ request, special }: Stream): boolean {
  if (request === null || !isIdempotent(request.method)) return false;
  return request.bodyKind === BODY_NONE || special.body !== null;
}

function repeat(stream: Stream): void {
  takeRetry(stream);
  countRetry(stream);
  stream.requestSent = false;
  if (redispatches(stream)) return reassign(stream);
  // As in HAProxy, the connection that is tried again counts once more.
  countRetry(stream);
  reconnect(stream);
}

function takeRetry(stream: Stream): void {
  stream.retriesLeft--;
  stream.ownSpecial.retries++;
}

/** A connection that another server is tried for counts as a redispatch alone. */
function countRetry(stream: Stream): void {
  stream.server!.counters.add(Slot.wretr, 1);
  stream.backend!.counters.add(Slot.wretr, 1);
}

/**
 * `option redispatch N`: every N-th retry, or with -1 the last one, goes to another server; each
 * one does when nothing but balancing without a key had chosen this one.
 */
function redispatches(stream: Stream): boolean {
  const { redispatch: interval, anyServerServes } = stream.backend!.parts;
  if (interval === null || interval === 0 || !anotherServes(stream)) return false;
  if (stream.special.assigned === null && anyServerServes) return true;
  return interval > 0
    ? stream.special.retries % interval === 0
    : stream.retriesLeft === -interval - 1;
}

/** The server of the last attempt may be down by now, so that the only usable one is another. */
function anotherServes(stream: Stream): boolean {
  return stream.backend!.farm.usable().some((server) => server !== stream.server);
}

function reassign(stream: Stream): void {
  const server = stream.server!;
  server.counters.add(Slot.wredis, 1);
  stream.backend!.counters.add(Slot.wredis, 1);
  leaveServer(stream);
  stream.ownSpecial.avoided = server;
  stream.ownSpecial.assigned = null;
  // The log says of a cookie that its server turned out to be down.
  if (stream.special.cookieState === "V") stream.ownSpecial.cookieState = "D";
  stream.ownSpecial.redispatched = true;
  stream.requestSent = false;
  stream.goBackTo("assign-server");
}

/** The server that the stream waited for takes no traffic any more: another one, if there is one. */
export function requeue(stream: Stream): void {
  stream.stopTimer();
  stream.special.assigned?.counters.add(Slot.wredis, 1);
  stream.backend!.counters.add(Slot.wredis, 1);
  stream.ownSpecial.assigned = null;
  stream.ownSpecial.redispatched = true;
  stream.server = null;
  stream.resume();
}

/** Another attempt at the same server: each counts as a session of it. */
function reconnect(stream: Stream): void {
  stream.server!.counters.add(Slot.stot, 1);
  stream.server!.counters.countRate(Rate.session, stream.nowMs);
  stream.requestSent = false;
  stream.connectedMs = -1;
  stream.goBackTo("connect");
}

function reconnectLater(stream: Stream): void {
  const { connect } = stream.backend!.parts.timeouts;
  stream.after(Math.min(TURN_AROUND_MS, connect ?? TURN_AROUND_MS), () => reconnect(stream));
}
