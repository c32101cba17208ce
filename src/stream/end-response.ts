/** The end of what the server says, passed on to the client. */
import type { Fields } from "../http/fields.ts";
import { fieldsSize } from "../http/message-size.ts";
import { finish } from "./finish.ts";
import type { Stream } from "./stream.ts";
import { halfCloseTunnel } from "./tunnel.ts";

/** Ends a response that has begun; of a tunnel, the server's half. */
export function endResponse(stream: Stream, trailers: Fields | null): void {
  stream.responseEnded = true;
  if (stream.special.outGate?.delayEnd(() => endResponse(stream, trailers)) === true) return;
  if (trailers !== null) stream.bytesOut += fieldsSize(trailers);
  stream.client.endBody(stream.frontend.parts.dropTrailers ? null : trailers);
  if (!stream.special.tunnel || (stream.requestEnded && stream.special.inGate?.holds !== true))
    finish(stream, "release");
  else halfCloseTunnel(stream);
}
