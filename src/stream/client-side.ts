/** What reaches the stream from its client: body bytes on their way to the server, and failures. */
import type { Fields } from "../http/fields.ts";
import { bodyEndSize } from "../http/message-size.ts";
import type { Failure } from "../mux/mux.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import { delayRequestEnd, holdsToClient, sendToServer } from "./body/body-path.ts";
import { finish } from "./finish.ts";
import { halfCloseTunnel } from "./tunnel.ts";
import { replyError } from "./reply-sender.ts";
import { NOTHING_SPECIAL } from "./special-state.ts";
import type { Stream } from "./stream.ts";
import { terminate } from "./termination.ts";

/** Forwards body bytes, or keeps them while a rule or a retry wants them. */
export function onRequestBody(stream: Stream, bytes: ByteBuffer, start: number, end: number): void {
  stream.bytesIn += end - start;
  if (stream.special.serviceSink !== null) {
    stream.special.serviceSink(bytes.subarray(start, end));
    return;
  }
  const body = stream.special.body;
  if (body !== null) keep(stream, bytes, start, end);
  if (stream.requestSent && stream.serverMux !== null) {
    if (!sendToServer(stream, bytes, start, end)) stream.client.pauseBody();
  }
}

function keep(stream: Stream, bytes: ByteBuffer, start: number, end: number): void {
  const body = stream.special.body!;
  body.add(bytes, start, end);
  if (stream.requestSent) {
    // Kept for a retry only: beyond a buffer there will be none.
    if (body.sizeBytes > stream.io.bufferSizeBytes) stream.ownSpecial.body = null;
    return;
  }
  if (body.sizeBytes >= stream.io.bufferSizeBytes) stream.client.pauseBody();
  if (stream.special.bodyWantedBytes > 0 && body.sizeBytes >= stream.special.bodyWantedBytes)
    goOn(stream);
}

/** A rule's wait for the body is over. */
function goOn(stream: Stream): void {
  stream.ownSpecial.bodyWantedBytes = 0;
  stream.stopTimer();
  stream.run();
}

/** The client's request is complete; in a tunnel, the client has no more to say. */
export function onRequestEnd(stream: Stream, trailers: Fields | null): void {
  stream.requestEnded = true;
  if (trailers !== null) stream.ownSpecial.requestTrailers = trailers;
  if (stream.request !== null) stream.bytesIn += bodyEndSize(stream.request, trailers);
  if (stream.special.serviceSink !== null) stream.special.serviceSink(null);
  if (stream.special.body !== null) stream.special.body.complete = true;
  if (stream.requestSent) passRequestEnd(stream);
  if (stream.special.bodyWantedBytes > 0) goOn(stream);
}

/** Tells the server that the request is complete, once all of its body has passed. */
export function passRequestEnd(stream: Stream): void {
  if (stream.special !== NOTHING_SPECIAL && delayRequestEnd(stream, () => passRequestEnd(stream)))
    return;
  stream.serverMux?.endBody(
    stream.backend!.parts.dropTrailers ? null : stream.special.requestTrailers,
  );
  if (!stream.special.tunnel) return;
  if (stream.responseEnded && !holdsToClient(stream)) finish(stream, "release");
  else halfCloseTunnel(stream);
}

/**
 * With `abortonclose` a client that shuts down before it is answered is taken to have left; else
 * only one in a queue whose request can no longer become complete.
 */
export function onClientHalfClose(stream: Stream, complete: boolean): void {
  if (stream.responseStarted || stream.finished) return;
  const { backend } = stream;
  const isLost = !complete && isQueued(stream);
  if (isLost || backend?.parts.abortOnClose === true) onClientLeft(stream);
}

function isQueued({ special }: Stream): boolean {
  return special.queuePlace !== null && special.queuePlace.queue !== null;
}

/**
 * Where a client that is gone is told as gone from the data: from the request's end on, though there
 * is no response; a TCP stream has no phases before its data, unless its client was seen to shut down.
 */
function isTakenForData(stream: Stream): boolean {
  if (stream.request === null) return isQueued(stream);
  return stream.requestSent && !stream.responseEnded;
}

function onClientLeft(stream: Stream): void {
  if (!stream.requestSent || stream.request === null) {
    terminate(stream, "C");
    onClientFailure(stream, "closed");
    return;
  }
  // It may still be reading.
  terminate(stream, "C");
  replyError(stream, 400);
}

/** The client is gone, too slow, or sent what cannot be read. */
export function onClientFailure(stream: Stream, failure: Failure): void {
  if (stream.finished) return;
  if (failure === "closed") stream.ownSpecial.clientAborted = true;
  switch (failure) {
    case "timeout":
      terminate(stream, "c");
      break;
    case "malformed":
      terminate(stream, "C", "D");
      stream.host.recordError(stream, "request", "malformed body");
      break;
    default:
      terminate(stream, "C", isTakenForData(stream) ? "D" : undefined);
      if (isQueued(stream)) stream.dequeuedMs = stream.nowMs;
  }
  stream.special.serviceAborted?.();
  const answerable =
    failure !== "closed" &&
    stream.request !== null &&
    !stream.responseStarted &&
    stream.special.service === null;
  if (answerable) replyError(stream, failure === "timeout" ? 408 : 400);
  else finish(stream, "abort");
}
