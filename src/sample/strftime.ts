/** Dates by a format of strftime(3) in the C locale, for `ltime` and `utime`. */

const DAYS: readonly string[] = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
];
const MONTHS: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAY_MS = 86_400_000;

function two(value: number, fill: string = "0"): string {
  return String(value).padStart(2, fill);
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
}

/** Monday of the week counts for the year in which its Thursday lies (ISO 8601). */
function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}

function zone(minutesEast: number): string {
  const minutes = Math.abs(minutesEast);
  return `${minutesEast < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

type Field = (date: Date, seconds: number, minutesEast: number) => string;

/** Each conversion letter; `date` has local time in its UTC fields. */
const FIELDS: Readonly<Record<string, Field>> = {
  a: (date) => DAYS[date.getUTCDay()]!.slice(0, 3),
  A: (date) => DAYS[date.getUTCDay()]!,
  b: (date) => MONTHS[date.getUTCMonth()]!.slice(0, 3),
  B: (date) => MONTHS[date.getUTCMonth()]!,
  c: (date, seconds, east) => formatFields("%a %b %e %H:%M:%S %Y", date, seconds, east),
  C: (date) => two(Math.floor(date.getUTCFullYear() / 100)),
  d: (date) => two(date.getUTCDate()),
  D: (date, seconds, east) => formatFields("%m/%d/%y", date, seconds, east),
  e: (date) => two(date.getUTCDate(), " "),
  F: (date, seconds, east) => formatFields("%Y-%m-%d", date, seconds, east),
  g: (date) => two(isoWeek(date).year % 100),
  G: (date) => String(isoWeek(date).year),
  h: (date) => MONTHS[date.getUTCMonth()]!.slice(0, 3),
  H: (date) => two(date.getUTCHours()),
  I: (date) => two(date.getUTCHours() % 12 || 12),
  j: (date) => String(dayOfYear(date)).padStart(3, "0"),
  k: (date) => two(date.getUTCHours(), " "),
  l: (date) => two(date.getUTCHours() % 12 || 12, " "),
  m: (date) => two(date.getUTCMonth() + 1),
  M: (date) => two(date.getUTCMinutes()),
  n: () => "\n",
  p: (date) => (date.getUTCHours() < 12 ? "AM" : "PM"),
  P: (date) => (date.getUTCHours() < 12 ? "am" : "pm"),
  r: (date, seconds, east) => formatFields("%I:%M:%S %p", date, seconds, east),
  R: (date, seconds, east) => formatFields("%H:%M", date, seconds, east),
  s: (_date, seconds) => String(seconds),
  S: (date) => two(date.getUTCSeconds()),
  t: () => "\t",
  T: (date, seconds, east) => formatFields("%H:%M:%S", date, seconds, east),
  u: (date) => String(date.getUTCDay() || 7),
  U: (date) => two(Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7)),
  V: (date) => two(isoWeek(date).week),
  w: (date) => String(date.getUTCDay()),
  W: (date) => two(Math.floor((dayOfYear(date) + 6 - ((date.getUTCDay() + 6) % 7)) / 7)),
  x: (date, seconds, east) => formatFields("%m/%d/%y", date, seconds, east),
  X: (date, seconds, east) => formatFields("%H:%M:%S", date, seconds, east),
  y: (date) => two(date.getUTCFullYear() % 100),
  Y: (date) => String(date.getUTCFullYear()),
  z: (_date, _seconds, east) => zone(east),
  Z: (_date, _seconds, east) => (east === 0 ? "GMT" : zone(east)),
  "%": () => "%",
};

function formatFields(format: string, date: Date, seconds: number, minutesEast: number): string {
  return format.replace(
    /%[EO]?([A-Za-z%])/g,
    (all, letter: string) => FIELDS[letter]?.(date, seconds, minutesEast) ?? all,
  );
}

/** Seconds since the epoch in a zone, `minutesEast` of Greenwich; "" outside of what dates hold. */
export function formatTime(format: string, seconds: number, minutesEast: number): string {
  const date = new Date((seconds + minutesEast * 60) * 1000);
  return Number.isNaN(date.getTime()) ? "" : formatFields(format, date, seconds, minutesEast);
}
