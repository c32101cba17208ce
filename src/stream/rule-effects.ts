/**
 * What HTTP rules do to a stream beyond changing its messages: pauses, waits for bodies, interim
 * 103 responses, answers to what cannot go on (manual 4.4).
 */
import type { HeaderName } from "../http/header-name.ts";
import { responseHeadSize } from "../http/message-size.ts";
import { BODY_NONE, BODY_TUNNEL } from "../http/message.ts";
import { reasonOfStatus } from "../http/status.ts";
import { Outcome } from "../rules/types.ts";
import { Slot } from "../stats/slots.ts";
import { BodyStore } from "./body/body-store.ts";
import { replyError } from "./reply-sender.ts";
import type { Stream } from "./stream.ts";
import { terminate } from "./termination.ts";

/** What a stream waits in while it pauses; the action that waits finds it when it is asked again. */
const PAUSE: object = {};
const PAUSED: object = {};

/** `pause`: waits once; true when the time is over. */
export function pause(stream: Stream, delayMs: number): boolean {
  if (stream.waiting === PAUSED) return true;
  if (stream.waiting === PAUSE) return false;
  stream.waiting = PAUSE;
  stream.after(delayMs, () => {
    stream.waiting = PAUSED;
    noteDelay(stream);
    stream.run();
  });
  return false;
}

/** A request counts as received once its rules have stopped waiting, as in HAProxy's timers. */
function noteDelay(stream: Stream): void {
  if (stream.response === null) stream.requestMs = stream.nowMs;
}

/** `wait-for-body` of a request, and `option http-buffer-request`. */
export function bufferRequestBody(stream: Stream, sizeBytes: number, timeoutMs: number): boolean {
  if (stream.requestEnded && stream.request?.bodyKind === BODY_NONE) return true;
  const body = (stream.ownSpecial.body ??= new BodyStore(stream.io));
  const wanted = Math.min(sizeBytes, stream.io.bufferSizeBytes);
  if (!stream.requestEnded && body.sizeBytes < wanted) {
    if (stream.special.bodyWantedBytes === 0) stream.after(timeoutMs, () => requestTooLate(stream));
    stream.ownSpecial.bodyWantedBytes = wanted;
    stream.client.receiveBodyEarly();
  }
  if (!stream.requestEnded && body.sizeBytes < wanted) return false;
  noteDelay(stream);
  return true;
}

function requestTooLate(stream: Stream): void {
  stream.ownSpecial.bodyWantedBytes = 0;
  terminate(stream, "c", "R");
  stream.requestMs = -1;
  stream.frontend.counters.add(Slot.ereq, 1);
  replyError(stream, 408);
}

/** `wait-for-body` of a response. */
export function bufferResponseBody(stream: Stream, sizeBytes: number, timeoutMs: number): boolean {
  const kind = stream.response?.bodyKind ?? BODY_NONE;
  if (stream.responseEnded || stream.special.ownsResponse) return true;
  if (kind === BODY_NONE || kind === BODY_TUNNEL) return true;
  const body = (stream.ownSpecial.responseBody ??= new BodyStore(stream.io));
  const wanted = Math.min(sizeBytes, stream.io.bufferSizeBytes);
  if (body.sizeBytes >= wanted) return true;
  if (stream.special.responseWantedBytes === 0)
    stream.after(timeoutMs, () => responseTooLate(stream));
  stream.ownSpecial.responseWantedBytes = wanted;
  stream.serverMux?.resumeBody();
  return false;
}

function responseTooLate(stream: Stream): void {
  stream.ownSpecial.responseWantedBytes = 0;
  terminate(stream, "s", "H");
  replyError(stream, 504);
}

/** `early-hint`: HTTP/1.0 knows no interim responses. */
export function hint(stream: Stream, name: HeaderName, value: string, last: boolean): void {
  if (stream.request === null || stream.request.minorVersion === 0) return;
  const response = (stream.ownSpecial.hints ??= stream.io.takeMessage());
  response.fields.add(name, value);
  if (!last) return;
  stream.ownSpecial.hints = null;
  response.isResponse = true;
  response.minorVersion = 1;
  response.setStatus(103, reasonOfStatus(103));
  stream.bytesOut += responseHeadSize(response);
  stream.client.sendInterim(response);
  stream.io.giveMessage(response);
}

/** What the proxy cannot go on with: flag P, no time of the request in the log. */
export function refuse(stream: Stream, status: number): void {
  const onResponse = stream.response !== null;
  terminate(stream, "P", onResponse ? "H" : "R");
  if (!onResponse) {
    stream.requestMs = -1;
    stream.frontend.counters.add(Slot.ereq, 1);
  }
  replyError(stream, status);
}

/** A rewrite did not fit (manual 4.4, strict-mode). */
export function failRewrite(stream: Stream): Outcome {
  stream.frontend.counters.add(Slot.wrew, 1);
  stream.backend?.counters.add(Slot.wrew, 1);
  if (stream.response !== null) stream.server?.counters.add(Slot.wrew, 1);
  if (stream.lenientRewrites) return Outcome.next;
  stream.lenientRewrites = false;
  if (stream.special.afterRules === "running") stream.ownSpecial.afterRules = "again";
  else if (stream.special.afterRules === "running again") stream.ownSpecial.afterRules = "given up";
  refuse(stream, 500);
  return Outcome.done;
}
