/**
 * `capture request|response header` and `capture cookie` (manual 4.2): values kept for logs and
 * rules.
 */
import { requestCookieWith, responseCookieWith } from "../http/cookie.ts";
import type { HttpMessage } from "../http/message.ts";
import type { CaptureSlot } from "./frontend.ts";
import type { Stream } from "./stream.ts";

export function captureRequestFields(stream: Stream): void {
  const { requestCaptures, responseCaptures, captureCookie } = stream.frontend.parts;
  const { fields } = stream.request!;
  if (requestCaptures.length > 0) stream.requestCaptures = captured(requestCaptures, stream.request!);
  // A log line shows these slots even when no response comes.
  if (responseCaptures.length > 0) stream.responseCaptures = responseCaptures.map(NOTHING);
  if (captureCookie !== null) {
    stream.requestCookie = requestCookieWith(fields, captureCookie.name)?.slice(0, captureCookie.maxBytes);
  }
}

export function captureResponseFields(stream: Stream): void {
  const { responseCaptures, captureCookie } = stream.frontend.parts;
  if (responseCaptures.length > 0) stream.responseCaptures = captured(responseCaptures, stream.response!);
  if (captureCookie !== null) {
    const { fields } = stream.response!;
    stream.responseCookie = responseCookieWith(fields, captureCookie.name)?.slice(0, captureCookie.maxBytes);
  }
}

const NOTHING = (): undefined => undefined;

/** The last field of each name, cut to the slot's length. */
function captured(slots: readonly CaptureSlot[], message: HttpMessage): (string | undefined)[] {
  return slots.map((slot) => message.fields.last(slot.header)?.slice(0, slot.maxBytes));
}
