/** A tunnel's two directions: bytes pass untouched, each side may end before the other. */
import { msOf } from "./frontend.ts";
import type { Stream } from "./stream.ts";

/** Both sides get the tunnel's timeouts (`timeout tunnel`, manual 4.2). */
export function openTunnel(stream: Stream): void {
  const { timeouts } = stream.backend!.parts;
  stream.ownSpecial.tunnel = true;
  stream.requestEnded = false;
  stream.responseEnded = false;
  const tunnelMs =
    stream.special.tunnelTimeoutMs ?? (timeouts.tunnel === null ? null : msOf(timeouts.tunnel));
  stream.client.setTimeout(tunnelMs ?? stream.frontend.clientTimeoutMs);
  stream.serverMux!.setTimeout(tunnelMs ?? stream.special.serverTimeoutMs ?? msOf(timeouts.server));
}

/** One direction has ended: `timeout client-fin` and `server-fin` bound the wait for the other. */
export function halfCloseTunnel(stream: Stream): void {
  const { clientFin } = stream.frontend.parts.timeouts;
  const { serverFin } = stream.backend!.parts.timeouts;
  if (clientFin !== null) stream.client.setTimeout(msOf(clientFin));
  if (serverFin !== null) stream.serverMux!.setTimeout(msOf(serverFin));
}
