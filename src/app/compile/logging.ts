/** Loggers and log formats of a proxy (manual 8). */
import type { GlobalModel, LogTargetModel, ProxyModel } from "../../config/model.ts";
import type { Word } from "../../config/word.ts";
import { defaultLogTag, Logger } from "../../log/logger.ts";
import { compileLogFormat, type Format } from "../../sample/log-format.ts";
import {
  CLF_LOG_FORMAT,
  connectLogFormat,
  HTTP_LOG_FORMAT,
  HTTPS_LOG_FORMAT,
  TCP_LOG_FORMAT,
} from "../../sample/default-formats.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import type { LogSpec } from "../../stream/frontend.ts";
import { LOG } from "./places.ts";
import type { ThreadEnv } from "./thread-env.ts";

/** Lines lost so far, for `show info`. */
export interface DropCount {
  dropped: number;
}

/** The targets of a proxy: its own, and the global ones where it says `log global`. */
function targetsOf(proxy: ProxyModel, global: GlobalModel): readonly LogTargetModel[] {
  return proxy.logGlobal ? [...proxy.logTargets, ...global.logTargets] : proxy.logTargets;
}

export function compileLogger(
  targets: readonly LogTargetModel[],
  tag: string | null,
  global: GlobalModel,
  env: ThreadEnv,
  drops: DropCount,
  scope: Pick<CompileScope, "diagnostics">,
): Logger {
  const { runtime } = env;
  const origin = {
    tag: tag ?? global.logTag ?? defaultLogTag(runtime.process.argv[0] ?? "sluice"),
    pid: runtime.process.pid,
    hostname: global.logSendHostname,
  };
  const setting = {
    bytes: runtime.bytes,
    dates: env.dates,
    wallMs: () => runtime.clock.wallMs(),
    onDrop: () => {
      drops.dropped++;
    },
  };
  const usable = targets.filter((target) => {
    try {
      env.sinks.get(target.address);
      return true;
    } catch (error) {
      scope.diagnostics.error(
        target.line,
        `log: ${error instanceof Error ? error.message : String(error)}`,
      );
      return false;
    }
  });
  return new Logger(usable, env.sinks, origin, setting);
}

/** A proxy's logger, for what its streams and servers have to say. */
export function proxyLogger(
  proxy: ProxyModel,
  global: GlobalModel,
  env: ThreadEnv,
  drops: DropCount,
  scope: CompileScope,
): Logger {
  return compileLogger(targetsOf(proxy, global), proxy.logTag, global, env, drops, scope);
}

/** What a frontend logs of its streams. */
export function compileLogSpec(proxy: ProxyModel, logger: Logger, scope: CompileScope): LogSpec {
  const logScope = scope.providing(LOG, "log-format");
  const format =
    logger.enabled || proxy.logFormat.kind === "custom"
      ? compileLogFormat(formatWord(proxy), logScope)
      : undefined;
  return {
    logger,
    format: format ?? NOTHING,
    dontLogNull: proxy.dontLogNull,
    ignoreProbes: proxy.switches.has("http-ignore-probes"),
    asap: proxy.logAsap,
    dontLogNormal: proxy.dontLogNormal,
    separateErrors: proxy.logSeparateErrors,
  };
}

const NOTHING: Format = () => "";

function formatWord(proxy: ProxyModel): Word {
  const { logFormat } = proxy;
  if (logFormat.kind === "custom") return logFormat.text;
  return builtIn(formatText(logFormat.kind, proxy), proxy);
}

function formatText(
  kind: "default" | "http" | "http-clf" | "tcp" | "https",
  proxy: ProxyModel,
): string {
  switch (kind) {
    case "http":
      return HTTP_LOG_FORMAT;
    case "http-clf":
      return CLF_LOG_FORMAT;
    case "https":
      return HTTPS_LOG_FORMAT;
    case "tcp":
      return TCP_LOG_FORMAT;
    case "default":
      return connectLogFormat(proxy.mode);
  }
}

/** A word that stands in no file; messages about it name the proxy's line. */
function builtIn(text: string, proxy: ProxyModel): Word {
  return { ...proxy.position, text, width: 1 };
}
