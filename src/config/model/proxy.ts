/** What frontend, backend, listen and defaults sections say, defaults applied. */
import type { Line, Position, Word } from "../words/word.ts";
import type { Address } from "../../runtime/transport.ts";
import type { BindModel } from "./bind.ts";
import type { CompressionModel } from "./compression.ts";
import type { ForwardedModel } from "./forwarded.ts";
import type { BandwidthFilterModel } from "./filter.ts";
import type { LogTargetModel } from "./log.ts";
import type { ErrorPageModel } from "./sections.ts";
import type { CookieModel, StickTableModel } from "./persistence.ts";
import type { AclModel, RuleModel, RuleSetName, StickRuleModel, SwitchRuleModel } from "./rule.ts";
import type { ServerModel } from "./server.ts";
import type { SourceModel } from "./source.ts";
import type { StatsModel } from "./stats.ts";

/** "syslog" is `mode log`: the backend takes log lines. */
export type ProxyMode = "http" | "tcp" | "syslog";

export type ProxyKind = "frontend" | "backend" | "listen";

export interface Timeouts {
  connect: number | null;
  client: number | null;
  clientFin: number | null;
  clientHs: number | null;
  server: number | null;
  serverFin: number | null;
  tunnel: number | null;
  queue: number | null;
  tarpit: number | null;
  check: number | null;
  httpRequest: number | null;
  httpKeepAlive: number | null;
}

interface ForwardForModel {
  readonly headerName: string;
  /** Networks whose clients get no header; empty for none. */
  readonly except: Word | null;
  readonly ifNone: boolean;
}

/** `balance` as written: the algorithm's word and its arguments. */
export interface BalanceModel {
  readonly words: readonly Word[];
  /** No line says it. */
  readonly isImplied?: true;
}

/** A `tcp-check` or `http-check` line that is a step of a check: its words from the step's on. */
export interface CheckRuleModel {
  readonly line: Line;
  readonly words: readonly Word[];
}

/** What kind of check the option says: `option tcp-check`, `option httpchk`, …; the words after it. */
interface CheckOptionModel {
  readonly kind: CheckKind;
  readonly words: readonly Word[];
}

export type CheckKind =
  | "tcp"
  | "http"
  | "pgsql"
  | "redis"
  | "ldap"
  | "ssl-hello"
  | "mysql"
  | "smtp";

export interface HttpCheckModel {
  /** `option httpchk [METHOD] [URI] [VERSION] [HOST]`: what the first request starts from. */
  method: string;
  uri: string;
  version: string;
  host: string | null;
  disableOn404: boolean;
  sendState: boolean;
}

/** What becomes of request headers with characters beyond letters, digits and hyphens in their names. */
export type HeaderNamePolicy = "preserve" | "delete" | "reject";

export type HttpReuse = "never" | "safe" | "aggressive" | "always";

/** TCP keepalive probes of one side; 0 leaves what the system has. */
export interface KeepAliveModel {
  readonly count: number;
  readonly idleSec: number;
  readonly intervalSec: number;
}

export type ConnectionMode = "keep-alive" | "server-close" | "close";

/** What frontend, backend, listen and defaults sections have in common; defaults already merged. */
export interface ProxyModel {
  readonly kind: ProxyKind;
  readonly name: string;
  readonly position: Position;
  /** HAProxy's numeric id, given or assigned from 2 up in order of the file. */
  id: number;
  /** The section gives the id. */
  idForced: boolean;
  /** Names it among all things of the configuration; null for no such name. */
  guid: Word | null;
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
  /** `clitcpka-*`, `srvtcpka-*`. */
  keepAlive: { readonly client: KeepAliveModel; readonly server: KeepAliveModel };
  balance: BalanceModel;
  /** Where all streams go that no persistence sends to a server; null for balancing. */
  dispatch: Address | null;
  hashType: readonly Word[];
  /** Percent of the average load that a server may have; 0 for any. */
  hashBalanceFactor: number;
  /** Which servers of the ring a hash passes over: none, full ones, those with a full queue. */
  hashPreserveAffinity: "always" | "maxconn" | "maxqueue";
  httpReuse: HttpReuse;
  connectionMode: ConnectionMode;
  cookie: CookieModel | null;
  /** `dynamic-cookie-key`; null for none. */
  dynamicCookieKey: string | null;
  stickTable: StickTableModel | null;
  stickRules: StickRuleModel[];
  retries: number;
  /** `max-session-srv-conns`: idle connections to servers kept by a client's connection. */
  maxSessionConnections: number;
  /** `max-keep-alive-queue`: longest queue that a client's last server is kept for; -1 for any. */
  maxKeepAliveQueue: number;
  /** `rate-limit sessions`: new ones a second; 0 for any number. */
  maxSessionRate: number;
  retryOn: readonly string[];
  redispatch: number | null;
  abortOnClose: boolean;
  /** `option allbackups`, `persist`, `nolinger`, …: simple switches by their option name. */
  switches: Set<string>;
  /** `option forwarded`; null for no such header. */
  forwarded: ForwardedModel | null;
  forwardFor: ForwardForModel | null;
  /** `option originalto`; `ifNone` is never said of it. */
  originalTo: ForwardForModel | null;
  /** `option http-restrict-req-hdr-names`; null when the section does not say. */
  requestHeaderNames: HeaderNamePolicy | null;
  /** `http-send-name-header`. */
  loadServerState: "global" | "local" | "none";
  /** Of this backend; null for its name. */
  serverStateFile: string | null;
  sendNameHeader: string | null;
  /** Where connections to servers come from that have no `source` of their own. */
  source: SourceModel | null;
  /** `force-persist` and `ignore-persist` in order: the first that applies decides. */
  persistRules: { readonly kind: "force" | "ignore"; readonly condition: readonly Word[] }[];
  /** Null when connecting is all there is to a check. */
  checkOption: CheckOptionModel | null;
  /** `tcp-check` and `http-check` rules in order. */
  checkRules: { readonly tcp: readonly CheckRuleModel[]; readonly http: readonly CheckRuleModel[] };
  /** `persist rdp-cookie`: the cookie's name; null for none. */
  persistRdpCookie: string | null;
  httpCheck: HttpCheckModel;
  logTargets: LogTargetModel[];
  logGlobal: boolean;
  /** `option httplog`, `tcplog`, `httpslog` choose a built-in; a `log-format` line overrides. */
  logFormat:
    | { readonly kind: "default" | "http" | "http-clf" | "tcp" | "tcp-clf" | "https" }
    | { readonly kind: "custom"; readonly text: Word };
  errorLogFormat: Word | null;
  /** `log-format-sd`: the structured data of RFC 5424. */
  structuredDataFormat: Word | null;
  /** `log-steps`: names of steps; null for one line at the end. */
  logSteps: readonly string[] | null;
  logTag: string | null;
  dontLogNull: boolean;
  dontLogNormal: boolean;
  logSeparateErrors: boolean;
  logAsap: boolean;
  uniqueIdFormat: Word | null;
  uniqueIdHeader: string | null;
  /** Bandwidth limits, in order. */
  bandwidthFilters: readonly BandwidthFilterModel[];
  /** `compression` lines; null for none. */
  compression: CompressionModel | null;
  /** How many bandwidth limits stand before `filter compression`; null without that line. */
  compressionFilterAt: number | null;
  captures: {
    readonly direction: "request" | "response";
    /** The header; null for a slot that rules fill. */
    readonly name: string | null;
    readonly maxBytes: number;
    /** The keyword of the rule whose own slot it is (`http-request capture … len`). */
    readonly rule: Word | null;
  }[];
  captureCookie: { readonly name: string; readonly maxBytes: number } | null;
  /** What answers a status, from errorfile, errorfiles, errorloc and http-error; the last line wins. */
  errorFiles: Map<number, ErrorPageModel>;
  monitorUri: string | null;
  monitorFail: (readonly Word[])[];
  stats: StatsModel | null;
}
