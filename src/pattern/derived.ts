/**
 * Criteria that name a fetch and a match kind in one word: `path_beg`, `hdr_sub`, `url_dom`
 * (manual 7.1). With a converter behind them only the fetch counts.
 */

export interface DerivedCriterion {
  readonly fetch: string;
  readonly match: string;
}

const SUFFIXES: readonly string[] = ["beg", "dir", "dom", "end", "len", "reg", "sub"];

/** Fetches with all the suffixes, and what they stand for. */
const FAMILIES: Readonly<Record<string, string>> = {
  base: "base",
  cook: "req.cook",
  hdr: "req.hdr",
  path: "path",
  scook: "res.cook",
  shdr: "res.hdr",
  url: "url",
  urlp: "urlp",
};

const SINGLE: readonly (readonly [string, string, string])[] = [
  ["payload", "payload", "bin"],
  ["payload_lv", "payload_lv", "bin"],
  ["req.ssl_ver", "req.ssl_ver", "ver"],
  ["req_ssl_ver", "req.ssl_ver", "ver"],
  ["req_rdp_cookie", "req.rdp_cookie", "str"],
  ["req_rdp_cookie_cnt", "req.rdp_cookie_cnt", "int"],
  ["req_ssl_sni", "req.ssl_sni", "str"],
  ["req_ver", "req.ver", "str"],
  ["resp_ver", "res.ver", "str"],
  ["ssl_fc_sni_end", "ssl_fc_sni", "end"],
  ["ssl_fc_sni_reg", "ssl_fc_sni", "reg"],
];

/** Every derived criterion by its name. */
export const derivedCriteria: ReadonlyMap<string, DerivedCriterion> = new Map([
  ...Object.entries(FAMILIES).flatMap(([family, fetch]) => [
    [family, { fetch, match: "str" }] as const,
    ...SUFFIXES.map((match) => [`${family}_${match}`, { fetch, match }] as const),
  ]),
  ...SINGLE.map(([name, fetch, match]) => [name, { fetch, match }] as const),
]);
