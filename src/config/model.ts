/**
 * The typed model of a configuration: what the directives said, defaults applied, nothing compiled.
 * Rules, ACLs and expressions stay words here; `src/app/compile` turns them into closures once all
 * names are known. Times are milliseconds; null means "not set", which differs from 0 in HAProxy.
 */
import type { Line, Position, Word } from "./word.ts";

export type ProxyMode = "http" | "tcp";
export type ProxyKind = "frontend" | "backend" | "listen";

/** The rule sets a line may belong to; the name is the directive's first word(s). */
export type RuleSetName =
  | "tcp-request connection" | "tcp-request session" | "tcp-request content"
  | "tcp-response content" | "http-request" | "http-response" | "http-after-response";

/** `http-request ACTION … [if|unless COND]`, cut into action words and condition words. */
export interface RuleModel {
  readonly line: Line;
  /** The action keyword and its arguments. */
  readonly action: readonly Word[];
  /** From `if` or `unless` on, empty when there is none. */
  readonly condition: readonly Word[];
}

/** `acl NAME CRITERION [flags] [operator] VALUE…`: the words after `acl`. */
export interface AclModel {
  readonly line: Line;
  readonly words: readonly Word[];
}

/** `use_backend NAME|%[expr] [if|unless COND]`, `use-server NAME …`. */
export interface SwitchRuleModel {
  readonly line: Line;
  readonly target: Word;
  readonly condition: readonly Word[];
}

/** `stick on|match|store-request|store-response EXPR [table NAME] [if COND]`. */
export interface StickRuleModel {
  readonly line: Line;
  readonly kind: "on" | "match" | "store-request" | "store-response";
  readonly expression: Word;
  readonly table: Word | null;
  readonly condition: readonly Word[];
}

export interface Timeouts {
  connect: number | null;
  client: number | null;
  clientFin: number | null;
  server: number | null;
  serverFin: number | null;
  tunnel: number | null;
  queue: number | null;
  tarpit: number | null;
  check: number | null;
  httpRequest: number | null;
  httpKeepAlive: number | null;
}

/** Parsed by `parseAddress`: `*:80`, `:80`, `[::]:80-89`, `unix@/path`, `abns@x`, `fd@4`, … */
export type AddressModel =
  | { readonly kind: "ip"; readonly host: string; readonly port: number; readonly family: 4 | 6 | null }
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "abstract"; readonly name: string }
  | { readonly kind: "fd"; readonly fd: number };

export interface BindModel {
  readonly line: Line;
  /** As written, for logs and `show stat`. */
  readonly text: string;
  /** One for each port of a range and each comma-separated address. */
  readonly addresses: readonly AddressModel[];
  name: string | null;
  id: number | null;
  maxconn: number | null;
  backlog: number | null;
  acceptProxy: boolean;
  v4v6: boolean;
  v6only: boolean;
  mode: number | null;
  user: string | null;
  group: string | null;
  ssl: boolean;
  /** Files and folders of `crt`, in order, resolved. */
  crt: Word[];
  crtList: Word[];
  caFile: Word | null;
  verify: "none" | "optional" | "required";
  minVersion: string | null;
  maxVersion: string | null;
  ciphers: string | null;
  ciphersuites: string | null;
  alpn: readonly string[] | null;
  strictSni: boolean;
  noTlsTickets: boolean;
  /** `level` of a stats socket. */
  level: "user" | "operator" | "admin" | null;
}

export interface ServerModel {
  readonly line: Line;
  readonly name: string;
  readonly address: AddressModel;
  id: number | null;
  /** Port to add to the client's port (`+80`) or to use when the address has none; 0 for the client's. */
  mapPorts: "fixed" | "client" | "offset";
  portOffset: number;
  weight: number;
  maxconn: number;
  minconn: number;
  maxqueue: number;
  backup: boolean;
  disabled: boolean;
  cookie: string | null;
  /** Health check: `check`, `port`, `addr`, `inter`, `fastinter`, `downinter`, `rise`, `fall`. */
  check: boolean;
  checkPort: number | null;
  checkAddr: string | null;
  checkSsl: boolean;
  interMs: number;
  fastinterMs: number | null;
  downinterMs: number | null;
  rise: number;
  fall: number;
  observe: "none" | "layer4" | "layer7";
  errorLimit: number;
  onError: "fastinter" | "fail-check" | "sudden-death" | "mark-down";
  onMarkedDown: "none" | "shutdown-sessions";
  onMarkedUp: "none" | "shutdown-backup-sessions";
  slowstartMs: number;
  ssl: boolean;
  verify: "none" | "required";
  caFile: Word | null;
  crt: Word | null;
  sni: Word | null;
  verifyHost: string | null;
  alpn: readonly string[] | null;
  ciphers: string | null;
  ciphersuites: string | null;
  minVersion: string | null;
  maxVersion: string | null;
  sendProxy: boolean;
  sendProxyV2: boolean;
  source: { readonly host: string; readonly port: number } | null;
  poolMaxConn: number;
  poolPurgeDelayMs: number;
  maxReuse: number;
  nonStick: boolean;
  track: Word | null;
}

export interface CookieModel {
  readonly name: string;
  readonly mode: "rewrite" | "insert" | "prefix";
  readonly indirect: boolean;
  readonly nocache: boolean;
  readonly postonly: boolean;
  readonly preserve: boolean;
  readonly httponly: boolean;
  readonly secure: boolean;
  readonly domains: readonly string[];
  readonly maxIdleSec: number | null;
  readonly maxLifeSec: number | null;
  readonly attrs: readonly string[];
}

export interface ForwardForModel {
  readonly headerName: string;
  /** Networks whose clients get no header; empty for none. */
  readonly except: Word | null;
  readonly ifNone: boolean;
}

/** `balance` as written: the algorithm's word and its arguments. */
export interface BalanceModel {
  readonly words: readonly Word[];
}

export interface HttpCheckModel {
  /** `option httpchk [METHOD] [URI] [VERSION]`. */
  method: string;
  uri: string;
  version: string;
  host: string | null;
  headers: { readonly name: string; readonly value: string }[];
  body: string | null;
  /** `http-check expect …` lines in order, words after `expect`. */
  expects: (readonly Word[])[];
  /** The `http-check connect|send` lines beyond the simple form, in order, as words. */
  steps: (readonly Word[])[];
  disableOn404: boolean;
}

/** Where logs go: `log ADDRESS [len N] [format F] FACILITY [LEVEL [MINLEVEL]]` or `log global`. */
export interface LogTargetModel {
  readonly line: Line;
  readonly address: AddressModel | { readonly kind: "stdout" | "stderr" };
  readonly maxBytes: number;
  readonly format: "rfc3164" | "rfc5424" | "priority" | "raw" | "short" | "timed" | "iso" | "local";
  readonly facility: number;
  readonly maxLevel: number;
  readonly minLevel: number;
}

export interface StatsModel {
  enabled: boolean;
  uri: string;
  realm: string;
  auth: { readonly user: string; readonly password: string }[];
  refreshSec: number | null;
  showLegends: boolean;
  showNode: string | null;
  showDesc: string | null;
  hideVersion: boolean;
  scope: string[];
  /** `stats admin if|unless COND`; null for a read-only page. */
  admin: readonly Word[] | null;
  httpRequestRules: RuleModel[];
}

export interface StickTableModel {
  readonly line: Line;
  /** Words after `stick-table`; parsed by stick-table/spec.ts. */
  readonly words: readonly Word[];
}

export type HttpReuse = "never" | "safe" | "aggressive" | "always";
export type ConnectionMode = "keep-alive" | "server-close" | "close";

/** What frontend, backend, listen and defaults sections have in common; defaults already merged. */
export interface ProxyModel {
  readonly kind: ProxyKind;
  readonly name: string;
  readonly position: Position;
  /** HAProxy's numeric id, given or assigned from 1 up in order of the file. */
  id: number;
  mode: ProxyMode;
  disabled: boolean;
  description: string | null;
  maxconn: number | null;
  fullconn: number | null;
  backlog: number | null;
  binds: BindModel[];
  servers: ServerModel[];
  timeouts: Timeouts;
  acls: AclModel[];
  rules: Record<RuleSetName, RuleModel[]>;
  useBackend: SwitchRuleModel[];
  useServer: SwitchRuleModel[];
  defaultBackend: Word | null;
  inspectDelayMs: number | null;
  responseInspectDelayMs: number | null;
  balance: BalanceModel;
  hashType: readonly Word[];
  httpReuse: HttpReuse;
  connectionMode: ConnectionMode;
  cookie: CookieModel | null;
  stickTable: StickTableModel | null;
  stickRules: StickRuleModel[];
  retries: number;
  retryOn: readonly string[];
  redispatch: number | null;
  abortOnClose: boolean;
  /** `option allbackups`, `persist`, `nolinger`, …: simple switches by their option name. */
  switches: Set<string>;
  forwardFor: ForwardForModel | null;
  checkKind: "tcp" | "http" | null;
  httpCheck: HttpCheckModel;
  logTargets: LogTargetModel[];
  logGlobal: boolean;
  /** `option httplog`, `tcplog`, `httpslog` choose a built-in; a `log-format` line overrides. */
  logFormat: { readonly kind: "default" | "http" | "http-clf" | "tcp" | "https" } | { readonly kind: "custom"; readonly text: Word };
  errorLogFormat: Word | null;
  logTag: string | null;
  dontLogNull: boolean;
  dontLogNormal: boolean;
  logSeparateErrors: boolean;
  logAsap: boolean;
  uniqueIdFormat: Word | null;
  uniqueIdHeader: string | null;
  captures: { readonly direction: "request" | "response"; readonly name: string; readonly maxBytes: number }[];
  captureCookie: { readonly name: string; readonly maxBytes: number } | null;
  /** Raw HTTP responses by status, from errorfile; loaded at parse time. */
  errorFiles: Map<number, { readonly path: Word; readonly content: string }>;
  monitorUri: string | null;
  monitorFail: (readonly Word[])[];
  stats: StatsModel | null;
}

export interface UserModel {
  readonly name: string;
  readonly password: string;
  readonly insecure: boolean;
  readonly groups: readonly string[];
}

export interface UserlistModel {
  readonly name: string;
  readonly users: UserModel[];
  readonly groups: string[];
}

export interface HttpErrorsModel {
  readonly name: string;
  readonly errorFiles: Map<number, { readonly path: Word; readonly content: string }>;
}

export interface ResolversModel {
  readonly name: string;
  readonly nameservers: { readonly name: string; readonly address: AddressModel }[];
  parseResolvConf: boolean;
  acceptedPayloadBytes: number;
  resolveRetries: number;
  timeouts: { resolve: number; retry: number };
  hold: { valid: number; other: number; refused: number; nx: number; timeout: number; obsolete: number };
}

export interface PeersModel {
  readonly name: string;
  readonly peers: { readonly name: string; readonly address: AddressModel | null }[];
  readonly tables: { readonly name: string; readonly words: readonly Word[] }[];
}

export interface PluginModel {
  readonly path: Word;
  readonly args: readonly string[];
}

export interface GlobalModel {
  maxconn: number | null;
  nbthread: number;
  daemon: boolean;
  chroot: string | null;
  user: string | null;
  group: string | null;
  uid: number | null;
  gid: number | null;
  pidfile: string | null;
  node: string | null;
  description: string | null;
  hardStopAfterMs: number | null;
  graceMs: number | null;
  logTargets: LogTargetModel[];
  logTag: string | null;
  logSendHostname: string | null;
  statsSockets: BindModel[];
  statsTimeoutMs: number;
  statsMaxconn: number;
  bufsizeBytes: number;
  maxrewriteBytes: number;
  maxHeaders: number;
  maxAccept: number | null;
  stickCounters: number;
  setVars: { readonly line: Line; readonly words: readonly Word[] }[];
  sslBindCiphers: string | null;
  sslBindCiphersuites: string | null;
  sslBindMinVersion: string | null;
  sslBindMaxVersion: string | null;
  sslBindNoTickets: boolean;
  sslServerCiphers: string | null;
  sslServerCiphersuites: string | null;
  sslServerMinVersion: string | null;
  sslServerMaxVersion: string | null;
  sslServerVerify: "none" | "required";
  caBase: string | null;
  crtBase: string | null;
  spreadChecksPercent: number;
  maxconnRate: number | null;
  plugins: PluginModel[];
}

export interface ConfigModel {
  readonly global: GlobalModel;
  readonly proxies: readonly ProxyModel[];
  readonly userlists: readonly UserlistModel[];
  readonly httpErrors: readonly HttpErrorsModel[];
  readonly resolvers: readonly ResolversModel[];
  readonly peers: readonly PeersModel[];
}
