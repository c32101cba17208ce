/**
 * A generation: one configuration compiled for one thread, ready to carry traffic. A reload makes
 * another one beside it; what must outlive it (counters, server states, tables) is in the arena.
 */
import type { CollectedDiagnostics } from "../../config/diagnostics/collect.ts";
import type { BindModel, ConfigModel, ProxyModel, RingModel } from "../../config/model.ts";
import type { Logger } from "../../log/logger.ts";
import type { LogSink } from "../../log/sink.ts";
import type { Resolver } from "../../dns/resolver.ts";
import { PatternStore } from "../../pattern/store.ts";
import { compileBandwidthFilters } from "../../rules/bandwidth.ts";
import { compileUserlist } from "../../rules/userlist.ts";
import { KeyFiles } from "../../sample/key-files.ts";
import { TlsWants } from "../../sample/tls/wants.ts";
import type { BackendFacts } from "../../sample/txn.ts";
import { VariableNames } from "../../sample/variables/variables.ts";
import { Farm } from "../../server/farm.ts";
import { Counters } from "../../stats/counters.ts";
import { type Backend, BackendView } from "../../stream/backend.ts";
import { type Frontend, FrontendView, type LogSpec } from "../../stream/frontend.ts";
import type { TableView } from "../../stick-table/view.ts";
import { converterTable, fetchTable } from "../registry.ts";
import { compileBackend } from "./backend.ts";
import { checkCapabilities } from "./capabilities.ts";
import { compileFrontend } from "./frontend.ts";
import { compileLogBackend } from "./log-backends.ts";
import type { LogEnv } from "./log-targets.ts";
import { compileLogSpec, processLogger, proxyLogs } from "./logging.ts";
import {
  compilePluginExpression,
  compileStartVariables,
  type StartVariable,
} from "./process-scope.ts";
import { compilePeers, type PeersPlan } from "./peers.ts";
import { ringModels } from "./rings.ts";
import { compileResolvers } from "./resolvers.ts";
import { ProxyScope, type ScopeParts } from "./scope.ts";
import type { StatsServices } from "./stats-page.ts";
import { compileTables } from "./stick-tables.ts";
import type { ThreadEnv } from "./thread-env.ts";
import { linkTracks } from "./tracks.ts";
import { type BindTls, compileBindTls } from "./tls.ts";

/** A bind line with its certificates. */
export interface BoundLine {
  readonly bind: BindModel;
  readonly tls: BindTls | null;
}

/** A frontend with what concerns its listening. */
export interface FrontendEntry {
  readonly model: ProxyModel;
  readonly frontend: Frontend;
  readonly binds: readonly BoundLine[];
}

export interface BackendEntry {
  readonly model: ProxyModel;
  readonly backend: Backend;
  /** Its facts, for expressions, and the scope its rules were compiled in. */
  readonly view: BackendFacts;
  readonly scope: ProxyScope;
  readonly logger: Logger;
}

export interface Generation {
  readonly number: number;
  readonly model: ConfigModel;
  readonly frontends: readonly FrontendEntry[];
  readonly backends: readonly BackendEntry[];
  readonly tables: ReadonlyMap<string, TableView>;
  readonly patterns: PatternStore;
  readonly tlsWants: TlsWants;
  readonly variableNames: VariableNames;
  readonly resolvers: ReadonlyMap<string, Resolver>;
  /** On the control thread. */
  readonly peers: readonly PeersPlan[];
  /** What the global section sets before traffic comes. */
  readonly startVariables: readonly StartVariable[];
  /** For what is compiled while it runs. */
  readonly scopeParts: ScopeParts;
  /** The process's own logger: starts, stops, reloads. */
  readonly logger: Logger;
  /** Rings of its sections and of its stream targets. */
  readonly rings: readonly RingModel[];
  readonly env: ThreadEnv;
}

/** Compiles a model; what is wrong is in `diagnostics`, and then the result must not be used. */
export function compileGeneration(
  number: number,
  model: ConfigModel,
  env: ThreadEnv,
  services: StatsServices,
  diagnostics: CollectedDiagnostics,
  previous: Generation | null,
): Generation {
  checkCapabilities(model, env.runtime, diagnostics);
  const rings = ringModels(model);
  for (const ring of rings) env.rings.define(ring);
  const logBackends = new Map<string, LogSink>();
  const logEnv: LogEnv = {
    backends: logBackends,
    global: model.global,
    profiles: new Map(model.logProfiles.map((profile) => [profile.name, profile])),
    thread: env,
  };
  const tables = compileTables(model, env, diagnostics);
  const peers = compilePeers(model, tables, env, diagnostics);
  const frontendViews = viewsOfFrontends(model, env);
  const backendViews = viewsOfBackends(model, env, previous);
  const readText = (path: string): string => {
    const bytes = env.files.readBytes(path);
    return bytes.latin1Slice(0, bytes.length);
  };
  const patterns = new PatternStore(readText);
  const tlsWants = new TlsWants(model.global.sslKeyLog);
  const variableNames = new VariableNames(env.processNames);
  const resolvers = compileResolvers(model, env, diagnostics);
  const userlists = new Map(
    model.userlists.map((list) => [list.name, compileUserlist(list, env.process, diagnostics)]),
  );
  const parts: ScopeParts = {
    diagnostics,
    process: env.process,
    variableNames,
    patterns,
    tlsWants,
    keys: new KeyFiles(readText, env.runtime.crypto),
    fetches: fetchTable,
    converters: converterTable,
    names: { frontends: frontendViews, backends: backendViews, tables, userlists },
    plugins: env.plugins,
    errorFiles: new Map(model.httpErrors.map((section) => [section.name, section.errorFiles])),
    bandwidthFilters: new Map(),
    files: env.files,
    bytes: env.runtime.bytes,
    stickCounters: model.global.stickCounters,
    requestLineLength: model.global.tuning.requestLineLength,
    experimental: model.global.experimental,
    resolvers,
    services: new Map([[services.prometheus.name, services.prometheus]]),
  };
  env.plugins.attach({ variableNames, compile: (text) => compilePluginExpression(text, parts) });
  const startVariables = compileStartVariables(model.global.setVars, parts);
  const backends: BackendEntry[] = [];
  const scopes = new Map(model.proxies.map((proxy) => [proxy, ProxyScope.of(parts, proxy)]));
  for (const [proxy, scope] of scopes) {
    const filters = compileBandwidthFilters(proxy.bandwidthFilters, scope);
    parts.bandwidthFilters.set(proxy, filters);
  }
  for (const [proxy, scope] of scopes) {
    if (proxy.mode !== "syslog") continue;
    const { farm } = backendViews.get(proxy.name)!;
    const backend = compileLogBackend(proxy, farm, model.global, env, scope);
    if (backend !== undefined) logBackends.set(proxy.name, backend);
  }
  for (const proxy of model.proxies) {
    const view = backendViews.get(proxy.name);
    if (proxy.kind === "frontend" || view === undefined) continue;
    const scope = scopes.get(proxy)!;
    const { logger } = proxyLogs(proxy, logEnv, scope);
    const backend = compileBackend(proxy, view, model.global, env, services, logger, scope);
    if (backend === undefined) continue;
    backends.push({ model: proxy, backend, view, scope, logger });
  }
  linkTracks(backends, diagnostics);
  // No stream comes to a log backend, not even by a name made at run time.
  const carriers = backends.filter(({ model: { mode } }) => mode !== "syslog");
  const byName = new Map(carriers.map(({ backend }) => [backend.name, backend]));
  const frontends: FrontendEntry[] = [];
  for (const proxy of model.proxies) {
    const view = frontendViews.get(proxy.name);
    if (proxy.kind === "backend" || view === undefined) continue;
    const scope = scopes.get(proxy)!;
    const log = (): LogSpec =>
      compileLogSpec(proxy, proxyLogs(proxy, logEnv, scope), logEnv, scope);
    const frontend = compileFrontend(proxy, view, byName, log, model.global, env, services, scope);
    const lines = proxy.disabled ? [] : proxy.binds;
    const binds = lines.flatMap((bind) => {
      const tls = compileBindTls(bind, model.global, env, diagnostics);
      return tls === undefined ? [] : [{ bind, tls }];
    });
    frontends.push({ model: proxy, frontend, binds });
  }
  const logger = processLogger(logEnv, { diagnostics });
  return {
    number,
    model,
    frontends,
    backends,
    tables,
    patterns,
    tlsWants,
    variableNames,
    startVariables,
    scopeParts: parts,
    resolvers,
    peers,
    logger,
    rings,
    env,
  };
}

function countersOf(name: string, env: ThreadEnv): Counters {
  return new Counters(env.arena, name, env.threadCount, env.threadId - 1);
}

function viewsOfFrontends(model: ConfigModel, env: ThreadEnv): Map<string, FrontendView> {
  const views: Map<string, FrontendView> = new Map();
  for (const proxy of model.proxies) {
    if (proxy.kind === "backend") continue;
    const counters = countersOf(`frontend/${proxy.name}`, env);
    views.set(proxy.name, new FrontendView(proxy.name, proxy.id, counters, () => env.io.nowMs));
  }
  return views;
}

function viewsOfBackends(
  model: ConfigModel,
  env: ThreadEnv,
  previous: Generation | null,
): Map<string, BackendView> {
  const views: Map<string, BackendView> = new Map();
  const thread = { id: env.threadId, count: env.threadCount, clock: env.io.wheel, post: env.post };
  for (const proxy of model.proxies) {
    if (proxy.kind === "frontend") continue;
    const before =
      previous?.backends.find((entry) => entry.backend.name === proxy.name)?.backend.farm ?? null;
    const farm = new Farm(proxy, fullconnOf(proxy, model, env), env.arena, thread, before);
    const counters = countersOf(`backend/${proxy.name}`, env);
    views.set(
      proxy.name,
      new BackendView(proxy.name, proxy.id, counters, farm, () => env.io.nowMs),
    );
  }
  return views;
}

/** Without `fullconn`: a tenth of the maxconn of all frontends that may use the backend, at least 1 (manual 4.2). */
function fullconnOf(proxy: ProxyModel, model: ConfigModel, env: ThreadEnv): number {
  if (proxy.fullconn !== null) return proxy.fullconn;
  let sum = 0;
  for (const other of model.proxies) {
    if (other.kind === "backend") continue;
    const uses =
      other.defaultBackend?.text === proxy.name ||
      other.name === proxy.name ||
      other.useBackend.some((rule) => rule.target.text === proxy.name);
    if (uses) sum += other.maxconn ?? env.proxyMaxconn ?? env.maxconn;
  }
  return Math.max(1, Math.ceil(sum / 10));
}
