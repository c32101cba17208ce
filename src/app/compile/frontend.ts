/** A frontend compiled: rules, switching, logs (manual 4.2). */
import type { ProxyModel } from "../../config/model.ts";
import { int32View } from "../../core/record.ts";
import { defaultErrorText } from "../../http/default-errors.ts";
import { headerName } from "../../http/header-name.ts";
import { nameCaseOf } from "../../http/name-case.ts";
import { compileErrorReplies } from "../../rules/error-replies.ts";
import { compileIdFormat } from "../../sample/log-format/log-format.ts";
import type { Backend } from "../../stream/backend.ts";
import {
  type CaptureSlot,
  Frontend,
  type FrontendView,
  type LogSpec,
} from "../../stream/frontend.ts";
import type { GlobalModel } from "../../config/model.ts";
import { compileAddressHeader } from "./backend.ts";
import { compileCompression } from "./compression.ts";
import { conditionOf } from "./conditions.ts";
import { ANSWER, REQUEST } from "./places.ts";
import { connectionOptions } from "./keep-alive.ts";
import { compileProxyRules } from "./proxy-rules.ts";
import { compileStatsPage, type StatsServices } from "./stats-page.ts";
import { compileSwitches } from "./switches.ts";
import type { ThreadEnv } from "./thread-env.ts";
import { compileRules } from "../../rules/compile-rules.ts";
import { actionRows } from "../../rules/rows.ts";
import type { RuleScope } from "../../rules/types.ts";

export function compileFrontend(
  model: ProxyModel,
  view: FrontendView,
  backends: ReadonlyMap<string, Backend>,
  compileLog: () => LogSpec,
  global: GlobalModel,
  env: ThreadEnv,
  services: StatsServices,
  scope: RuleScope,
): Frontend {
  const request = scope.providing(REQUEST, "use_backend");
  const replies = compileErrorReplies(model.errorFiles, scope.providing(ANSWER, "http-error"));
  const fallback = model.defaultBackend?.text ?? (model.kind === "listen" ? model.name : null);
  return new Frontend(
    {
      name: model.name,
      id: model.id,
      isListen: model.kind === "listen",
      mode: model.mode,
      timeouts: model.timeouts,
      closing: model.connectionMode === "close",
      acceptsViolations: model.switches.has("accept-unsafe-violations-in-http-request"),
      nameCase: nameCaseOf(global.headerCase, model.switches.has("h1-case-adjust-bogus-client")),
      serverClose: model.connectionMode !== "keep-alive",
      counters: view.counters,
      continuousCounts: model.switches.has("contstats"),
      maxconn: model.maxconn ?? env.proxyMaxconn ?? env.maxconn,
      maxSessionRate: model.maxSessionRate,
      faultCodes: global.faultCodes,
      maxSessionConnections: model.maxSessionConnections,
      rules: compileProxyRules(model, scope),
      connectionRules: compileRules(
        model.rules["tcp-request connection"],
        "tcp-request connection",
        scope,
        actionRows,
      ),
      sessionRules: compileRules(
        model.rules["tcp-request session"],
        "tcp-request session",
        scope,
        actionRows,
      ),
      clientOptions: connectionOptions(model, global, "client"),
      inspectDelayMs: model.inspectDelayMs ?? 0,
      switches: compileSwitches(model.useBackend, backends, request),
      defaultBackend: fallback === null ? null : (backends.get(fallback) ?? null),
      tellsProxied: model.switches.has("http-use-proxy-header"),
      forwardFor: compileAddressHeader(model.forwardFor, scope),
      originalTo: compileAddressHeader(model.originalTo, scope),
      headerNames: model.requestHeaderNames ?? "preserve",
      bufferRequest: model.switches.has("http-buffer-request"),
      dropTrailers: model.switches.has("http-drop-response-trailers"),
      keepsIdle: model.switches.has("idle-close-on-response"),
      replies,
      rawError: (status) => rawError(model, status),
      uniqueId:
        model.uniqueIdFormat === null
          ? null
          : (compileIdFormat(model.uniqueIdFormat, request) ?? null),
      uniqueIdHeader: model.uniqueIdHeader === null ? null : headerName(model.uniqueIdHeader),
      requestCaptures: slots(model, "request"),
      responseCaptures: slots(model, "response"),
      captureCookie: captureCookie(model, global),
      logCount: int32View(
        env.arena.region(`log-count/${model.name}`, Int32Array.BYTES_PER_ELEMENT),
      ),
      monitorUri: model.monitorUri,
      monitorFail: model.monitorFail.flatMap((words) => conditionOf(words, request) ?? []),
      stats: compileStatsPage(model, services, scope),
      compression: compileCompression(model, env.runtime, scope),
      // Last: lines wait for what any of the formats above shows.
      log: compileLog(),
    },
    () => env.io.nowMs,
  );
}

/** HAProxy's parser answers before there is a stream: an empty errorfile silences it, no other matters. */
function rawError(model: ProxyModel, status: number): string {
  const page = model.errorFiles.get(status);
  if (page?.content === "" && page.reply === null) return "";
  return defaultErrorText(status) ?? defaultErrorText(400)!;
}

/** No longer than the process keeps cookies. */
function captureCookie(
  { captureCookie: cookie }: ProxyModel,
  { tuning }: GlobalModel,
): ProxyModel["captureCookie"] {
  if (cookie === null) return null;
  return { name: cookie.name, maxBytes: Math.min(cookie.maxBytes, tuning.cookieLength) };
}

function slots(model: ProxyModel, direction: "request" | "response"): CaptureSlot[] {
  return model.captures
    .filter((capture) => capture.direction === direction)
    .map(({ name, maxBytes }) => ({ header: name === null ? null : headerName(name), maxBytes }));
}
