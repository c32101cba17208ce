/** From here on bytes pass both ways untouched: `mode tcp`, and HTTP after an Upgrade or CONNECT. */
import { LogStep } from "../../log/step.ts";
import { logAtStep, logEarly } from "../log-stream.ts";
import type { Stream } from "../stream.ts";
import { openTunnel } from "../tunnel.ts";
import { inspectResponse } from "./response-content.ts";
import { Step } from "./step.ts";

/** The tunnel of a TCP connection. */
export function startTunnel(stream: Stream): Step {
  stream.requestSent = true;
  stream.responseStarted = true;
  if (stream.frontend.parts.log.steps === 0) logEarly(stream);
  else logAtStep(stream, LogStep.connect);
  stream.serverMux!.independent = stream.backend!.parts.independentStreams;
  openTunnel(stream);
  stream.client.receiveBody();
  return inspectResponse(stream) ? Step.done : Step.wait;
}
