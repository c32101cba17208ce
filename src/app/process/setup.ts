/**
 * What `global` asks of the system for the process and its threads (manual 3.1, 3.2): descriptors,
 * cores, priorities and CPUs. Done once, when the process begins to serve.
 */
import type { ConfigModel } from "../../config/model.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { CommandLine } from "../command-line/draft.ts";
import { cpusOfThread, machineTopology } from "../threads/cpu-places.ts";
import { watchForBlocking } from "../threads/blocked-watch.ts";
import type { DescriptorBudget } from "./descriptor-budget.ts";
import { isQuiet } from "../prepared.ts";

/** What `tune.renice.startup` gives way to where nothing else is said. */
const ORDINARY_PRIORITY = 0;

/** Tells what could not be done; the process goes on. */
export type Warn = (text: string) => void;

/** Does `act`, and tells why it could not be done. */
function attempt(act: () => void, warn: Warn): void {
  try {
    act();
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error));
  }
}

/** Writes warnings to stderr, where they are wanted. */
export function warnOf(options: CommandLine, model: ConfigModel, { process }: Runtime): Warn {
  if (isQuiet(options, model)) return () => {};
  return (text) => process.stderr.write(`[WARNING] ${text}\n`);
}

/** As soon as the first configuration has been read: `tune.renice.startup`. */
export function beginSetUp({ global }: ConfigModel, { process }: Runtime, warn: Warn): void {
  const { startupPriority } = global.process;
  if (startupPriority !== null) attempt(() => process.setPriority(startupPriority), warn);
}

/**
 * Before the first thread starts. Too few descriptors for `maxconn` are a warning, since connections
 * wait for one that is free, unless `strict-limits` or `zero-warning` stand in the configuration:
 * then the reason is returned and the process must not start.
 */
export function setUpProcess(
  { global }: ConfigModel,
  budget: DescriptorBudget,
  { process }: Runtime,
  warn: Warn,
): string | null {
  const { strictLimits, zeroWarning, dumpable, startupPriority, runtimePriority } = global.process;
  const { limit, shortage } = budget;
  if (shortage !== null && (strictLimits === true || zeroWarning)) return shortage;
  if (shortage !== null) warn(shortage);
  if (limit !== null) attempt(() => process.setMaxFds(limit), warn);
  if (dumpable) attempt(() => process.allowCores(), warn);
  const priority = runtimePriority ?? (startupPriority === null ? null : ORDINARY_PRIORITY);
  if (priority !== null) attempt(() => process.setPriority(priority), warn);
  return null;
}

/** In each thread, by its number from 1. */
export function setUpThread(
  id: number,
  { global }: ConfigModel,
  runtime: Runtime,
  warn: Warn,
): void {
  const { blockedWarningMs, cpuMap, cpuSets } = global.process;
  if (blockedWarningMs !== null) watchForBlocking(id, blockedWarningMs, runtime.clock, warn);
  if (cpuMap.size === 0 && cpuSets.length === 0) return;
  const cpus = cpusOfThread(id, global.process, machineTopology(runtime.files));
  if (cpus !== null) attempt(() => runtime.process.pinThread(cpus), warn);
}
