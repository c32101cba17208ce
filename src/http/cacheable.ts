/**
 * What a cache between proxy and client may keep of a response, as HAProxy 3.2 judges for
 * `cookie … nocache` and `option checkcache` (manual 4.2; RFC 9111 3): its method and status are ones
 * that caches keep, it says how long it lasts or how to ask again, and nothing in it forbids. Of
 * what Cache-Control says the later word counts.
 */
import { allValues } from "./field-values.ts";
import type { Fields } from "./fields.ts";
import { CACHE_CONTROL, headerName } from "./header-name.ts";
import { METHOD_GET, METHOD_HEAD, METHOD_OPTIONS, METHOD_TRACE } from "./method.ts";

const METHODS: ReadonlySet<number> = new Set([
  METHOD_GET,
  METHOD_HEAD,
  METHOD_OPTIONS,
  METHOD_TRACE,
]);
const STATUSES: ReadonlySet<number> = new Set([
  200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501,
]);
const PRAGMA = headerName("pragma");
const VALIDATORS = [headerName("etag"), headerName("last-modified"), headerName("expires")];
const FORBIDDEN = /^(?:(?:no-cache|no-store|private)(?:$|=)|max-age=0$|s-maxage=0$)/;
const LIFETIME = /^(?:max-age|s-maxage)/;
const COOKIES_EXEMPT = 'no-cache="set-cookie"';

/** Which part of a response a cache may keep. */
export type Keepable = "nothing" | "all but cookies" | "all";

/** `method` is the request's METHOD_ number. */
export function keepable(method: number, status: number, fields: Fields): Keepable {
  let result: Keepable = METHODS.has(method) && STATUSES.has(status) ? "all" : "nothing";
  if (fields.first(PRAGMA)?.toLowerCase() === "no-cache") return "nothing";
  let lasts = VALIDATORS.some((name) => fields.find(name, -1) >= 0);
  for (const value of allValues(fields, CACHE_CONTROL)) {
    const word = value.toLowerCase();
    if (word === "public") result = "all";
    else if (word !== COOKIES_EXEMPT && FORBIDDEN.test(word)) {
      if (word.startsWith("max-age") || word.startsWith("s-maxage")) return "nothing";
      result = "nothing";
    } else if (word === COOKIES_EXEMPT && result === "all") result = "all but cookies";
    else if (LIFETIME.test(word)) lasts = true;
  }
  return lasts ? result : "nothing";
}
