/**
 * Balance and queue (manual 4.2, `balance`, `maxconn`, `timeout queue`): chooses a server and takes
 * one of its connection slots, or waits for one.
 */
import { QueuePlace } from "../../server/wait-queue.ts";
import type { Server } from "../../server/server.ts";
import { Rate, Slot } from "../../stats/slots.ts";
import { msOf } from "../frontend.ts";
import { leaveGauge } from "../queue-gauge.ts";
import { replyError } from "../reply-sender.ts";
import type { Stream } from "../stream.ts";
import { terminate } from "../termination.ts";
import { lastServer } from "./last-server.ts";
import { Step } from "./step.ts";

export function assignServer(stream: Stream): Step {
  const { queuePlace } = stream.special;
  // Content that came meanwhile is no reason to queue anew.
  if (queuePlace !== null && queuePlace.queue !== null) return Step.wait;
  leaveGauge(stream);
  if (!stream.holdsSlot) {
    const { farm, parts } = stream.backend!;
    const { assigned, avoided } = stream.special;
    if (parts.direct !== null && assigned === null) return goDirect(stream, parts.direct);
    const last = assigned === null && hasKept(stream) ? lastServer(stream, stream.kept!) : null;
    const isBound = assigned !== null || last !== null;
    // Nobody overtakes those who wait for any server, even where a limit has risen meanwhile.
    if (!isBound && parts.keepsQueueOrder && farm.queuedHere() > 0) return queue(stream, null);
    const server = assigned ?? last ?? parts.algorithm.pick(stream, avoided);
    if (server === null) return farm.usableServers() === 0 ? noServer(stream) : queue(stream, null);
    // Persistence and hashes choose full servers as well: the stream waits for that one.
    if (!server.hasFreeSlot()) {
      if (assigned === null) countBalanced(stream, server);
      return queue(stream, server);
    }
    if (!server.tryAcquire()) return assignServer(stream);
    if (assigned === null) countBalanced(stream, server);
    stream.server = server;
    stream.holdsSlot = true;
  }
  takeServer(stream, stream.server!);
  return Step.next;
}

function hasKept({ kept }: Stream): boolean {
  return kept !== null && kept.size > 0;
}

/** `dispatch`, `option transparent`: there is nothing to choose, to wait for or to count. */
function goDirect(stream: Stream, direct: Server): Step {
  stream.server = direct;
  stream.dequeuedMs = stream.nowMs;
  stream.backend!.counters.markSession(stream.nowMs);
  return Step.next;
}

/** Counts the stream on its server. */
function takeServer(stream: Stream, server: Server): void {
  stream.dequeuedMs = stream.nowMs;
  const { counters } = server;
  counters.enter();
  counters.add(Slot.stot, 1);
  counters.countRate(Rate.session, stream.nowMs);
  counters.markSession(stream.nowMs);
  stream.backend!.counters.markSession(stream.nowMs);
}

/** The algorithm chose the server; one whose slot came to those who wait for any was not chosen. */
function countBalanced(stream: Stream, server: Server): void {
  server.counters.add(Slot.lbtot, 1);
  stream.backend!.counters.add(Slot.lbtot, 1);
}

function noServer(stream: Stream): Step {
  stream.backend!.counters.add(Slot.econ, 1);
  terminate(stream, "S", "C");
  replyError(stream, 503);
  return Step.done;
}

/** `maxqueue`: a persistent stream may go to no other server (manual 5.2). */
function queueFull(stream: Stream, server: Server): Step {
  stream.server = server;
  server.counters.add(Slot.econ, 1);
  stream.backend!.counters.add(Slot.econ, 1);
  terminate(stream, "S", "Q");
  replyError(stream, 503);
  return Step.done;
}

/** Waits for a slot of `server`, or of any server when null. */
function queue(stream: Stream, server: Server | null): Step {
  const backend = stream.backend!;
  if (server !== null && server.isQueueFull()) {
    const isPersistent = stream.special.assigned !== null;
    if (backend.parts.redispatch === null || !isPersistent) return queueFull(stream, server);
    server.counters.add(Slot.wredis, 1);
    backend.counters.add(Slot.wredis, 1);
    stream.ownSpecial.assigned = null;
    return assignServer(stream);
  }
  const place = (stream.ownSpecial.queuePlace ??= new QueuePlace(stream));
  const effects = stream.special.madeEffects;
  place.priorityClass = effects?.priorityClass ?? 0;
  place.rankMs = (stream.nowMs + (effects?.priorityOffsetMs ?? 0)) | 0;
  const granted = backend.farm.wait(place, server);
  if (granted !== null) {
    stream.server = granted;
    stream.holdsSlot = true;
    takeServer(stream, granted);
    return Step.next;
  }
  // `wait` may have granted through onSlot already.
  if (stream.holdsSlot) return assignServer(stream);
  const gauge = server === null ? backend.counters : server.counters;
  stream.ownSpecial.gauge = gauge;
  gauge.enqueue();
  const { queue: queueMs, connect } = backend.parts.timeouts;
  stream.after(msOf(queueMs ?? connect), () => queueTimeout(stream, server));
  return Step.wait;
}

/** The server that it waited for failed it, and the log names it; null when any would have done. */
function queueTimeout(stream: Stream, server: Server | null): void {
  server?.counters.add(Slot.econ, 1);
  stream.backend!.counters.add(Slot.econ, 1);
  terminate(stream, "s", "Q");
  stream.dequeuedMs = stream.nowMs;
  stream.backend!.farm.stopWaiting(stream.special.queuePlace!);
  leaveGauge(stream);
  stream.server = server;
  replyError(stream, 503);
}
