/** Messages that pass although they violate the protocol are kept for `show errors`, as refused ones. */
import type { HttpMessage } from "../http/message.ts";
import type { Stream } from "./stream.ts";

export function noteViolation(
  stream: Stream,
  direction: "request" | "response",
  message: HttpMessage,
): void {
  stream.ownSpecial.faultyHead = message;
  stream.host.recordError(stream, direction, message.errorReason);
  stream.ownSpecial.faultyHead = null;
}
