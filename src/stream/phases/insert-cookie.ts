/**
 * The response's side of `cookie` (manual 4.2): the server's own cookie of that name is rewritten,
 * prefixed or taken away, and a client that does not know its server yet is told. Noted for the log
 * (8.5): N nothing done, P passed on, R rewritten, D deleted, I inserted, U updated.
 */
import type { CookieModel } from "../../config/model.ts";
import { keepable } from "../../http/cacheable.ts";
import { responseCookieWith } from "../../http/cookie.ts";
import { changeResponseCookies, tightenResponseCookies } from "../../http/cookie-edits.ts";
import { cookieDate } from "../../http/cookie-date.ts";
import type { Fields } from "../../http/fields.ts";
import { CACHE_CONTROL, SET_COOKIE } from "../../http/header-name.ts";
import { METHOD_POST } from "../../http/method.ts";
import { blockCookies, exposesCookies } from "./check-cache.ts";
import { PREFIX_DELIMITER } from "./read-cookie.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

export function insertCookie(stream: Stream): Step {
  const { cookie } = stream.backend!.parts;
  const { captureCookie } = stream.frontend.parts;
  const { fields } = stream.response!;
  if (captureCookie !== null || cookie !== null) tightenResponseCookies(fields);
  if (captureCookie !== null) {
    const text = responseCookieWith(fields, captureCookie.name);
    stream.ownSpecial.responseCookie = text?.slice(0, captureCookie.maxBytes);
  }
  const exposed = stream.backend!.parts.cacheAlerts !== null && exposesCookies(stream);
  const isPrivate =
    cookie !== null && stream.server !== stream.backend!.parts.direct && tellServer(stream, cookie);
  return exposed && !isPrivate ? blockCookies(stream) : Step.next;
}

/** True if caches were told to keep nothing of the response. */
function tellServer(stream: Stream, cookie: CookieModel): boolean {
  if (stream.special.persistence === "ignored") return false;
  const { fields, status } = stream.response!;
  const passed = changeServersCookie(stream, cookie, fields);
  if (cookie.mode !== "insert" || passed) return false;
  if (cookie.postonly && stream.request!.method !== METHOD_POST) return false;
  const isNew = stream.special.assigned === null || stream.special.assigned !== stream.server;
  if (!isNew && !needsNewDates(stream, cookie)) return false;
  const cacheable =
    cookie.nocache && keepable(stream.request!.method, status, fields) !== "nothing";
  fields.add(SET_COOKIE, cookieText(stream, cookie, isNew));
  if (cacheable) fields.add(CACHE_CONTROL, "private");
  stream.ownSpecial.cookieAction = isNew || stream.special.cookieState !== "V" ? "I" : "U";
  return cacheable;
}

/** What becomes of a cookie that the server set itself; true if `preserve` let it pass. */
function changeServersCookie(stream: Stream, cookie: CookieModel, fields: Fields): boolean {
  const own = stream.server!.cookie;
  const isKnown = stream.special.cookieState === "V";
  const removes = !cookie.preserve && (cookie.mode === "insert" || (cookie.indirect && isKnown));
  const rewrites = !removes && !cookie.preserve && own !== null;
  const found = changeResponseCookies(fields, cookie.name, (value) => {
    if (removes) return null;
    if (rewrites && cookie.mode === "rewrite") return own;
    if (rewrites && cookie.mode === "prefix") return own + PREFIX_DELIMITER + value;
    return value;
  });
  if (!found) return false;
  const rewritten = rewrites && (cookie.mode === "rewrite" || cookie.mode === "prefix");
  stream.ownSpecial.cookieAction = removes ? "D" : rewritten ? "R" : "P";
  return cookie.preserve;
}

/** A cookie that named the server is renewed when its dates are not what they should be. */
function needsNewDates(stream: Stream, cookie: CookieModel): boolean {
  const dates = stream.special.cookieDates;
  if (dates === null) return false;
  const { lastSec, firstSec } = dates;
  if (lastSec === 0 ? cookie.maxIdleSec !== null : lastSec < wallSecOf(stream)) return true;
  return (cookie.maxLifeSec !== null) !== (firstSec !== 0);
}

function wallSecOf(stream: Stream): number {
  return Math.floor(stream.host.wallMs() / 1000);
}

/** A server without a cookie of its own takes the client's away. */
function cookieText(stream: Stream, cookie: CookieModel, isNew: boolean): string {
  const own = stream.server!.cookie;
  let text =
    own === null
      ? `${cookie.name}=; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/`
      : `${cookie.name}=${own}${datesText(stream, cookie, isNew)}; path=/`;
  for (const domain of cookie.domains) text += `; domain=${domain}`;
  if (cookie.httponly) text += "; HttpOnly";
  if (cookie.secure) text += "; Secure";
  for (const attribute of cookie.attrs) text += `; ${attribute}`;
  return text;
}

/** `|LAST` with `maxidle`, `|LAST|FIRST` with `maxlife`; the first visit's date is kept. */
function datesText(stream: Stream, cookie: CookieModel, isNew: boolean): string {
  if (cookie.maxIdleSec === null && cookie.maxLifeSec === null) return "";
  const now = cookieDate(wallSecOf(stream));
  if (cookie.maxLifeSec === null) return `|${now}`;
  const firstSec = isNew ? 0 : (stream.special.cookieDates?.firstSec ?? 0);
  return `|${now}|${firstSec === 0 ? now : cookieDate(firstSec)}`;
}
