/**
 * Dates of HTTP headers (RFC 9110 section 5.6.7): the fixed form, and the two obsolete ones of
 * RFC 850 and asctime. As in HAProxy the day of the week is not compared, numbers out of range
 * carry over (February 31 is March 3) and what follows the date is not looked at.
 */

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
const DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const LONG_DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)";
const MONTH = `(${MONTHS.replaceAll(" ", "|")})`;
const TIME = "(\\d\\d):(\\d\\d):(\\d\\d)";

const FIXED: RegExp = new RegExp(`^${DAY}, (\\d\\d) ${MONTH} (\\d{4}) ${TIME} GMT`);
const RFC_850: RegExp = new RegExp(`^${LONG_DAY}, (\\d\\d)-${MONTH}-(\\d\\d) ${TIME} GMT`);
const ASCTIME: RegExp = new RegExp(`^${DAY} ${MONTH} ([ \\d]\\d) ${TIME} (\\d{4})`);

/** Years of two digits from this one on are of the twentieth century. */
const FIRST_SHORT_YEAR = 69;

function fullYear(twoDigits: string): number {
  const year = Number(twoDigits);
  return year + (year < FIRST_SHORT_YEAR ? 2000 : 1900);
}

/** Seconds since the epoch of a date as headers have it; undefined for any other text. */
export function parseHttpDate(text: string): number | undefined {
  const fixed = FIXED.exec(text);
  if (fixed !== null) return secondsOf(Number(fixed[3]), fixed[2]!, fixed[1]!, fixed.slice(4));
  const rfc850 = RFC_850.exec(text);
  if (rfc850 !== null)
    return secondsOf(fullYear(rfc850[3]!), rfc850[2]!, rfc850[1]!, rfc850.slice(4));
  const asctime = ASCTIME.exec(text);
  if (asctime === null) return undefined;
  return secondsOf(Number(asctime[6]), asctime[1]!, asctime[2]!, asctime.slice(3));
}

function secondsOf(
  year: number,
  month: string,
  day: string,
  [hours, minutes, seconds]: readonly string[],
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, MONTHS.indexOf(month) / 4, Number(day));
  date.setUTCHours(Number(hours), Number(minutes), Number(seconds));
  return date.getTime() / 1000;
}
