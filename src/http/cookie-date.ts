/**
 * Dates inside persistence cookies (`cookie … maxidle|maxlife`, manual 4.2), as HAProxy writes them:
 * five digits in base 64, most significant first, of the epoch time in units of 4 seconds, rounded
 * up. A cookie reads `SERVER|LAST|FIRST`: when the client was last seen, and when first.
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LENGTH = 5;

/** What a cookie's value says; a date that is missing or unreadable is 0. */
export interface DatedCookie {
  readonly server: string;
  readonly lastSec: number;
  readonly firstSec: number;
}

/** Splits a value; what follows a date's five digits does not matter. */
export function readDatedCookie(value: string): DatedCookie {
  const bar = value.indexOf("|");
  if (bar < 0) return { server: value, lastSec: 0, firstSec: 0 };
  const second = value.indexOf("|", bar + 1);
  return {
    server: value.slice(0, bar),
    lastSec: readDate(value.slice(bar + 1, second < 0 ? undefined : second)),
    firstSec: second < 0 ? 0 : readDate(value.slice(second + 1)),
  };
}

/** A date of the epoch second `wallSec`. */
export function cookieDate(wallSec: number): string {
  let rest = Math.floor((wallSec + 3) / 4);
  let text = "";
  for (let place = 0; place < LENGTH; place++) {
    text = DIGITS.charAt(rest % 64) + text;
    rest = Math.floor(rest / 64);
  }
  return text;
}

/** Epoch seconds, a multiple of 4. */
function readDate(text: string): number {
  if (text.length < LENGTH) return 0;
  let units = 0;
  for (let place = 0; place < LENGTH; place++) {
    const digit = DIGITS.indexOf(text.charAt(place));
    if (digit < 0) return 0;
    units = units * 64 + digit;
  }
  return units * 4;
}
