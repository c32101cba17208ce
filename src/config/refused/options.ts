/** Options of `bind` and `server` lines, and directives, that stay out, each with its reason. */

const NO_CLIENT_SIGALGS = "runtimes choose no signature algorithms for clients' certificates alone";

const NO_FORGERY = "Sluice makes no certificates";
const NAMES_OF_CAS = "the runtimes tell clients the names of all authorities that they verify with";
const NO_QUIC = "Sluice does not speak QUIC";

/** By name; an option of this name that has a row on the other kind of line is not meant. */
export const REFUSED_OPTIONS: ReadonlyMap<string, string> = new Map([
  ["allow-0rtt", "no runtime hands over early data of TLS"],
  ["ca-sign-file", NO_FORGERY],
  ["ca-sign-pass", NO_FORGERY],
  ["ca-verify-file", NAMES_OF_CAS],
  ["check-pool-conn-name", "checks have connections of their own"],
  ["check-reuse-pool", "checks have connections of their own"],
  ["client-sigalgs", NO_CLIENT_SIGALGS],
  ["force-sslv3", "no runtime speaks SSLv3"],
  ["generate-certificates", NO_FORGERY],
  ["namespace", "no runtime opens sockets in other network namespaces"],
  ["nbconn", "Sluice makes no connections that serve in the other direction"],
  ["nice", "connections of a thread take turns in its event loop, none before another"],
  ["no-ca-names", NAMES_OF_CAS],
  ["no-tls-tickets", "the runtimes always offer to take session tickets from servers"],
  ["npn", "ALPN took the place of NPN, which no runtime speaks"],
  ["process", "there is one process; its threads share all listeners"],
  ["ocsp-update", "no runtime shows clients what OCSP says of certificates"],
  ["quic-cc-algo", NO_QUIC],
  ["quic-force-retry", NO_QUIC],
  ["quic-socket", NO_QUIC],
  ["shard", "only peers of a peers section have shares of its keys"],
  [
    "strict-maxconn",
    "'maxconn' bounds requests in progress; 'pool-max-conn' bounds the idle connections beside them",
  ],
  ["ssl-reuse", "each TLS connection to a server is made anew"],
  ["tcp-md5sig", "signatures of TCP segments (RFC 2385) are not made"],
  ["tcp-ss", "the first packets of connections are not kept"],
  ["tls-ticket-keys", "the runtimes make the keys of session tickets themselves"],
  ["usesrc", "it belongs behind 'source <address>'"],
  ["tfo", "a connection would count as made before the server answered"],
]);

const NO_PROGRAMS = "Sluice starts no programs";
const NO_MAILERS = "Sluice sends no mail";
const POOLS_ARE_BOUNDED =
  "idle connections are bounded by what servers had in use at once, and by 'pool-max-conn'";

const NO_TLS_PARTS = "the runtimes' TLS libraries are built in and load no engines or providers";

const NO_LUA = "plugins are written in TypeScript, not in Lua";
const NO_DEVICES = "Sluice does not tell devices apart";
const DEVICE_DIRECTIVES = [
  "51degrees-cache-size",
  "51degrees-data-file",
  "51degrees-property-name-list",
  "51degrees-property-separator",
  "deviceatlas-json-file",
  "deviceatlas-log-level",
  "deviceatlas-properties-cookie",
  "deviceatlas-separator",
  "wurfl-cache-size",
  "wurfl-data-file",
  "wurfl-information-list",
  "wurfl-information-list-separator",
];

/** Directives by name. */
export const REFUSED_DIRECTIVES: ReadonlyMap<string, string> = new Map([
  ["anonkey", "nothing that the runtime API shows is anonymised"],
  ...DEVICE_DIRECTIVES.map((name) => [name, NO_DEVICES] as const),
  ["acme.scheduler", "Sluice asks no authority for certificates"],
  ["backing-file", "rings are kept in memory only"],
  ["crt", "certificates are options of 'bind' lines; HAProxy knows no such line either"],
  ["email-alert", NO_MAILERS],
  ["email-alert from", NO_MAILERS],
  ["email-alert level", NO_MAILERS],
  ["email-alert mailers", NO_MAILERS],
  ["email-alert myhostname", NO_MAILERS],
  ["email-alert to", NO_MAILERS],
  ["external-check", NO_PROGRAMS],
  ["external-check command", NO_PROGRAMS],
  ["external-check path", NO_PROGRAMS],
  ["force-be-switch", "backends that are disabled take no streams, and none can be unpublished"],
  [
    "force-cfg-parser-pause",
    "a reload reads the configuration in the process that serves, which must not stand still",
  ],
  ["lua-load", NO_LUA],
  ["lua-load-per-thread", NO_LUA],
  ["option external-check", NO_PROGRAMS],
  ["option host-in-absolute-form", "a request whose Host differs from its target is refused"],
  ["ssl-default-bind-client-sigalgs", NO_CLIENT_SIGALGS],
  ["ssl-default-server-client-sigalgs", NO_CLIENT_SIGALGS],
  ["tune.fail-alloc", "the runtime allocates memory, and cannot be told to fail"],
  ["option spop-check", "Sluice has no stream processing offload"],
  ["quic-initial", "Sluice does not speak QUIC"],
  ["shm-stats-file", "counters belong to one process, and stay through its reloads"],
  ["ssl-passphrase-cmd", NO_PROGRAMS],
  ["ssl-engine", NO_TLS_PARTS],
  ["ssl-mode-async", NO_TLS_PARTS],
  ["ssl-propquery", NO_TLS_PARTS],
  ["ssl-provider", NO_TLS_PARTS],
  ["ssl-provider-path", NO_TLS_PARTS],
  [
    "ssl-security-level",
    "the runtimes choose the level; 'ssl-min-ver' and 'ciphers' say what is taken",
  ],
  ["tune.pool-high-fd-ratio", POOLS_ARE_BOUNDED],
  ["tune.pool-low-fd-ratio", POOLS_ARE_BOUNDED],
  ["tune.sndbuf.backend", "sockets of logs keep the memory that the system gives them"],
  ["tune.ssl.lifetime", "the runtimes choose how long TLS sessions may be resumed"],
  ["ssl-f-use", "certificates are said on the 'bind' lines, by 'crt' and 'crt-list'"],
  [
    "setcap",
    "the runtimes keep no capabilities when they change their user; give them to the program's file instead",
  ],
  ["use-fcgi-app", "Sluice does not speak FastCGI"],
]);
