/** `plugin-load` (global): the plugins of one generation on one thread. */
import type { CollectedDiagnostics } from "../config/diagnostics/collect.ts";
import { unicodeFromLatin1 } from "../config/words/text.ts";
import { Level, levelOf } from "../config/values/syslog.ts";
import { PluginHost } from "../plugin/host.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { DataThread } from "./threads/data-thread.ts";
import type { ThreadLoad } from "./threads/thread-place.ts";

/** Loads what the configuration names; a plugin that does not load is an error at its line. */
export async function loadPlugins(
  load: ThreadLoad,
  thread: DataThread,
  runtime: Runtime,
  threadId: number,
  diagnostics: CollectedDiagnostics,
): Promise<PluginHost> {
  const log = (level: string, message: string): void => {
    const logger = thread.generation?.logger;
    if (logger?.enabled === true) logger.log(levelOf(level) ?? Level.info, message);
    else runtime.process.stderr.write(`[${level.toUpperCase()}]   ${message}\n`);
  };
  const host = new PluginHost({
    runtime,
    wheel: thread.io.wheel,
    threadId,
    process: thread.process,
    limitMs: load.config.model.global.pluginLimitMs,
    errorReply: (txn) => txn.errorReply(500),
    report: (message) => log("err", message),
    log,
  });
  for (const plugin of load.config.model.global.plugins) {
    const path = runtime.files.resolve(
      load.config.named.locate(unicodeFromLatin1(plugin.path.text)),
    );
    try {
      await host.load(path, plugin.args, load.number);
    } catch (error) {
      diagnostics.error(plugin.path, error instanceof Error ? error.message : String(error));
    }
  }
  return host;
}
