/**
 * Time bounds for tests. Nothing in a test waits for ever and nothing waits for luck: a wait has a
 * condition, a bound, and a sentence that says what did not happen.
 */
import { setTimeout as delay } from "node:timers/promises";

/** The bound of any single wait, in milliseconds, unless a test names another. */
const waitLimitMs: number = 5000;

/** Settles as `promise` does, or fails after `limitMs` with "`what` did not happen within …". */
export async function within<T>(
  promise: Promise<T>,
  what: string,
  limitMs: number = waitLimitMs,
): Promise<T> {
  const cancel = new AbortController();
  const bound = delay(limitMs, undefined, { signal: cancel.signal }).then(() => {
    throw new Error(`${what} did not happen within ${limitMs} ms`);
  });
  try {
    return await Promise.race([promise, bound]);
  } finally {
    cancel.abort();
    bound.catch(() => undefined);
  }
}

/** Asks `probe` every few milliseconds until it gives a value other than undefined and false. */
export async function until<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  limitMs: number = waitLimitMs,
): Promise<T> {
  const limit = performance.now() + limitMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > limit) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await delay(5);
  }
}
