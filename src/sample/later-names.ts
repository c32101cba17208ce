/** placeholder */
export const LATER_FETCHES: ReadonlySet<string> = new Set();
export const LATER_CONVERTERS: ReadonlySet<string> = new Set();
