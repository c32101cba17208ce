/** Directives that HAProxy had once and has no more, and what says the same today. */

const replaced: readonly (readonly [names: string, since: string, instead: string])[] = [
  ["reqadd", "2.1", "use 'http-request add-header'"],
  ["reqdel, reqidel", "2.1", "use 'http-request del-header'"],
  [
    "reqrep, reqirep",
    "2.1",
    "use 'http-request replace-header', or replace-path or replace-uri for the request line",
  ],
  ["reqdeny, reqideny, block", "2.1", "use 'http-request deny'"],
  ["reqtarpit, reqitarpit", "2.1", "use 'http-request tarpit'"],
  ["reqallow, reqiallow, reqpass, reqipass", "2.1", "use 'http-request allow'"],
  ["reqsetbe, reqisetbe", "2.1", "use 'use_backend'"],
  ["rspadd", "2.1", "use 'http-response add-header'"],
  ["rspdel, rspidel", "2.1", "use 'http-response del-header'"],
  ["rsprep, rspirep", "2.1", "use 'http-response replace-header'"],
  ["rspdeny, rspideny", "2.1", "use 'http-response deny'"],
  ["redispatch", "2.1", "use 'option redispatch'"],
  ["clitimeout", "2.1", "use 'timeout client'"],
  ["contimeout", "2.1", "use 'timeout connect'"],
  ["srvtimeout", "2.1", "use 'timeout server'"],
  ["cliexp", "2.1", "use 'http-request replace-header'"],
  ["srvexp", "2.1", "use 'http-response replace-header'"],
  ["monitor-net", "2.5", "use 'http-request return status 200 if { src <network> }'"],
  ["option forceclose", "2.0", "leave it out, or use 'option httpclose'"],
  ["option http-tunnel", "2.1", "leave it out: connections stay open as long as both sides want"],
  ["option http_proxy", "2.5", "use 'http-request set-dst', and a server at 0.0.0.0"],
  ["appsession", "1.6", "use 'cookie', or a 'stick-table' with 'stick store-response'"],
  ["bind-process, stats bind-process", "2.7", "there is one process; see 'thread' of 'bind' lines"],
  ["nbproc", "2.5", "there is one process; use 'nbthread'"],
  ["tune.chksize", "2.4", "checks use buffers of 'tune.bufsize'"],
];

export interface Removed {
  /** The first version without it. */
  readonly since: string;
  /** What to do. */
  readonly hint: string;
}

/** By name, of two words where the first is a family's. */
export const removedDirectives: ReadonlyMap<string, Removed> = new Map(
  replaced.flatMap(([names, since, hint]) =>
    names.split(", ").map((name) => [name, { since, hint }] as const),
  ),
);
