/** The end of what the server says, passed on to the client. */
import type { Fields } from "../http/fields.ts";
import { delayResponseEnd, holdsToServer } from "./body/body-path.ts";
import { finish } from "./finish.ts";
import { NOTHING_SPECIAL } from "./special-state.ts";
import type { Stream } from "./stream.ts";
import { halfCloseTunnel } from "./tunnel.ts";

/** Ends a response that has begun; of a tunnel, the server's half. */
export function endResponse(stream: Stream, trailers: Fields | null): void {
  stream.responseEnded = true;
  const isSpecial = stream.special !== NOTHING_SPECIAL;
  if (isSpecial && delayResponseEnd(stream, () => endResponse(stream, trailers))) return;
  stream.client.endBody(stream.frontend.parts.dropTrailers ? null : trailers);
  if (!stream.special.tunnel || (stream.requestEnded && !holdsToServer(stream)))
    finish(stream, "release");
  else halfCloseTunnel(stream);
}
