/**
 * Options that have rows and a place in the model, but that nothing behind the
 * model honours yet. They are refused by name; taking a name off its list lifts the refusal.
 */

/** Options of `bind`. */
export const bindOptionsNotYet: ReadonlySet<string> = new Set(["crt-list"]);
