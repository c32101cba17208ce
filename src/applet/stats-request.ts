/**
 * What a request to the statistics page asks for (manual, "stats uri"): options follow the URI as
 * `;csv`, `;json`, `;norefresh`, `;up`, `;no-maint`, `;st=CODE`, `;scope=NAME`; the scope form of
 * the page sends `?scope=NAME`.
 */

export interface StatsRequest {
  readonly format: "html" | "csv" | "json";
  readonly refresh: boolean;
  readonly hide: "nothing" | "maintenance" | "down";
  /** Result of an action before the redirect, e.g. "DONE"; "" for none. */
  readonly result: string;
  /** Only proxies whose name contains this; "" for all. */
  readonly scope: string;
}

const LONGEST_SCOPE = 20;

/** Whether a request is for the statistics page at `uri`: by a prefix, as HAProxy matches. */
export function isStatsRequest(uri: string, method: string, pathAndQuery: string): boolean {
  const known = method === "GET" || method === "HEAD" || method === "POST";
  return known && pathAndQuery.startsWith(uri);
}

/** Reads the options behind the URI. */
export function parseStatsRequest(uri: string, pathAndQuery: string): StatsRequest {
  const words = pathAndQuery.slice(uri.length).split(/[;?&]/);
  const valueOf = (name: string): string =>
    words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  return {
    format: words.includes("csv") ? "csv" : words.includes("json") ? "json" : "html",
    refresh: !words.includes("norefresh"),
    hide: words.includes("up") ? "down" : words.includes("no-maint") ? "maintenance" : "nothing",
    result: valueOf("st"),
    scope: valueOf("scope").slice(0, LONGEST_SCOPE),
  };
}
