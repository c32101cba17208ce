/** A backend compiled: rules, balancing, persistence, how to reach each server (manual 4.2, 5.2). */
import { compileBalance, isKeyed } from "../../balance/rows.ts";
import { parsePrefix, type Prefix } from "../../core/prefix.ts";
import { nameCaseOf } from "../../http/name-case.ts";
import { headerName } from "../../http/header-name.ts";
import type { GlobalModel, ProxyModel, ServerModel, StickRuleModel } from "../../config/model.ts";
import type { Word } from "../../config/words/word.ts";
import type { Logger } from "../../log/logger.ts";
import type { H1Back } from "../../mux/h1/back.ts";
import { compileErrorPages } from "../../rules/error-replies.ts";
import type { SocketOptions } from "../../runtime/transport.ts";
import type { RuleScope } from "../../rules/types.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import type { Txn } from "../../sample/txn.ts";
import { IdlePool } from "../../server/idle/pool.ts";
import type { Server } from "../../server/server.ts";
import { TableView } from "../../stick-table/view.ts";
import {
  Backend,
  type BackendView,
  type ServerSwitch,
  type StickRule,
} from "../../stream/backend.ts";
import type { ForwardFor } from "../../stream/frontend.ts";
import { RetryPolicy } from "../../stream/retry-policy.ts";
import { Upstream } from "../../stream/upstream.ts";
import { compileForwarded } from "./forwarded.ts";
import { compileDirect } from "./direct.ts";
import { connectionOptions } from "./keep-alive.ts";
import { compileProxyHeader } from "./proxy-header.ts";
import { ANSWER, ASSIGNMENT, CONNECT, RESPONSE } from "./places.ts";
import { compileCompression } from "./compression.ts";
import { conditionOf } from "./conditions.ts";
import { compileProxyRules } from "./proxy-rules.ts";
import { compileStatsPage, type StatsServices } from "./stats-page.ts";
import type { ThreadEnv } from "./thread-env.ts";
import { compileSource, serverSocketOptions } from "./source.ts";
import { compileServerTls } from "./tls.ts";

/** Algorithms that have a queue only because all servers are full: as in HAProxy. */
const IN_TURN: ReadonlySet<string> = new Set(["roundrobin", "static-rr", "first"]);

/** Undefined after reporting. */
export function compileBackend(
  model: ProxyModel,
  view: BackendView,
  global: GlobalModel,
  env: ThreadEnv,
  services: StatsServices,
  logger: Logger,
  scope: RuleScope,
): Backend | undefined {
  const request = scope.providing(ASSIGNMENT, "backend");
  for (const server of view.farm.servers) checkResolvers(server.model, scope);
  const algorithm = compileBalance({
    farm: view.farm,
    model,
    scope: request,
    bufferSizeBytes: global.bufsizeBytes,
  });
  const options = connectionOptions(model, global, "server");
  const upstreams = view.farm.servers.map((server) =>
    compileUpstream(server, options, global, env, request),
  );
  if (algorithm === undefined || upstreams.includes(undefined)) return undefined;
  const direct = compileDirect(model, options, env, request);
  if (direct !== null) upstreams.push(direct);
  return new Backend(
    {
      name: model.name,
      id: model.id,
      mode: model.mode,
      timeouts: model.timeouts,
      counters: view.counters,
      rules: compileProxyRules(model, scope),
      inspectDelayMs: model.inspectDelayMs ?? 0,
      responseInspectDelayMs: model.responseInspectDelayMs ?? 0,
      farm: view.farm,
      algorithm,
      direct: direct === null ? null : direct.server,
      upstreams: upstreams.filter((each) => each !== undefined),
      serverSwitches: compileServerSwitches(model, view, request),
      stickRules: model.stickRules.flatMap((rule) => compileStick(rule, scope)),
      cookie: model.cookie,
      cacheAlerts: model.switches.has("checkcache") ? logger : null,
      reuse: model.httpReuse,
      connectionMode: model.connectionMode,
      retries: model.retries,
      retryOn: new RetryPolicy(model.retryOn),
      // Streams that go to an address have no other server to go to, and those of servers follow.
      redispatch: direct === null ? model.redispatch : null,
      anyServerServes: !isKeyed(model.balance),
      keepsQueueOrder: IN_TURN.has(model.balance.words[0]!.text),
      abortOnClose: model.abortOnClose,
      preferLastServer: model.switches.has("prefer-last-server"),
      maxKeepAliveQueue: model.maxKeepAliveQueue,
      acceptsViolations: model.switches.has("accept-unsafe-violations-in-http-response"),
      independentStreams: model.switches.has("independent-streams"),
      pretendsKeepAlive: model.switches.has("http-pretend-keepalive"),
      persist: model.switches.has("persist"),
      persistRdpCookie: model.persistRdpCookie,
      forwarded: compileForwarded(model.forwarded, request),
      forwardFor: compileAddressHeader(model.forwardFor, scope),
      originalTo: compileAddressHeader(model.originalTo, scope),
      headerNames: model.requestHeaderNames ?? "preserve",
      bufferRequest: model.switches.has("http-buffer-request"),
      nameCase: nameCaseOf(global.headerCase, model.switches.has("h1-case-adjust-bogus-server")),
      dropTrailers: model.switches.has("http-drop-request-trailers"),
      sendNameHeader: model.sendNameHeader === null ? null : headerName(model.sendNameHeader),
      persistRules: model.persistRules.flatMap(({ kind, condition }) => {
        const test = conditionOf(condition, request);
        return test === undefined ? [] : [{ kind, condition: test }];
      }),
      replies: compileErrorPages(model.errorFiles, scope.providing(ANSWER, "http-error")),
      stats: compileStatsPage(model, services, scope),
      compression: compileCompression(model, env.runtime, scope),
    },
    () => env.io.nowMs,
  );
}

function compileUpstream(
  server: Server,
  options: SocketOptions | null,
  global: GlobalModel,
  env: ThreadEnv,
  scope: CompileScope,
): Upstream | undefined {
  const { model } = server;
  const keyLog = (): boolean => scope.tlsWants.serverKeyLog;
  const tls = model.ssl ? compileServerTls(model, global, env, scope.diagnostics, keyLog) : null;
  if (tls === undefined) return undefined;
  const sni = compileName(model.sni, "sni", scope);
  const pool = new IdlePool<H1Back>(model, server.counters, env.io.wheel);
  const poolName = compileName(model.poolConnName, "pool-conn-name", scope);
  return new Upstream({
    server,
    pool,
    tls,
    sni: sni.eval,
    poolName: inPool(model.poolConnName === null && model.ssl ? sni : poolName),
    proxyHeader: compileProxyHeader(model, scope),
    options: serverSocketOptions(model, options),
    source: compileSource(server, env.arena, scope),
  });
}

function checkResolvers({ name, resolvers }: ServerModel, scope: RuleScope): void {
  if (resolvers === null || scope.resolver(resolvers.text) !== undefined) return;
  scope.diagnostics.error(
    resolvers,
    `server '${name}': there is no resolvers section '${resolvers.text}'`,
  );
}

/** `sni` or `pool-conn-name`. */
interface NameExpression {
  readonly eval: ((txn: Txn) => string | null) | null;
  readonly constant: boolean;
}

const NO_NAME: NameExpression = { eval: null, constant: true };

function compileName(word: Word | null, option: string, scope: CompileScope): NameExpression {
  if (word === null) return NO_NAME;
  const expression = compileExpression(word, scope.providing(CONNECT, option));
  const text = expression === undefined ? undefined : castTo(expression, "str", scope, word);
  if (text === undefined) return NO_NAME;
  return {
    eval: (txn) => {
      const value = text.eval(txn);
      return typeof value === "string" ? value : null;
    },
    constant: text.constant !== undefined,
  };
}

/** Null for a name that all connections have. */
function inPool({ eval: evaluate, constant }: NameExpression): NameExpression["eval"] {
  return constant ? null : evaluate;
}

function compileServerSwitches(
  model: ProxyModel,
  view: BackendView,
  scope: CompileScope,
): ServerSwitch[] {
  return model.useServer.flatMap((rule) => {
    const server = view.farm.server(rule.target.text);
    const condition = conditionOf(rule.condition, scope);
    if (server === undefined) {
      scope.diagnostics.error(
        rule.target,
        `use-server: no server '${rule.target.text}' in backend '${model.name}'`,
      );
      return [];
    }
    return condition === undefined ? [] : [{ condition, server }];
  });
}

function compileStick(rule: StickRuleModel, scope: CompileScope): StickRule[] {
  const isResponse = rule.kind === "store-response";
  const ruleScope = scope.providing(isResponse ? RESPONSE : ASSIGNMENT, `stick ${rule.kind}`);
  const expression = compileExpression(rule.expression, ruleScope);
  const condition = conditionOf(rule.condition, ruleScope);
  const table = ruleScope.table(rule.table?.text ?? "");
  if (!(table instanceof TableView)) {
    scope.diagnostics.error(
      rule.table ?? rule.line,
      `stick ${rule.kind}: no stick-table '${rule.table?.text ?? scope.proxyName}'`,
    );
    return [];
  }
  const key = expression && castTo(expression, table.keyType, ruleScope, rule.expression);
  if (key === undefined || condition === undefined) return [];
  return [
    {
      condition,
      key: key.eval,
      table,
      match: rule.kind === "on" || rule.kind === "match",
      store: isResponse ? "response" : rule.kind === "match" ? "no" : "request",
    },
  ];
}

/** `option forwardfor` or `originalto`. */
export function compileAddressHeader(
  forwardFor: ProxyModel["forwardFor"],
  scope: CompileScope,
): ForwardFor | null {
  if (forwardFor === null) return null;
  const except: Prefix[] = [];
  if (forwardFor.except !== null) {
    const prefix = parsePrefix(forwardFor.except.text);
    if (prefix === undefined)
      scope.diagnostics.error(
        forwardFor.except,
        `'${forwardFor.except.text}' is no address or network`,
      );
    else except.push(prefix);
  }
  return { header: headerName(forwardFor.headerName), except, ifNone: forwardFor.ifNone };
}
