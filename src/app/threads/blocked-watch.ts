/**
 * Warns when a thread was busy with one thing for so long that its other connections waited
 * (manual 3.3 `warn-blocked-traffic-after`): a timer that comes too late by that much tells.
 */
import type { Clock } from "../../runtime/runtime.ts";

/** Runs beside the traffic of thread `id` for as long as it lives. */
export function watchForBlocking(
  id: number,
  limitMs: number,
  clock: Pick<Clock, "monotonicMs" | "after">,
  warn: (text: string) => void,
): void {
  let dueMs = 0;
  const look = (): void => {
    const lateMs = clock.monotonicMs() - dueMs;
    if (lateMs >= limitMs)
      warn(`Thread ${id} was blocked for ${Math.round(lateMs)} ms: its other connections waited.`);
    begin();
  };
  const begin = (): void => {
    dueMs = clock.monotonicMs() + limitMs;
    clock.after(limitMs, look);
  };
  begin();
}
