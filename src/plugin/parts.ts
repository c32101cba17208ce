/** What everything that a host's plugins registered shares. */
import type { VariableNames } from "../sample/variables/variables.ts";
import type { ExpressionCache } from "./expression-cache.ts";
import type { PluginThread } from "./thread.ts";

export interface PluginParts {
  readonly thread: PluginThread;
  readonly limitMs: number;
  /** Null until the host is attached to a configuration. */
  variableNames: VariableNames | null;
  readonly expressions: ExpressionCache;
}
