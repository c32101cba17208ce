/** What plugins are given to live on: the thread they run on and the configuration that uses them. */
import type { TimerWheel } from "../core/timer-wheel.ts";
import type { Reply } from "../rules/reply.ts";
import type { RuleTxn } from "../rules/types.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { ProcessFacts } from "../sample/compile-scope.ts";
import type { Eval } from "../sample/types.ts";
import type { VariableNames } from "../sample/variables/variables.ts";
import type { LogLevel } from "./types.ts";

export interface PluginThread {
  readonly runtime: Pick<Runtime, "bytes" | "clock" | "importModule" | "web">;
  readonly wheel: TimerWheel;
  /** 1-based. */
  readonly threadId: number;
  readonly process: ProcessFacts;
  /** Longest run of an action, and longest wait for a service's head; 4000 without. */
  readonly limitMs?: number;
  /** The page for status 500 in the proxy that carries the request. */
  errorReply(txn: RuleTxn): Reply;
  /** Logs a plugin's failure as an error. */
  report(message: string): void;
  /** Logs what a plugin wants logged. */
  log(level: LogLevel, message: string): void;
}

/** What the configuration that is compiled with the plugins adds. */
export interface PluginConfig {
  readonly variableNames: VariableNames;
  /** Compiles an expression of the configuration language; undefined when it is wrong. */
  compile(text: string): Eval | undefined;
}

/** HAProxy's `tune.lua.session-timeout`. */
export const DEFAULT_LIMIT_MS = 4000;
