/** Severities and facilities of syslog by name, in the order of their numbers (RFC 5424 6.2.1). */

/** Severities; a lower number is more severe (manual 8.1). */
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

/** Names of the severities in the order of their numbers. */
export const levelNames: readonly string[] = Object.keys(Level);

/** The number of a severity by its name, undefined if there is none. */
export function levelOf(name: string): number | undefined {
  const level = levelNames.indexOf(name);
  return level === -1 ? undefined : level;
}

/** Names of the facilities in the order of their numbers. */
export const facilityNames: readonly string[] = [
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
