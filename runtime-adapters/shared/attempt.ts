/** What node:crypto says by throwing, as a value. */

/** What `make` gives; null when it throws. */
export function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
