/** Syslog severities by name, in the order of their numbers (manual 8.1). */

/** Severities; a lower number is more severe. */
export const Level = {
  emerg: 0,
  alert: 1,
  crit: 2,
  err: 3,
  warning: 4,
  notice: 5,
  info: 6,
  debug: 7,
} as const;

/** The number of a severity by its name, undefined if there is none. */
export function levelOf(name: string): number | undefined {
  return Object.entries(Level).find(([known]) => known === name)?.[1];
}
