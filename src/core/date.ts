/**
 * Dates as text: for HTTP headers, logs and syslog. Each form is made once a second and then
 * given out again, so that a date in every log line costs a comparison and a copy.
 */

const DAYS: readonly string[] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: readonly string[] = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

function clockOf(date: Date): string {
  const minutes = pad(date.getUTCMinutes(), 2);
  return `${pad(date.getUTCHours(), 2)}:${minutes}:${pad(date.getUTCSeconds(), 2)}`;
}

function dayOf(date: Date, separator: string): string {
  const month = MONTHS[date.getUTCMonth()]!;
  return [pad(date.getUTCDate(), 2), month, date.getUTCFullYear()].join(separator);
}

/** `+0100` or with a colon `+01:00`. */
function zoneOf(offsetMinutes: number, separator: string): string {
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? "-" : "+";
  return `${sign}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
}

/** A text that holds for one second. */
class SecondText {
  readonly #format: (second: number) => string;
  #second: number = NaN;
  #text: string = "";

  constructor(format: (second: number) => string) {
    this.#format = format;
  }

  at(second: number): string {
    if (second !== this.#second) {
      this.#second = second;
      this.#text = this.#format(second);
    }
    return this.#text;
  }
}

/** Dates in the zones of one thread. Times are milliseconds since the epoch, fractions allowed. */
export class DateText {
  readonly #offsetMinutesAt: (wallMs: number) => number;
  readonly #http: SecondText;
  readonly #log: SecondText;
  readonly #gmt: SecondText;
  readonly #local: SecondText;
  readonly #syslog: SecondText;
  readonly #iso: SecondText;
  readonly #isoZone: SecondText;

  /** @param offsetMinutesAt minutes east of Greenwich of the local zone at a time. */
  constructor(offsetMinutesAt: (wallMs: number) => number) {
    this.#offsetMinutesAt = offsetMinutesAt;
    const gmt = (second: number): Date => new Date(second * 1000);
    const local = (second: number): Date =>
      new Date(second * 1000 + this.#offsetMinutesAt(second * 1000) * 60_000);
    const zone = (second: number, separator: string): string =>
      zoneOf(this.#offsetMinutesAt(second * 1000), separator);
    const logDate = (date: Date): string => `${dayOf(date, "/")}:${clockOf(date)}`;
    this.#http = new SecondText((second) => {
      const date = gmt(second);
      return `${DAYS[date.getUTCDay()]!}, ${dayOf(date, " ")} ${clockOf(date)} GMT`;
    });
    this.#log = new SecondText((second) => `${logDate(local(second))}.`);
    this.#gmt = new SecondText((second) => `${logDate(gmt(second))} +0000`);
    this.#local = new SecondText((second) => `${logDate(local(second))} ${zone(second, "")}`);
    this.#syslog = new SecondText((second) => {
      const date = local(second);
      const day = String(date.getUTCDate()).padStart(2, " ");
      return `${MONTHS[date.getUTCMonth()]!} ${day} ${clockOf(date)}`;
    });
    this.#iso = new SecondText((second) => `${local(second).toISOString().slice(0, 19)}.`);
    this.#isoZone = new SecondText((second) => zone(second, ":"));
  }

  /** `Sun, 22 Nov 2026 13:10:25 GMT` (IMF-fixdate, RFC 9110 section 5.6.7). */
  http(wallMs: number): string {
    return this.#http.at(Math.floor(wallMs / 1000));
  }

  /** `22/Nov/2026:13:10:25.`, local: the milliseconds follow in log-format %t and %tr. */
  logSecond(wallMs: number): string {
    return this.#log.at(Math.floor(wallMs / 1000));
  }

  /** `22/Nov/2026:13:10:25.123`, local. */
  log(wallMs: number): string {
    return this.logSecond(wallMs) + pad(Math.floor(wallMs) % 1000, 3);
  }

  /** `22/Nov/2026:13:10:25 +0000`, in GMT: log-format %T and %trg. */
  gmt(wallMs: number): string {
    return this.#gmt.at(Math.floor(wallMs / 1000));
  }

  /** `22/Nov/2026:14:10:25 +0100`, local: log-format %Tl and %trl. */
  local(wallMs: number): string {
    return this.#local.at(Math.floor(wallMs / 1000));
  }

  /** `Nov 22 13:10:25`, local, the day padded with a space (RFC 3164 section 4.1.2). */
  syslog(wallMs: number): string {
    return this.#syslog.at(Math.floor(wallMs / 1000));
  }

  /** `2026-11-22T13:10:25.123456+00:00`, local (RFC 5424 section 6.2.3). */
  iso(wallMs: number): string {
    const microseconds = Math.round(wallMs * 1000);
    const second = Math.floor(microseconds / 1_000_000);
    const fraction = pad(microseconds - second * 1_000_000, 6);
    return this.#iso.at(second) + fraction + this.#isoZone.at(second);
  }
}
