/**
 * Directives and options that have rows and a place in the model, but that nothing behind the
 * model honours yet. They are refused by name; taking a name off its list lifts the refusal.
 */

const directives: ReadonlySet<string> = new Set([
  // Connections are accepted as they come, within the limits; rates are not limited yet.
  "maxconnrate",
  "tune.maxaccept",
  // A soft stop begins at once.
  "grace",
]);

/** Options of `server` and `default-server`. */
export const serverOptionsNotYet: ReadonlySet<string> = new Set(["track"]);

/** Options of `bind`. */
export const bindOptionsNotYet: ReadonlySet<string> = new Set(["crt-list"]);

/** True for a directive that is to be refused although it has a row. */
export function isNotYet(name: string): boolean {
  return directives.has(name);
}
