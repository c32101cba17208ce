/**
 * Whether a cache between proxy and client may keep a response, as HAProxy judges for
 * `cookie … nocache` (manual 4.2; RFC 9111 3): its status is one that caches keep, it says how long
 * it lasts or how to ask again, and nothing in it forbids.
 */
import type { Fields } from "./fields.ts";
import { CACHE_CONTROL, headerName } from "./header-name.ts";
import { METHOD_POST } from "./method.ts";

const STATUSES: ReadonlySet<number> = new Set([
  200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501,
]);
const PRAGMA = headerName("pragma");
const VALIDATORS = [headerName("etag"), headerName("last-modified"), headerName("expires")];
const FORBIDDEN = /(^|[\s,])(no-cache|no-store|private|max-age=0|s-maxage=0)(?=[\s,;]|$)/i;
const LIFETIME = /(^|[\s,])(max-age|s-maxage)=/i;

/** `method` is a METHOD_ number: what answers a POST is not kept. */
export function isCacheable(method: number, status: number, fields: Fields): boolean {
  if (method === METHOD_POST || !STATUSES.has(status)) return false;
  if (fields.first(PRAGMA)?.toLowerCase().includes("no-cache") === true) return false;
  let lasts = VALIDATORS.some((name) => fields.find(name, -1) >= 0);
  for (let i = fields.find(CACHE_CONTROL, -1); i >= 0; i = fields.find(CACHE_CONTROL, i)) {
    const value = fields.valueText(i);
    if (FORBIDDEN.test(value)) return false;
    if (LIFETIME.test(value)) lasts = true;
  }
  return lasts;
}
