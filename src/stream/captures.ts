/** `capture request|response header` (manual 4.2): header values kept for logs and rules. */
import type { HttpMessage } from "../http/message.ts";
import type { CaptureSlot } from "./frontend.ts";
import type { Stream } from "./stream.ts";

export function captureRequestFields(stream: Stream): void {
  const slots = stream.frontend.parts.requestCaptures;
  if (slots.length > 0) stream.requestCaptures = captured(slots, stream.request!);
}

export function captureResponseFields(stream: Stream): void {
  const slots = stream.frontend.parts.responseCaptures;
  if (slots.length > 0) stream.responseCaptures = captured(slots, stream.response!);
}

/** The last field of each name, cut to the slot's length. */
function captured(slots: readonly CaptureSlot[], message: HttpMessage): (string | undefined)[] {
  return slots.map((slot) => message.fields.last(slot.header)?.slice(0, slot.maxBytes));
}
