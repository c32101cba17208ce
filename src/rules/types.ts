/**
 * Rules: what an action is, what it may do to a stream, and the rows that name actions
 * (manual 4.3). Actions run in the order of the file; each says how evaluation goes on.
 */
import type { SampleType, SampleValue } from "../sample/types.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { CompileScope } from "../sample/compile-scope.ts";
import type { TableFacts, Txn } from "../sample/txn.ts";
import type { VariableRef } from "../sample/variables/variables.ts";
import type { RuleSetName } from "../config/model.ts";
import type { Line, Word } from "../config/words/word.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import type { HeaderName } from "../http/header-name.ts";
import type { BandwidthFilter } from "./bandwidth.ts";
import type { ConnectionEffects } from "./connection-effects.ts";
import type { Reply } from "./reply.ts";

/** How evaluation goes on after an action. */
export const Outcome = {
  /** The next rule. */
  next: 0,
  /** No further rule of this set; the stream goes on (allow, accept). */
  stop: 1,
  /** The stream was answered or ended by the action; nothing more is evaluated. */
  done: 2,
  /** The action waits; it calls `txn.resume()` and is then asked again. */
  wait: 3,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** The transaction as actions see it: facts, plus what only rules may do. */
export interface RuleTxn extends Txn {
  setVariable(ref: VariableRef, value: SampleValue, type: SampleType): void;
  unsetVariable(ref: VariableRef): void;
  /** Answers the client instead of a server; replaces the response when one is being processed. */
  reply(reply: Reply): void;
  /** Like `reply`, but a denial: counted as denied, logged with flag P. */
  deny(reply: Reply): void;
  /** Answers with `reply` after the tarpit timeout, flag PT. */
  tarpit(reply: Reply): void;
  /** Closes the client connection without an answer. */
  reject(): void;
  /** What rules do to the connections of the stream. */
  readonly effects: ConnectionEffects;
  /** Starts counting in a table entry; ignored if counter `index` already tracks one. */
  track(index: number, table: TableFacts, key: SampleValue): void;
  /** Counts the request in all entries that it was not counted in yet. */
  countRequest(): void;
  /** The page of `errorfile` (the backend's, the frontend's or HAProxy's own) for a status. */
  errorReply(status: number): Reply;
  /** Hands the request to an applet (stats, prometheus, a plugin's service). */
  serve(service: Service): void;
  /** Evaluation may go on: asks the waiting action again. Harmless on a stream that ended. */
  resume(): void;
  /**
   * Asks for bytes of the request's body until `sizeBytes` are there; true when satisfied. When
   * `timeoutMs` pass before, the stream ends with 408.
   */
  bufferBody(sizeBytes: number, timeoutMs: number): boolean;
  /** The same for the response's body; too late is 504. */
  bufferResponseBody(sizeBytes: number, timeoutMs: number): boolean;
  /** Waits once for `delayMs`; true when that is over. */
  pause(delayMs: number): boolean;
  /** Answers with the page of `status` what the proxy cannot go on with; no denial by a rule. */
  refuse(status: number): void;
  /** Adds a field to the 103 response in the making; `last` sends it (RFC 8297). */
  hint(name: HeaderName, value: string, last: boolean): void;
  /** A failure of this request after the connection was made is not retried. */
  disableRetries(): void;
  /** Bytes that a head may have once rules changed it (`tune.bufsize`). */
  readonly headLimitBytes: number;
  /** `strict-mode off`: rewrites that do not fit are left out. True from one rule on, until its set ends. */
  lenientRewrites: boolean;
  /** A rewrite did not fit; says how evaluation goes on. */
  failRewrite(): Outcome;
  /** Logs a line at once, as of the rule set that asks. */
  logNow(set: RuleSetName): void;
  setLogLevel(level: number | "silent"): void;
  setTimeout(which: "server" | "tunnel" | "client", timeoutMs: number): void;
  /** Holds a filter's limit from here on; null for what the filter says by itself. */
  limitBandwidth(filter: BandwidthFilter, limitBytes: number | null, periodMs: number | null): void;
  /** Values of capture slots, cut to their length; ignored where the frontend has no such slot. */
  captureRequest(slot: number, value: string): void;
  captureResponse(slot: number, value: string): void;
  /** The rule that ended its set last, for last_rule_file and last_rule_line. */
  lastRule: Line | null;
  /** The rule whose action runs: the last one if the stream ends in it. */
  actingRule: Line | null;
  /** The rule that waits; stays when the stream is given up meanwhile. */
  waitingRule: Line | null;
  /** Scratch of the action that waits; null when none does. Cleared when it stops waiting. */
  waiting: object | null;
}

/** An applet: answers a request from inside the proxy. */
export interface Service {
  readonly name: string;
  /** Starts answering; may do so at once or later through `exchange`. */
  serve(exchange: ServiceExchange): void;
}

/** One request served by an applet. Chunks are latin1 text or bytes; framing is the stream's. */
export interface ServiceExchange {
  readonly txn: Txn;
  /** Sends the head; `bodySizeBytes` null means chunked or until close. */
  head(
    status: number,
    fields: readonly (readonly [string, string])[],
    bodySizeBytes: number | null,
  ): void;
  /** Sends body bytes; false when the client is slow: wait for `onWritable`. */
  write(bytes: Uint8Array): boolean;
  end(): void;
  /** Ends the exchange as failed: 500 if no head was sent, else an aborted body. */
  fail(reason: string): void;
  /** The request's body: called for each piece, then with null at its end. */
  onBody(receive: (bytes: Uint8Array | null) => void): void;
  onWritable(fire: () => void): void;
  /** The client left. */
  onAbort(fire: () => void): void;
}

export type Action = (txn: RuleTxn) => Outcome;

/** Rule sets as plugins name them. */
export type PluginPlace = "tcp-req" | "tcp-res" | "http-req" | "http-res" | "http-after-res";

/** What the compiler of actions may ask beyond what expressions need. */
export interface RuleScope extends CompileScope {
  /** The applet of `use-service NAME`; undefined when there is none of that name. */
  service(name: string): Service | undefined;
  readonly serviceNames: readonly string[];
  /** The `resolvers` section of that name at work; undefined when there is none. */
  resolver(name: string): Resolver | undefined;
  readonly resolverNames: readonly string[];
  /** Raw responses by status of the `http-errors` section of that name. */
  errorFiles(name: string): ReadonlyMap<number, { readonly content: string }> | undefined;
  /** A file as latin1; throws an Error that says why not. */
  readFile(path: string): string;
  /** Reads a raw response of an error file. */
  readonly bytes: ByteFactory;
  /** The slot that the rule of this keyword has of its own (`capture … len`). */
  ownCaptureSlot(keyword: Word): number | undefined;
  /** How many capture slots the proxy has. */
  captureSlots(direction: "request" | "response"): number;
  /** The bandwidth filter of that name in this proxy. */
  bandwidthFilter(name: string): BandwidthFilter | undefined;
  /** Highest number of counters that may be tracked (`tune.stick-counters`). */
  readonly stickCounters: number;
  /** The proxy has a frontend side, a backend side. */
  readonly hasFrontend: boolean;
  readonly hasBackend: boolean;
  /** An action that a plugin registered; undefined when none did under that name for the place. */
  pluginAction(name: string, place: PluginPlace, args: readonly string[]): Action | undefined;
  /** `expose-experimental-directives` stands in the global section. */
  readonly experimental: boolean;
  providing(where: number, what: string): RuleScope;
}

/** An action: one row a keyword (or family of keywords). */
export interface ActionRow {
  /** The word, or its beginning when `prefix` is true ("track-sc", "lua.", "set-var("). */
  readonly name: string;
  readonly prefix?: boolean;
  readonly sets: readonly RuleSetName[];
  readonly syntax: string;
  readonly manual: string;
  readonly summary: string;
  /** The word is the directive itself (`redirect …`), not an action behind a rule set's name. */
  readonly directive?: boolean;
  /** Nothing of this set is evaluated after it when it has no condition (for the warning). */
  readonly final?: boolean;
  /**
   * Compiles the words (the keyword first). Returns undefined after reporting. `set` is the
   * set the rule stands in; `isFollowed` says that the same action stands in the next rule and has
   * no condition there.
   */
  compile(
    words: readonly Word[],
    scope: RuleScope,
    set: RuleSetName,
    isFollowed: boolean,
  ): Action | undefined;
}
