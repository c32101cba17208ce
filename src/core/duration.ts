/**
 * Times and sizes as configurations write them ("30s", "64k"; manual 2.5), and ages as the stats
 * page and the admin socket print them. A number that does not fit is an error, never clipped.
 */

/** What a number with a unit turned out to be. `at` is the index of the offending character. */
export type UnitNumber =
  | { readonly ok: true; readonly value: number }
  | {
      readonly ok: false;
      readonly reason: "empty" | "character" | "overflow";
      readonly at: number;
    };

export type TimeUnit = "us" | "ms" | "s" | "m" | "h" | "d";

/** The longest time: 2^31-1 ms, about 24.8 days. */
const LONGEST_TIME_MS: number = 2 ** 31 - 1;

const UNIT_MS: { readonly [Unit in TimeUnit]: number } = {
  us: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const SIZE_FACTOR: { readonly [suffix: string]: number } = {
  "": 1,
  k: 2 ** 10,
  K: 2 ** 10,
  m: 2 ** 20,
  M: 2 ** 20,
  g: 2 ** 30,
  G: 2 ** 30,
};

const isTimeUnit = (text: string): text is TimeUnit => Object.hasOwn(UNIT_MS, text);

/** Index of the first character that is no digit. */
function digitsEnd(text: string): number {
  const end = text.search(/[^0-9]/);
  return end === -1 ? text.length : end;
}

/** Index of the first character of `text` that no unit starting at `start` allows. */
function offendingIndex(text: string, start: number, units: readonly string[]): number {
  let at = start;
  while (at < text.length && units.some((unit) => unit.startsWith(text.slice(start, at + 1)))) at++;
  return at;
}

/**
 * Reads a time such as `10s` or `100us` as milliseconds, rounded up, in 0..LONGEST_TIME_MS.
 * `defaultUnit` is the unit of a bare number.
 */
export function parseTimeMs(text: string, defaultUnit: TimeUnit = "ms"): UnitNumber {
  if (text === "") return { ok: false, reason: "empty", at: 0 };
  const end = digitsEnd(text);
  const unit = end === text.length ? defaultUnit : text.slice(end);
  if (end === 0 || !isTimeUnit(unit)) {
    const at = end === 0 ? 0 : offendingIndex(text, end, Object.keys(UNIT_MS));
    return { ok: false, reason: "character", at };
  }
  const amount = Number(text.slice(0, end));
  const value = unit === "us" ? Math.ceil(amount / 1000) : amount * UNIT_MS[unit];
  if (value > LONGEST_TIME_MS) return { ok: false, reason: "overflow", at: 0 };
  return { ok: true, value };
}

/** Reads a size or count such as `64k` (2^10, 2^20, 2^30 for k, m, g), in 0..`most`. */
export function parseSize(text: string, most: number = 2 ** 32 - 1): UnitNumber {
  if (text === "") return { ok: false, reason: "empty", at: 0 };
  const end = digitsEnd(text);
  const factor = SIZE_FACTOR[text.slice(end)];
  if (end === 0 || factor === undefined) {
    const at = end === 0 ? 0 : offendingIndex(text, end, Object.keys(SIZE_FACTOR));
    return { ok: false, reason: "character", at };
  }
  const value = Number(text.slice(0, end)) * factor;
  if (value > most) return { ok: false, reason: "overflow", at: 0 };
  return { ok: true, value };
}

/** An age in its two biggest units, as the stats page prints it: `1d2h`, `3h4m`, `5m6s`, `7s`. */
export function formatAge(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor(whole / 3600) % 24;
  const minutes = Math.floor(whole / 60) % 60;
  if (days > 0) return `${days}d${hours}h`;
  if (hours > 0) return `${hours}h${minutes}m`;
  if (minutes > 0) return `${minutes}m${whole % 60}s`;
  return `${whole}s`;
}

/** An uptime as `show info` prints it: `1d 2h03m04s`. */
export function formatUptime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  const minutes = twoDigits(Math.floor(whole / 60) % 60);
  const days = Math.floor(whole / 86_400);
  return `${days}d ${Math.floor(whole / 3600) % 24}h${minutes}m${twoDigits(whole % 60)}s`;
}
