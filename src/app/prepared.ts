/**
 * A configuration that was read and compiled and is not in service yet, with the verdict on it and
 * the order by which the other threads compile the same.
 */
import type { Arena } from "../core/arena.ts";
import type { LoadedConfig } from "../config/load.ts";
import type { ConfigModel } from "../config/model.ts";
import { renderAll } from "../config/diagnostics/render.ts";
import type { Process } from "../runtime/process.ts";
import type { FirstAddresses, SavedServers } from "../server/changes/adopt.ts";
import type { Checks } from "./servers/checks.ts";
import type { CommandLine } from "./command-line/draft.ts";
import type { Generation } from "./compile/generation.ts";
import type { DataThread } from "./threads/data-thread.ts";
import type { DescriptorBudget } from "./process/descriptor-budget.ts";
import type { ThreadLoad } from "./threads/thread-place.ts";
import type { RecordingFiles } from "./file-snapshot.ts";
import type { LoadOrder } from "./threads/thread-messages.ts";

/** What the user is to be told of a configuration, and whether it may go into service. */
interface Verdict {
  readonly ok: boolean;
  readonly text: string;
}

export interface Prepared extends Verdict {
  readonly load: ThreadLoad;
  readonly files: RecordingFiles;
  /** The environment as the load saw it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly generation: Generation;
  readonly budget: DescriptorBudget;
  readonly checks: Checks;
  /** Of new servers given by name, by backend. */
  readonly addresses: ReadonlyMap<string, FirstAddresses>;
  /** What state files say of servers, by backend. */
  readonly saved: ReadonlyMap<string, SavedServers>;
}

/** The environment that a load sees. */
export function environmentOf(
  options: CommandLine,
  process: Process,
): Record<string, string | undefined> {
  const { check, localPeer, masterWorker } = options;
  const env: Record<string, string | undefined> = {
    HAPROXY_LOCALPEER: process.hostname,
    ...process.env,
  };
  if (localPeer !== null) env["HAPROXY_LOCALPEER"] = localPeer;
  if (masterWorker !== "no" && !check) env["HAPROXY_MWORKER"] = "1";
  return env;
}

/** What `setenv`, `presetenv` and `unsetenv` ask for holds from the moment of going into service. */
export function applyEnvironment(config: LoadedConfig, process: Process): void {
  for (const [name, value] of config.environment) process.setEnv(name, value ?? undefined);
}

/** `-q`, or `quiet` in the configuration unless -V is given. */
export function isQuiet(options: CommandLine, { global }: ConfigModel): boolean {
  return options.quiet || (global.process.quiet && !options.verbose);
}

/** `-dD` shows diagnostics, `-q` hides all but alerts, `-dW` makes a warning an error. */
export function verdictOn(config: LoadedConfig, options: CommandLine, process: Process): Verdict {
  const { diagnostics, model } = config;
  const quiet = isQuiet(options, model);
  const shown = diagnostics.all.filter(
    (each) =>
      each.severity === "alert" || (each.severity === "diag" ? options.diagnostics : !quiet),
  );
  const isStrict = options.strict || model.global.process.zeroWarning;
  const strict = isStrict && diagnostics.warningCount > 0;
  const text =
    shown.length === 0
      ? ""
      : renderAll(shown, {
          colour: process.stderr.isTty && process.env["NO_COLOR"] === undefined,
          source: (file, line) => config.source(file, line),
        });
  return { ok: diagnostics.errorCount === 0 && !strict, text };
}

/** What another thread needs to compile the same; the control thread listens already. */
export function orderOf(
  { load, files, env }: Prepared,
  { inputs, overrides }: CommandLine,
  arena: Arena,
  thread: DataThread,
): LoadOrder {
  return {
    generation: load.number,
    inputs,
    overrides,
    snapshot: files.snapshot,
    env,
    arena: arena.directory(),
    variables: thread.process.shared.all(),
    maxconn: load.maxconn,
    proxyMaxconn: load.proxyMaxconn,
    localPeer: load.localPeer,
    sharedFds: thread.listeners.sharedFds(),
  };
}
