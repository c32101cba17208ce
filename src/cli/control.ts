/**
 * The running proxy as the runtime API commands it; `src/app` implements this on the control
 * thread. A change that concerns all threads is a promise that settles when all have made it, so
 * that an answer at the socket means "done". Errors meant for the user are returned as text.
 */
import type { IpAddress } from "../core/ip.ts";
import type { PatternReference } from "../pattern/reference.ts";
import type { Rings } from "../log/rings.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { PeersSection } from "../peers/section.ts";
import type { PatternChange, PatternStore } from "../pattern/store.ts";
import type { InfoFacts } from "../stats/info/row.ts";
import type { LimitedRate } from "../stats/limited-rate.ts";
import type { StickTableSummary } from "../stats/prometheus.ts";
import type { ProxySubjects } from "../stats/subjects.ts";

/** A change that may still be under way on other threads. */
export type Done = void | Promise<void>;
/** The same for one that can fail: what went wrong, or null. */
export type Fault = string | null | Promise<string | null>;

export type ServerState = "ready" | "drain" | "maint";
export type ServerHealth = "up" | "stopping" | "down";

/** The fields of `show servers conn`. */
export interface ServerConnectionFacts {
  readonly purgeDelayMs: number;
  readonly used: number;
  readonly usedMax: number;
  readonly needEstimate: number;
  readonly unsafeIdle: number;
  readonly safeIdle: number;
  /** -1 for none. */
  readonly idleLimit: number;
  /** Idle connections of each thread. */
  readonly idlePerThread: readonly number[];
}

/** A server as the statistics page acts on it. */
export interface ServerActions {
  readonly backendName: string;
  readonly backendId: number;
  readonly name: string;
  setState(state: ServerState): Done;
  setHealth(health: ServerHealth): Done;
  setChecking(enabled: boolean): Done;
  /** Ends all streams on it. */
  shutdownSessions(): Done;
}

export interface ServerControl extends ServerActions {
  readonly id: number;
  /** Health checks are in the configuration. */
  readonly checked: boolean;
  /** They are in the configuration, and made now. */
  readonly checking: boolean;
  /** It takes its state from another server (`track`). */
  readonly tracks: boolean;
  /** Numeric address, "-" for none. */
  address(): string;
  port(): number;
  userWeight(): number;
  readonly initialWeight: number;
  /** The algorithm takes other weights than 0% and 100% of the initial one. */
  readonly dynamicWeight: boolean;
  connections(): ServerConnectionFacts;
  /** 0-256. */
  setWeight(weight: number): Done;
  /** Null leaves the address or the port as it is. */
  setAddress(address: string | null, port: number | null): Fault;
  /** An agent is configured, and asked now. */
  readonly agentState: "none" | "disabled" | "enabled";
  setAgentAsking(enabled: boolean): Done;
  /** What the agent would say. */
  setAgentHealth(isUp: boolean): Done;
  /**
   * Where its checks go, or its agent's: null leaves the address or the port as it is, port 0 is
   * that of the server.
   */
  setCheckTarget(checked: "check" | "agent", address: IpAddress | null, port: number | null): Done;
  /** What the agent is sent first. */
  setAgentSend(text: string): Done;
  setMaxconn(maxconn: number): Done;
  /** Another host name to resolve; what the command answers. */
  setName(name: string): string;
}

export interface BackendControl {
  readonly name: string;
  readonly id: number;
  /** Its lines of `show servers state`, without the header. */
  serversState(): string;
  /** Whether servers get cookies made of their address. */
  makeDynamicCookies(made: boolean): void;
  setDynamicCookieKey(key: string): void;
}

export interface FrontendControl {
  readonly name: string;
  readonly id: number;
  /** Accepting, paused by "disable frontend", or shut down for good. */
  state(): "running" | "paused" | "stopped";
  pause(): Done;
  resume(): Done;
  shutdown(): Done;
  setMaxconn(maxconn: number): Done;
}

/** A stored value of a table entry: a counter, or a rate over a period. */
export interface TableValue {
  /** As it is shown: "gpc1". */
  readonly name: string;
  /** As `set table` and filters name it, one of the table's `stored`: "gpc[1]". */
  readonly dataName: string;
  readonly periodMs: number | null;
  readonly value: number | string;
}

export interface TableEntry {
  /** Number of the entry, from 1; shown where HAProxy shows an address. */
  readonly id: number;
  readonly key: string;
  readonly users: number;
  /** 0 for an entry that does not expire. */
  readonly expiresMs: number;
  readonly values: readonly TableValue[];
  /** Changes values by their `dataName`, and renews the entry. */
  write(values: ReadonlyMap<string, number>): void;
  /** Takes it out of the table; false if streams still hold it. */
  remove(): boolean;
}

/** What a filter asks of a value of each entry, by its `dataName`. */
export interface DataCondition {
  readonly dataName: string;
  meets(value: number): boolean;
}

export interface TableControl {
  readonly name: string;
  readonly type: string;
  readonly sizeEntries: number;
  used(): number;
  /** Names of the data types it stores; elements of arrays as "gpc[0]", "gpc[1]", … */
  readonly stored: readonly string[];
  /** All entries, in turn; null for one that does not meet the conditions. */
  entries(conditions: readonly DataCondition[]): Iterable<TableEntry | null>;
  /** Whether a text can be a key of the table. */
  isKey(text: string): boolean;
  /** The entry of a key written as text; undefined if there is none or the text is no key. */
  find(key: string): TableEntry | undefined;
  /** The entry of a number; undefined if there is none. */
  entry(id: number): TableEntry | undefined;
  /** The entry of a key, made if need be; undefined if the table is full or the text is no key. */
  obtain(key: string): TableEntry | undefined;
}

/** A line of `show sess`. */
export interface SessionFactsLine {
  /** "0x…", unique while the stream lives. */
  readonly id: string;
  readonly protocol: string;
  readonly source: string;
  readonly frontend: string;
  readonly backend: string | null;
  readonly server: string | null;
  readonly ageSec: number;
}

/** The last invalid message that a proxy met (management manual, "show errors"). */
export interface ErrorRecord {
  readonly wallMs: number;
  readonly direction: "request" | "response";
  readonly proxyName: string;
  readonly proxyId: number;
  readonly proxyKind: "frontend" | "backend";
  /** The other side's backend, null when none was chosen. */
  readonly backendName: string | null;
  readonly backendId: number;
  readonly serverName: string | null;
  readonly serverId: number;
  /** Count of the event since the start, from 0. */
  readonly eventId: number;
  readonly source: string;
  /** The bytes as latin1, and where in them parsing failed. */
  readonly bytes: string;
  readonly position: number;
}

/** A variable as it is shown: the name of its type, its value as text. */
export interface VariableText {
  readonly type: string;
  readonly text: string;
}

/** Variables of proc scope, by their names with the scope. */
export interface VariableControl {
  /** Undefined for one that is not set. */
  get(name: string): VariableText | undefined;
  /** Gives it the value of an expression or a log format, on all threads; what is wrong, or null. */
  set(name: string, kind: "expr" | "fmt", text: string): string | null;
}

/** How reloads went since the process began. */
export interface ReloadFacts {
  readonly count: number;
  /** Since the last that succeeded. */
  readonly failed: number;
  /** When that was, on the clock of `info.nowMs`; null if there was none. */
  readonly lastMs: number | null;
}

/** The running proxy as statistics show it, on any thread. */
export interface StatsPlane {
  readonly info: InfoFacts;
  proxies(): readonly ProxySubjects[];
  servers(): readonly ServerActions[];
  tables(): readonly StickTableSummary[];
}

export interface ControlPlane extends StatsPlane {
  servers(): readonly ServerControl[];
  frontends(): readonly FrontendControl[];
  /** All proxies with a backend side. */
  backends(): readonly BackendControl[];
  tables(): readonly TableControl[];
  /** `resolvers` sections, the default one last. */
  resolvers(): readonly Resolver[];
  /** `peers` sections in service. */
  peers(): readonly PeersSection[];
  readonly patterns: PatternStore;
  readonly variables: VariableControl;
  /** Of log lines. */
  readonly rings: Rings;
  /** Makes the changes in order on every thread; the first fault, or null. */
  changePatterns(changes: Iterable<PatternChange>): Fault;
  /** Writes a set's entries to its file. */
  savePatterns(reference: PatternReference): Fault;
  sockets(): readonly { readonly address: string; readonly level: string }[];
  environment(): readonly (readonly [string, string])[];
  /** Streams of all threads. */
  sessions(): readonly SessionFactsLine[] | Promise<readonly SessionFactsLine[]>;
  /** Ends one; false if there is none of that id. */
  shutdownSession(id: string): boolean | Promise<boolean>;
  /** Invalid messages kept, and how many there were in all. */
  errors(): readonly ErrorRecord[];
  readonly errorCount: number;
  wallMs(): number;
  /** A date for people: "22/Nov/2026:13:50:35.201". */
  formatDate(wallMs: number): string;
  setGlobalMaxconn(maxconn: number): Fault;
  /** Of the process, from now on and on all threads; 0 for none. */
  setRateLimit(rate: LimitedRate, perSecond: number): void;
  clearCounters(all: boolean): Done;
  /** Swaps in a new generation; the reason if the old one stays. */
  reload(): Promise<string | null>;
  reloads(): ReloadFacts;
  /** Counters of all that has a guid, as `stats-file` reads them. */
  statsFile(): string;
  /** What the last load of the configuration told: warnings, or why it failed. */
  startupLogs(): string;
}
