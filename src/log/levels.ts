/** Syslog severities and facilities by name, in the order of their numbers (manual 8.1). */

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

/** Facility names; the index is the number. */
export const FACILITIES: readonly string[] = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "auth2",
  "ftp",
  "ntp",
  "audit",
  "alert",
  "cron2",
  "local0",
  "local1",
  "local2",
  "local3",
  "local4",
  "local5",
  "local6",
  "local7",
];

/** The number of a severity by its name, undefined if there is none. */
export function levelOf(name: string): number | undefined {
  return Object.entries(Level).find(([known]) => known === name)?.[1];
}

/** The number of a facility by its name, undefined if there is none. */
export function facilityOf(name: string): number | undefined {
  const index = FACILITIES.indexOf(name);
  return index < 0 ? undefined : index;
}
