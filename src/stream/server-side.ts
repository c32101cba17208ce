/** What reaches the stream from its server: the response's head, its body, its end. */
import type { Fields } from "../http/fields.ts";
import type { HttpMessage } from "../http/message.ts";
import { bodyEndSize, responseHeadSize } from "../http/message-size.ts";
import { observeStatus } from "../server/changes/observation.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import { Slot } from "../stats/slots.ts";
import { sendToClient } from "./body/body-path.ts";
import type { BodyStore } from "./body/body-store.ts";
import { decideCompression } from "./body/compression.ts";
import { endResponse } from "./end-response.ts";
import { RESPONSE_PHASES } from "./phases/response.ts";
import { endContent, holdContent, isInspected } from "./phases/response-content.ts";
import { followAuthentication } from "./phases/last-server.ts";
import { retriesStatus } from "./retry.ts";
import { noteViolation } from "./note-violation.ts";
import type { Stream } from "./stream.ts";
import { countServerFault } from "./tracked-faults.ts";

/** The final head is here: rules look at it, then it goes to the client. */
export function onResponseHead(stream: Stream, response: HttpMessage): void {
  if (response.errorReason !== "") noteViolation(stream, "response", response);
  if (retriesStatus(stream, response.status)) return;
  stream.response = response;
  stream.status = response.status;
  stream.serverStatus = response.status;
  stream.bytesOut += responseHeadSize(response);
  stream.responseMs = stream.io.nowMs;
  if (stream.special.compression !== null) decideCompression(stream, response);
  if (response.status === 401 || response.status === 407) followAuthentication(stream, response);
  countServerFault(stream);
  observeStatus(stream.server!, response.status);
  stream.server!.counters.add(Slot.reqTot, 1);
  stream.server!.counters.countResponse(response.status);
  if (!isInspected(stream)) stream.enter(RESPONSE_PHASES, 0);
  stream.run();
  // Rules that wait hold the body back as well.
  if (!stream.finished && !stream.responseStarted && stream.special.responseWantedBytes === 0)
    stream.serverMux?.pauseBody();
}

export function onResponseBody(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): void {
  stream.bytesOut += end - start;
  if (stream.special.responseContent !== null) {
    holdContent(stream, bytes, start, end);
    return;
  }
  if (stream.special.responseBody !== null && !stream.responseStarted) {
    keep(stream, stream.special.responseBody, bytes, start, end);
    return;
  }
  if (!sendToClient(stream, bytes, start, end)) stream.serverMux?.pauseBody();
}

/** Keeps body bytes that a rule waits for, or that came while another rule waits. */
function keep(
  stream: Stream,
  body: BodyStore,
  bytes: ByteBuffer,
  start: number,
  end: number,
): void {
  body.add(bytes, start, end);
  const wanted = stream.special.responseWantedBytes;
  if (wanted > 0 && body.sizeBytes >= wanted) goOn(stream);
  else if (wanted === 0) stream.serverMux?.pauseBody();
}

function goOn(stream: Stream): void {
  stream.ownSpecial.responseWantedBytes = 0;
  stream.stopTimer();
  stream.run();
  // Another rule waits now: the rest of the body waits with it.
  if (!stream.finished && !stream.responseStarted && stream.special.responseWantedBytes === 0)
    stream.serverMux?.pauseBody();
}

/** The response is complete; in a tunnel, the server has no more to say. */
export function onResponseEnd(stream: Stream, trailers: Fields | null): void {
  if (stream.special.responseContent !== null) {
    endContent(stream);
    return;
  }
  stream.responseEnded = true;
  // Of a coded body HAProxy counts what the server sent, whose framing is no longer known here.
  if (stream.response !== null && stream.special.compression?.isCoded !== true)
    stream.bytesOut += bodyEndSize(stream.response, trailers);
  if (!stream.responseStarted && !stream.special.tunnel) {
    stream.ownSpecial.responseTrailers = trailers;
    if (stream.special.responseBody !== null) stream.special.responseBody.complete = true;
    if (stream.special.responseWantedBytes > 0) goOn(stream);
    return;
  }
  endResponse(stream, trailers);
}
