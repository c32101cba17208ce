/** The count of streams that wait, as statistics show it (`qcur`). */
import type { Stream } from "./stream.ts";

/** Takes the stream out of the count it is in, if any. */
export function leaveGauge(stream: Stream): void {
  const gauge = stream.special.gauge;
  if (gauge === null) return;
  stream.ownSpecial.gauge = null;
  gauge.dequeue();
}
