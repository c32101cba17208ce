/** Loggers and log formats of a proxy (manual 8). */
import type { LogProfileModel, LogTargetModel, ProxyModel } from "../../config/model.ts";
import type { Word } from "../../config/words/word.ts";
import { Logger } from "../../log/logger.ts";
import { LogStep, PROFILE_NAMES } from "../../log/step.ts";
import {
  type ProfileStep,
  type StreamFormats,
  StreamLog,
  type StreamTarget,
} from "../../log/stream-log.ts";
import {
  compileLogFormat,
  compileLogLine,
  type Format,
  type LineFormat,
} from "../../sample/log-format/log-format.ts";
import {
  CLF_LOG_FORMAT,
  connectLogFormat,
  HTTP_LOG_FORMAT,
  HTTPS_LOG_FORMAT,
  KILLED_LOG_FORMAT,
  TCP_CLF_LOG_FORMAT,
  TCP_LOG_FORMAT,
} from "../../sample/log-format/default-formats.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import type { LogSpec } from "../../stream/frontend.ts";
import { type LogEnv, openTargets, type OpenTarget } from "./log-targets.ts";
import { LOG } from "./places.ts";

/** A proxy's logger for what its servers have to say, and the targets its streams are logged to. */
export interface ProxyLogs {
  readonly logger: Logger;
  readonly targets: readonly OpenTarget[];
}

/** The targets of a proxy: its own, and the global ones where it says `log global`. */
function targetsOf(proxy: ProxyModel, env: LogEnv): readonly LogTargetModel[] {
  return proxy.logGlobal ? [...proxy.logTargets, ...env.global.logTargets] : proxy.logTargets;
}

function loggerOf(targets: readonly OpenTarget[]): Logger {
  return new Logger(targets.map(({ sender }) => sender));
}

/** The process's own logger: starts, stops, reloads. */
export function processLogger(env: LogEnv, scope: Pick<CompileScope, "diagnostics">): Logger {
  return loggerOf(openTargets(env.global.logTargets, null, env, scope));
}

/** Opens what a proxy logs to. */
export function proxyLogs(proxy: ProxyModel, env: LogEnv, scope: CompileScope): ProxyLogs {
  const targets = openTargets(targetsOf(proxy, env), proxy.logTag, env, scope);
  return { logger: loggerOf(targets), targets };
}

/**
 * What a frontend logs of its streams. To be called once all rules of the proxy are compiled: their
 * formats have a say in when lines are written.
 */
export function compileLogSpec(
  proxy: ProxyModel,
  { logger, targets }: ProxyLogs,
  env: LogEnv,
  scope: CompileScope,
): LogSpec {
  const logScope = scope.providing(LOG, "log-format");
  const compile: FormatCompiler = {
    line: (word) => (word === null ? null : (compileLogLine(word, logScope) ?? null)),
    text: (word) => (word === null ? null : (compileLogFormat(word, logScope) ?? null)),
  };
  const { kind } = proxy.logFormat;
  const isUsed = kind === "custom" || logger.enabled;
  const formats: StreamFormats = {
    line: isUsed ? compile.line(formatWord(proxy)) : null,
    error: compile.line(proxy.errorLogFormat),
    killed: killedFormat(compile.line(builtIn(KILLED_LOG_FORMAT, proxy)) ?? NOTHING),
    structuredData: compile.text(proxy.structuredDataFormat),
  };
  // What profiles show is written when the proxy's own formats are ready.
  const isEarly = proxy.logAsap || (proxy.logSteps === null && !scope.shownFigures.anyFinal);
  const isGreeting = kind === "default" && proxy.logSteps === null && logger.enabled;
  return {
    logger,
    lines: new StreamLog(
      targets.map((target) => streamTarget(target, env, compile)),
      formats,
      env.thread.runtime.bytes,
    ),
    greeting: isGreeting ? compile.text(builtIn(connectLogFormat(proxy.mode), proxy)) : null,
    // As soon as possible: at no other step.
    steps: proxy.logAsap ? 0 : stepBits(proxy.logSteps),
    dontLogNull: proxy.dontLogNull,
    ignoreProbes: proxy.switches.has("http-ignore-probes"),
    isEarly,
    dontLogNormal: proxy.dontLogNormal,
    separateErrors: proxy.logSeparateErrors,
  };
}

/** Compiles the formats of one proxy's log lines; null for none, and after reporting. */
interface FormatCompiler {
  line(word: Word | null): LineFormat | null;
  text(word: Word | null): Format | null;
}

const NOTHING: LineFormat = () => undefined;

/** A connection that never was of use: who, when, where, and why. */
function killedFormat(who: LineFormat): LineFormat {
  return (txn, line) => {
    const { listenerName, listenerId } = txn.session;
    const listener = listenerName === "" ? String(listenerId) : listenerName;
    who(txn, line);
    line.text(`${listener}: ${txn.log.failure ?? ""}`);
  };
}

/** A bit for each step of `log-steps`; 0 without that directive. */
function stepBits(names: readonly string[] | null): number {
  let bits = 0;
  for (const name of names ?? []) bits |= 1 << PROFILE_NAMES.indexOf(name);
  return bits;
}

function streamTarget(
  { model, sender }: OpenTarget,
  { profiles }: LogEnv,
  compile: FormatCompiler,
): StreamTarget {
  const profile = model.profile === null ? undefined : profiles.get(model.profile.text);
  if (profile === undefined) return { sender, profile: null };
  return { sender, profile: compileProfile(profile, compile) };
}

/** What a profile says by step; "any" is for those that it does not name. */
function compileProfile(
  { steps }: LogProfileModel,
  compile: FormatCompiler,
): readonly (ProfileStep | null)[] {
  const compiled = new Map<string, ProfileStep>();
  for (const [name, { drop, format, structuredData }] of steps) {
    compiled.set(name, {
      drop,
      format: compile.line(format),
      structuredData: compile.text(structuredData),
    });
  }
  const any = compiled.get("any") ?? null;
  return Object.values(LogStep).map((step) => compiled.get(PROFILE_NAMES[step]!) ?? any);
}

/** The format of the proxy's lines; null where there is none. */
function formatWord(proxy: ProxyModel): Word | null {
  const { logFormat } = proxy;
  if (logFormat.kind === "default") return null;
  if (logFormat.kind === "custom") return logFormat.text;
  return builtIn(BUILT_IN_FORMATS[logFormat.kind], proxy);
}

const BUILT_IN_FORMATS: Readonly<
  Record<Exclude<ProxyModel["logFormat"]["kind"], "custom" | "default">, string>
> = {
  http: HTTP_LOG_FORMAT,
  "http-clf": CLF_LOG_FORMAT,
  https: HTTPS_LOG_FORMAT,
  tcp: TCP_LOG_FORMAT,
  "tcp-clf": TCP_CLF_LOG_FORMAT,
};

/** A word that stands in no file; messages about it name the proxy's line. */
function builtIn(text: string, proxy: ProxyModel): Word {
  return { ...proxy.position, text, width: 1 };
}
