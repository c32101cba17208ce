/** The end of a stream: the log line, the counters, and everything it held given back. Runs once. */
import { H1Back } from "../mux/h1/back.ts";
import { Slot } from "../stats/slots.ts";
import { countBytes } from "./byte-counts.ts";
import { logStream } from "./log-stream.ts";
import { clearToServer, closeBodyPath } from "./body/body-path.ts";
import { leaveGauge } from "./queue-gauge.ts";
import { NOTHING_SPECIAL } from "./special-state.ts";
import type { Stream } from "./stream.ts";
import { countProxyFault } from "./tracked-faults.ts";
import { untrack } from "./tracking.ts";

/**
 * `release` when the exchange ended as it should and the client may go on, `abort` when the client
 * must notice that it did not.
 */
export function finish(stream: Stream, how: "release" | "abort"): void {
  if (stream.finished) return;
  stream.finished = true;
  if (stream.actingRule !== null) stream.lastRule = stream.actingRule;
  stream.stopTimer();
  if (stream.special !== NOTHING_SPECIAL) closeBodyPath(stream);
  stream.endMs = stream.io.nowMs;
  if (!stream.session.http) stream.bytesIn = stream.client.receivedBytes;
  else if (!stream.requestEnded) stream.bytesIn += stream.client.unreadBodyBytes;
  leaveQueue(stream);
  logStream(stream);
  count(stream);
  countProxyFault(stream);
  if (stream.trackers !== null) untrack(stream);
  stream.waiting = null;
  leaveMux(stream, how);
  leaveServer(stream);
  leaveBackend(stream);
  if (stream.special.ownsResponse) stream.io.giveMessage(stream.response!);
  dropHints(stream);
  stream.response = null;
  stream.request = null;
  if (how === "release") stream.client.release();
  else stream.client.abort();
}

/** A 103 response that was begun and not sent. */
function dropHints(stream: Stream): void {
  const { hints } = stream.special;
  if (hints === null) return;
  stream.io.giveMessage(hints);
  stream.ownSpecial.hints = null;
}

function count(stream: Stream): void {
  const { frontend, backend, server } = stream;
  countBytes(stream);
  if (stream.status > 0) frontend.counters.countResponse(stream.status);
  if (backend === null) return;
  if (stream.status > 0) backend.counters.countResponse(stream.status);
  const clientAborted = stream.special.cause === "C" || stream.special.cause === "c";
  if (clientAborted) backend.counters.add(Slot.cliAbrt, 1);
  if (server === null || stream.dequeuedMs < 0) return;
  if (clientAborted) server.counters.add(Slot.cliAbrt, 1);
  recordTimes(stream);
}

function recordTimes(stream: Stream): void {
  const { firstByteMs, requestMs, dequeuedMs, connectedMs, responseMs, endMs } = stream;
  const queueMs = requestMs < 0 ? 0 : Math.max(0, dequeuedMs - requestMs);
  const connectMs = connectedMs < 0 ? 0 : Math.max(0, connectedMs - dequeuedMs);
  const waitMs = responseMs < 0 || connectedMs < 0 ? 0 : Math.max(0, responseMs - connectedMs);
  const totalMs = endMs - firstByteMs;
  stream.server!.counters.recordTimes(queueMs, connectMs, waitMs, totalMs);
  stream.backend!.counters.recordTimes(queueMs, connectMs, waitMs, totalMs);
}

function leaveQueue(stream: Stream): void {
  if (stream.special.queuePlace !== null && stream.special.queuePlace.queue !== null) {
    stream.backend!.farm.stopWaiting(stream.special.queuePlace);
  }
  leaveGauge(stream);
}

/** Closes the server's connection, whatever is in progress on it. */
export function closeMux(stream: Stream): void {
  const mux = stream.serverMux;
  if (mux === null) return;
  if (!stream.finished && stream.frontend.parts.log.logger.enabled)
    stream.ownSpecial.abandonedSource = mux.source;
  stream.serverMux = null;
  if (stream.special !== NOTHING_SPECIAL) clearToServer(stream);
  stream.server!.counters.unuseConnection();
  mux.abort();
}

/** Keeps the server's connection for others, or closes it. */
function leaveMux(stream: Stream, how: "release" | "abort"): void {
  if (how === "abort" || !stream.responseEnded) return closeMux(stream);
  const mux = stream.serverMux;
  if (mux === null) return;
  stream.serverMux = null;
  stream.server!.counters.unuseConnection();
  if (mux.release() && mux instanceof H1Back) stream.keepMux(mux);
}

/** Gives the connection slot back, which may start a stream that waits for it. */
export function leaveServer(stream: Stream): void {
  if (!stream.holdsSlot) return;
  stream.holdsSlot = false;
  const server = stream.server!;
  server.counters.leave();
  stream.backend!.farm.release(server);
}

function leaveBackend(stream: Stream): void {
  const { backend } = stream;
  if (backend === null) return;
  backend.counters.leave();
  backend.farm.leave();
}
