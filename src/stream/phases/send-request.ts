/** The request goes to its server: the head, what is here of the body, then the rest as it comes. */
import { BodyStore } from "../body/body-store.ts";
import { sendToServer } from "../body/body-path.ts";
import { codeRequest } from "../body/compression.ts";
import { passRequestEnd } from "../client-side.ts";
import { msOf } from "../frontend.ts";
import { keepsForRetry } from "../retry.ts";
import { LogStep } from "../../log/step.ts";
import { logAtStep } from "../log-stream.ts";
import type { Stream } from "../stream.ts";
import { inspectResponse } from "./response-content.ts";
import { Step } from "./step.ts";

export function sendRequest(stream: Stream): Step {
  const { client, io } = stream;
  const request = stream.request!;
  const { parts } = stream.backend!;
  const mux = stream.serverMux!;
  stream.requestSent = true;
  if (stream.frontend.parts.log.steps !== 0) logAtStep(stream, LogStep.connect);
  if (parts.sendNameHeader !== null && stream.server !== parts.direct)
    request.fields.set(parts.sendNameHeader, stream.server!.name);
  mux.wantKeepAlive(
    parts.connectionMode === "keep-alive" && !stream.frontend.parts.serverClose,
    parts.pretendsKeepAlive,
  );
  mux.independent = parts.independentStreams;
  mux.lenient = parts.acceptsViolations;
  mux.setTimeout(stream.special.serverTimeoutMs ?? msOf(parts.timeouts.server));
  if (stream.special.compression !== null) codeRequest(stream);
  mux.sendHead(request, parts.nameCase);
  if (stream.serverMux !== mux) return Step.wait;
  if (stream.special.body !== null) sendBody(stream, stream.special.body);
  else if (!stream.requestEnded && keepsForRetry(stream))
    stream.ownSpecial.body = new BodyStore(io);
  if (stream.requestEnded) passRequestEnd(stream);
  else {
    client.receiveBody();
    client.resumeBody();
  }
  return inspectResponse(stream) ? Step.done : Step.wait;
}

function sendBody(stream: Stream, body: BodyStore): void {
  const { client, io } = stream;
  // What came in one piece may be more than a buffer holds: it is not sent a second time.
  if (body.sizeBytes > io.bufferSizeBytes || !keepsForRetry(stream)) stream.ownSpecial.body = null;
  const glad = body.sendTo((bytes, start, end) => sendToServer(stream, bytes, start, end));
  if (!glad) client.pauseBody();
}
