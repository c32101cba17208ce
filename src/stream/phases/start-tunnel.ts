/** From here on bytes pass both ways untouched: `mode tcp`, and HTTP after an Upgrade or CONNECT. */
import { msOf } from "../frontend.ts";
import { LogStep } from "../../log/step.ts";
import { logAtStep, logEarly } from "../log-stream.ts";
import type { Stream } from "../stream.ts";
import { inspectResponse } from "./response-content.ts";
import { Step } from "./step.ts";

/** The tunnel of a TCP connection. */
export function startTunnel(stream: Stream): Step {
  stream.requestSent = true;
  stream.responseStarted = true;
  if (stream.frontend.parts.log.steps === 0) logEarly(stream);
  else logAtStep(stream, LogStep.connect);
  openTunnel(stream);
  stream.client.receiveBody();
  return inspectResponse(stream) ? Step.done : Step.wait;
}

/** Both sides get the tunnel's timeouts (`timeout tunnel`, manual 4.2). */
export function openTunnel(stream: Stream): void {
  const { timeouts } = stream.backend!.parts;
  stream.tunnel = true;
  stream.requestEnded = false;
  stream.responseEnded = false;
  const tunnelMs =
    stream.tunnelTimeoutMs ?? (timeouts.tunnel === null ? null : msOf(timeouts.tunnel));
  stream.client.setTimeout(tunnelMs ?? stream.frontend.clientTimeoutMs);
  stream.serverMux!.setTimeout(tunnelMs ?? stream.serverTimeoutMs ?? msOf(timeouts.server));
}

/** One direction has ended: `timeout client-fin` and `server-fin` bound the wait for the other. */
export function halfCloseTunnel(stream: Stream): void {
  const { clientFin } = stream.frontend.parts.timeouts;
  const { serverFin } = stream.backend!.parts.timeouts;
  if (clientFin !== null) stream.client.setTimeout(msOf(clientFin));
  if (serverFin !== null) stream.serverMux!.setTimeout(msOf(serverFin));
}
