/** `capture request|response header` (manual 4.2): header values kept for logs and rules. */
import type { HttpMessage } from "../../http/message.ts";
import type { CaptureSlot } from "../frontend.ts";
import type { Stream } from "../stream.ts";

export function captureRequestFields(stream: Stream): void {
  const { requestCaptures, responseCaptures } = stream.frontend.parts;
  if (requestCaptures.length > 0)
    stream.ownSpecial.requestCaptures = captured(
      requestCaptures,
      stream.request!,
      stream.special.requestCaptures,
    );
  // A log line shows these slots even when no response comes.
  if (responseCaptures.length > 0)
    stream.ownSpecial.responseCaptures = responseCaptures.map(NOTHING);
}

export function captureResponseFields(stream: Stream): void {
  const { responseCaptures } = stream.frontend.parts;
  if (responseCaptures.length > 0)
    stream.ownSpecial.responseCaptures = captured(
      responseCaptures,
      stream.response!,
      stream.special.responseCaptures,
    );
}

const NOTHING = (): undefined => undefined;

/** The last field of each name, cut to the slot's length; what rules filled stays. */
function captured(
  slots: readonly CaptureSlot[],
  message: HttpMessage,
  filled: readonly (string | undefined)[],
): (string | undefined)[] {
  return slots.map(({ header, maxBytes }, index) =>
    header === null ? filled[index] : message.fields.last(header)?.slice(0, maxBytes),
  );
}
