/**
 * What the compiler of rules and expressions may ask while it turns words into closures: who
 * else is in this configuration, which rows exist, and where to complain.
 */
import type { Diagnostics } from "../config/diagnostics/diagnostics.ts";
import type { Guard } from "../pattern/guard.ts";
import type { PatternStore } from "../pattern/store.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import type { Crypto } from "../runtime/crypto.ts";
import type { Capabilities } from "../runtime/runtime.ts";
import type { KeyFiles } from "./key-files.ts";
import type { ShownFigures } from "./log-format/final-figures.ts";
import type { TlsWants } from "./tls/wants.ts";
import type { BackendFacts, FrontendFacts, TableFacts, Txn } from "./txn.ts";
import type { ConverterRow, FetchRow, SampleValue } from "./types.ts";
import type { VariableLimits } from "./variables/limits.ts";
import type { VariableNames, Variables } from "./variables/variables.ts";

/** Takes lines for whoever looks into the proxy (`show events`). */
export interface EventSink {
  /** Writes one line, without its end; it may be dropped. */
  write(text: string): void;
}

/** What expressions about TLS may need of a runtime. */
export type TlsCapability = Extract<keyof Capabilities, "startTls" | "tlsKeyLog" | "tlsGroup">;

/** Facts of the process that fetches may read. */
export interface ProcessFacts {
  readonly hostname: string;
  readonly pid: number;
  readonly threadCount: number;
  readonly version: string;
  readonly node: string;
  env(name: string): string | undefined;
  /** Monotonic start of the process, ms. */
  readonly startMs: number;
  /** Milliseconds since then. */
  uptimeMs(): number;
  /** Wall clock, ms since the epoch with fraction. */
  wallMs(): number;
  /** Offset of local time from UTC, in minutes east, at a wall clock. */
  zoneOffsetMinutes(wallMs: number): number;
  randomUint32(): number;
  randomBytes(sizeBytes: number): Uint8Array;
  /** True once a soft stop began. */
  stopping(): boolean;
  /** Why what that capability gives cannot be had here; null where it can. */
  lack(capability: TlsCapability): string | null;
  /** Why what the kernel measured of a connection cannot be asked here; null where it can. */
  readonly tcpInfoLack: string | null;
  /** Why sessions of TLS connections cannot be told here; null where they can. */
  readonly tlsSessionLack: string | null;
  connections(): number;
  /** The ring or output of that name; undefined when there is none. */
  eventSink(name: string): EventSink | undefined;
  /** Variables of proc scope; each thread has a copy kept equal by the control thread. */
  readonly variables: Variables;
  /** What variables may take; null without limits. */
  readonly variableLimits: VariableLimits | null;
  /** "bun", "node" or "deno", for what it lacks. */
  readonly runtimeName: string;
  readonly bytes: ByteFactory;
  readonly crypto: Crypto;
  digest(algorithm: string, data: string): string;
  hmac(algorithm: string, key: string, data: string): string;
  timingSafeEqual(a: string, b: string): boolean;
}

/** A userlist as `http_auth` asks it. */
export interface UserlistFacts {
  readonly name: string;
  /** True when the password fits; groups null or the user must be in one of them. */
  authenticate(user: string, password: string, groups: readonly string[] | null): boolean;
  groupsOf(user: string): readonly string[];
}

export interface CompileScope {
  readonly diagnostics: Diagnostics;
  /** Or of the `Where` bits that the rule set provides. */
  readonly provides: number;
  /** For messages: "http-request rule", "log-format". */
  readonly what: string;
  /** The proxy the rule stands in. */
  readonly proxyName: string;
  readonly mode: "http" | "tcp" | "syslog";
  readonly process: ProcessFacts;
  readonly variableNames: VariableNames;
  readonly patterns: PatternStore;
  /** What this generation asks of TLS connections; rows add to it. */
  readonly tlsWants: TlsWants;
  readonly keys: KeyFiles;
  /** What the proxy's formats show; each format adds to it. */
  readonly shownFigures: ShownFigures;
  /** Most characters of a request line in logs. */
  readonly requestLineLength: number;
  readonly fetches: ReadonlyMap<string, FetchRow>;
  readonly converters: ReadonlyMap<string, ConverterRow>;
  /** Undefined when there is none of that name; "" asks for the proxy the rule stands in. */
  frontend(name: string): FrontendFacts | undefined;
  backend(name: string): BackendFacts | undefined;
  table(name: string): TableFacts | undefined;
  userlist(name: string): UserlistFacts | undefined;
  /** Named ACLs of the proxy, for conditions. */
  readonly acls: AclLookup;
  /** The same scope for a rule set that provides other bits. */
  providing(where: number, what: string): CompileScope;
  /** Plugins' fetches and converters, looked up as "lua.NAME" or "plugin.NAME". */
  pluginFetch(
    name: string,
  ): ((txn: Txn, args: readonly string[]) => SampleValue | undefined) | undefined;
  pluginConverter(
    name: string,
  ): ((value: SampleValue, args: readonly string[]) => SampleValue | undefined) | undefined;
}

/** Named ACLs; the predefined ones (TRUE, METH_GET, …) included. */
export interface AclLookup {
  /** The compiled test, or undefined after reporting that the name is unknown. */
  get(name: string): ((txn: Txn) => boolean) | undefined;
  readonly names: readonly string[];
  /** `Where` bits without which no line of the ACL can ever match; 0 for an unknown name. */
  needs(name: string): number;
  /** What the ACL comes down to where rules may share its lookup; else null. */
  guard(name: string): Guard | null;
}
