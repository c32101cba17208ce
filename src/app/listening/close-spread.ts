/**
 * The end of clients' connections on a soft stop, spread over a window (manual 3.1
 * `close-spread-time`), so that not all clients come back at once: idle connections end at times of
 * their own within it, and the longer it has lasted, the likelier is a response the last one of its
 * connection. At the end of the window all that are idle are closed.
 */
import type { Clock } from "../../runtime/runtime.ts";

/** What is to be ended. */
export interface Ending {
  /** Closes each idle connection with this probability. */
  closeIdle(share: number): void;
  /** Whether a response that ends now is the last one of its connection. */
  endWithResponses(on: boolean): void;
}

const STEP_MS = 20;

/** Ends all at once without a window, and nothing at all when it is infinite. */
export function spreadClosing(
  windowMs: number,
  ending: Ending,
  clock: Pick<Clock, "monotonicMs" | "after">,
  random: () => number = Math.random,
): void {
  if (windowMs === Number.POSITIVE_INFINITY) return;
  const startMs = clock.monotonicMs();
  const step = (): void => {
    const leftMs = windowMs - (clock.monotonicMs() - startMs);
    ending.endWithResponses(leftMs <= 0 || random() < 1 - leftMs / windowMs);
    ending.closeIdle(leftMs <= 0 ? 1 : Math.min(1, STEP_MS / leftMs));
    if (leftMs > 0) clock.after(Math.min(STEP_MS, leftMs), step);
  };
  step();
}
