/** Rules for unit tests: compiled from lines, run on a transaction that notes what they did. */
import { TimerWheel } from "../../../src/core/timer-wheel.ts";
import { Resolver } from "../../../src/dns/resolver.ts";
import { FakeClock } from "../core/fake-clock.ts";
import type { RuleModel, RuleSetName } from "../../../src/config/model.ts";
import type { Word } from "../../../src/config/words/word.ts";
import type { ConnectionEffects } from "../../../src/rules/connection-effects.ts";
import { compileErrorReplies } from "../../../src/rules/error-replies.ts";
import { compileRules } from "../../../src/rules/compile-rules.ts";
import type { Reply } from "../../../src/rules/reply.ts";
import { actionRows } from "../../../src/rules/rows.ts";
import { evaluateRules, type Rule, type RuleCursor } from "../../../src/rules/rule-set.ts";
import { Outcome, type RuleScope } from "../../../src/rules/types.ts";
import { variablesOf } from "../../../src/sample/variables/value.ts";
import type { TableFacts, Txn } from "../../../src/sample/txn.ts";
import { bytes, emptyBytes } from "../support/bytes.ts";
import { parsed, parsedGetResponse } from "../support/heads.ts";
import { type ScopeFacts, processFacts, type TestScope, testScope, txnOf } from "../support/txn.ts";

export interface RuleScopeFacts extends ScopeFacts {
  readonly tables?: Readonly<Record<string, TableFacts>>;
  readonly httpErrors?: Readonly<Record<string, ReadonlyMap<number, { readonly content: string }>>>;
  readonly kind?: "frontend" | "backend" | "listen";
  /** How many slots are declared; a rule with 'len' has the one after them. */
  readonly captureSlots?: number;
  readonly experimental?: boolean;
}

/** Answers nobody. */
function resolverWithoutServers(): Resolver {
  const settings = {
    name: "dns",
    tries: 1,
    retryMs: 1,
    validMs: 1,
    payloadBytes: 512,
    resolveMs: 1000,
    families: () => [4, 6] as const,
    hold: { nx: 0, refused: 0, timeout: 0, other: 0, obsolete: 0 },
  };
  return new Resolver(
    settings,
    [],
    new TimerWheel(new FakeClock()),
    () => {},
    () => 1,
  );
}

export type TestRuleScope = RuleScope & TestScope;

export function ruleScope(facts: RuleScopeFacts = {}): TestRuleScope {
  const {
    tables = {},
    files = {},
    httpErrors = {},
    kind = "listen",
    captureSlots = 0,
    experimental = true,
  } = facts;
  const base = testScope(facts);
  const scope: TestRuleScope = {
    ...base,
    proxyName: "fe",
    table: (name) => tables[name],
    service: (name) => (name === "metrics" ? { name, serve() {} } : undefined),
    resolver: (name) => (name === "dns" ? resolverWithoutServers() : undefined),
    resolverNames: ["dns"],
    serviceNames: ["metrics"],
    errorFiles: (name) => httpErrors[name],
    readFile(path) {
      const content = files[path];
      if (content === undefined) throw new Error("no such file");
      return content;
    },
    bytes: {
      alloc: emptyBytes,
      latin1: bytes,
      utf8: bytes,
      view: () => emptyBytes(0),
      concat: () => emptyBytes(0),
    },
    ownCaptureSlot: () => captureSlots,
    captureSlots: () => captureSlots,
    bandwidthFilter: () => undefined,
    experimental,
    stickCounters: 3,
    hasFrontend: kind !== "backend",
    hasBackend: kind !== "frontend",
    pluginAction: (name, place, args) =>
      name !== "check"
        ? undefined
        : (txn) => {
            txn.setLogLevel(args.length);
            return place === "http-req" ? Outcome.next : Outcome.stop;
          },
    providing: (provides, what) => ({ ...scope, provides, what, providing: scope.providing }),
  };
  return scope;
}

/** Words of a line; double quotes hold blanks together. */
function ruleWords(line: string): Word[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => ({
    file: "test.cfg",
    line: 1,
    column: match.index + 1,
    text: match[1] ?? match[2]!,
    width: match[0].length,
  }));
}

/** The rule of a line: `deny if { path / }`. */
export function modelOf(line: string): RuleModel {
  const words = ruleWords(line);
  const at = words.findIndex((word) => word.text === "if" || word.text === "unless");
  const end = at < 0 ? words.length : at;
  const set: Word = { file: "test.cfg", line: 1, column: 0, text: "set", width: 3 };
  return {
    line: { words: [set, ...words], source: line },
    action: words.slice(0, end),
    condition: words.slice(end),
  };
}

/** Compiles lines; what was reported stands in `scope.diagnostics`. */
export function rulesOf(
  lines: readonly string[],
  scope: TestRuleScope = ruleScope(),
  set: RuleSetName = "http-request",
): Rule[] {
  return compileRules(lines.map(modelOf), set, scope, actionRows);
}

/** Messages and hints that compiling the line gives, each with the word it points at. */
export function complaints(
  line: string,
  facts: RuleScopeFacts = {},
  set: RuleSetName = "http-request",
): string[] {
  const scope = ruleScope(facts);
  rulesOf([line], scope, set);
  return scope.diagnostics.all.map(({ at, message, hint, severity }) => {
    const place = at === null ? "-" : line.slice(at.column - 1, at.column - 1 + at.width);
    return `${severity === "alert" ? "" : `${severity} `}[${place}] ${message}${hint === "" ? "" : ` (${hint})`}`;
  });
}

/** A transaction that notes what rules do to it. */
export interface NotingTxn extends RuleCursor {
  readonly notes: string[];
  readonly replies: Reply[];
  /** What `bufferBody` says. */
  bodyIsThere: boolean;
}

/** Notes what rules do to connections. */
function notingEffects(notes: string[]): ConnectionEffects {
  return {
    setAddress: (end, address) => void notes.push(`address ${end} ${address.toString()}`),
    setPort: (end, port) => void notes.push(`port ${end} ${port}`),
    setClientOption: (option, value) => void notes.push(`client ${option} ${value}`),
    setServerOption: (option, value) => void notes.push(`server ${option} ${value}`),
    drop: (ttl) => void notes.push(`drop ${ttl}`),
    expectHeader: (kind) => void notes.push(`expect ${kind}`),
    setPriorityClass: (value) => void notes.push(`class ${value}`),
    setPriorityOffset: (offsetMs) => void notes.push(`offset ${offsetMs}`),
    beNice(nice) {
      notes.push(`nice ${nice}`);
      return nice <= 0;
    },
    setRetries: (count) => void notes.push(`retries ${count}`),
    switchToHttp: () => false,
    closeServer() {
      notes.push("close");
      return Outcome.done;
    },
  };
}

export function notingTxn(over: Partial<Txn> = {}): NotingTxn {
  const errors = compileErrorReplies(new Map(), ruleScope());
  const notes: string[] = [];
  const replies: Reply[] = [];
  const note = (what: string, reply: Reply): void => {
    notes.push(what);
    replies.push(reply);
  };
  const txn: NotingTxn = {
    ...txnOf(over),
    ruleIndex: 0,
    lastRule: null,
    waiting: null,
    actingRule: null,
    waitingRule: null,
    bodyIsThere: false,
    notes,
    replies,
    setVariable(ref, value, type) {
      variablesOf(txn, processFacts, ref.scope).set(ref.slot, value, type);
      notes.push(`set ${ref.scope}.${ref.name} ${type} ${String(value)}`);
    },
    unsetVariable(ref) {
      variablesOf(txn, processFacts, ref.scope).unset(ref.slot);
      notes.push(`unset ${ref.scope}.${ref.name}`);
    },
    reply: (reply) => note("reply", reply),
    deny: (reply) => note("deny", reply),
    tarpit: (reply) => note("tarpit", reply),
    reject: () => void notes.push("reject"),
    effects: notingEffects(notes),
    awaitsContent: false,
    countRequest: () => undefined,
    track: (index, table, key) => void notes.push(`track ${index} ${table.name} ${String(key)}`),
    errorReply: errors,
    serve: (service) => void notes.push(`serve ${service.name}`),
    resume() {},
    bufferBody(sizeBytes, timeoutMs) {
      notes.push(`body ${sizeBytes} ${timeoutMs}`);
      return txn.bodyIsThere;
    },
    bufferResponseBody(sizeBytes, timeoutMs) {
      notes.push(`response body ${sizeBytes} ${timeoutMs}`);
      return txn.bodyIsThere;
    },
    pause(delayMs) {
      notes.push(`pause ${delayMs}`);
      const isOver = txn.waiting !== null;
      txn.waiting = notes;
      return isOver;
    },
    refuse: (status) => void notes.push(`refuse ${status}`),
    hint: (name, value, last) =>
      void notes.push(`hint ${name.text} ${value}${last ? " send" : ""}`),
    disableRetries: () => void notes.push("disable retries"),
    headLimitBytes: 16384,
    lenientRewrites: false,
    failRewrite() {
      notes.push(`rewrite failed${txn.lenientRewrites ? ", never mind" : ""}`);
      return txn.lenientRewrites ? Outcome.next : Outcome.done;
    },
    logNow: (set) => void notes.push(`log ${set}`),
    setLogLevel: (level) => void notes.push(`level ${level}`),
    setTimeout: (which, timeoutMs) => void notes.push(`timeout ${which} ${timeoutMs}`),
    limitBandwidth: ({ name }, limitBytes, periodMs) =>
      void notes.push(`limit ${name} ${limitBytes} ${periodMs}`),
    captureRequest: (slot, value) => void notes.push(`capture request ${slot} ${value}`),
    captureResponse: (slot, value) => void notes.push(`capture response ${slot} ${value}`),
  };
  return txn;
}

/** A request with that target and fields. */
export function requestFor(target: string, ...fields: readonly string[]): NotingTxn {
  return notingTxn({ request: parsed(`GET ${target} HTTP/1.1`, "Host: h", ...fields) });
}

export function responseWith(status: number, ...fields: readonly string[]): NotingTxn {
  return notingTxn({ response: parsedGetResponse(`HTTP/1.1 ${status} Fine`, ...fields) });
}

/** Runs lines on a transaction; the outcome and what was noted. Lines must compile. */
export function run(
  lines: readonly string[],
  txn: NotingTxn,
  scope: TestRuleScope = ruleScope(),
  set: RuleSetName = "http-request",
): Outcome {
  const rules = rulesOf(lines, scope, set);
  const first = scope.diagnostics.all.find(({ severity }) => severity === "alert");
  if (first !== undefined) throw new Error(first.message);
  return evaluateRules(rules, txn, true);
}

/** The reply as it goes over the wire to a GET that keeps the connection. */
export function wire(reply: Reply, txn: Txn): string {
  const body = reply.body(txn);
  const fields = reply.fields.flatMap(({ name, value, optional }) => {
    const text = value(txn, body);
    return text === "" && optional === true ? [] : [`${name.toLowerCase()}: ${text}\r\n`];
  });
  return `HTTP/1.${reply.minorVersion ?? 1} ${reply.status} ${reply.reason}\r\n${fields.join("")}\r\n${body}`;
}

/** Names and values of a message's fields, one a line. */
export function fieldLines(txn: Txn, side: "request" | "response" = "request"): string[] {
  const fields = (side === "request" ? txn.request : txn.response)!.fields;
  const lines: string[] = [];
  for (let i = 0; i < fields.size; i++) {
    if (fields.isPresent(i)) lines.push(`${fields.nameText(i)}: ${fields.valueText(i)}`);
  }
  return lines;
}
