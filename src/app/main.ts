/** The program: the command line, then a configuration in service until a signal ends it. */
import { checkCondition } from "../config/words/check-condition.ts";
import { enabledAtFirst } from "../config/overrides.ts";
import { languageVersion } from "../config/words/version.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { defaultLogTag } from "../log/logger.ts";
import { abilitiesOf, featureList } from "./command-line/abilities.ts";
import { helpText, parseCommandLine } from "./command-line/command-line.ts";
import type { CommandLine } from "./command-line/draft.ts";
import { listKeywords } from "./command-line/keywords.ts";
import { machineTopology } from "./threads/cpu-places.ts";
import { isQuiet } from "./prepared.ts";
import { cpuReport, loadedFiles } from "./command-line/reports.ts";
import { inheritedDescriptors } from "./listening/inherited-descriptors.ts";
import { Program } from "./program.ts";
import { RELEASE_DATE } from "./command-line/release.ts";
import { superviseSignals } from "./process/stopping.ts";

/** Runs until the process is told to end; the exit status is set through `process.exit`. */
export async function runMain(runtime: Runtime): Promise<void> {
  const { process } = runtime;
  const program = defaultLogTag(process.argv[0] ?? "sluice");
  const options = parseCommandLine(process.argv.slice(1));
  if (typeof options === "string") return misuse(options, program, runtime);
  if (options.folder !== null) changeFolder(options.folder, runtime);
  if (options.help) return finish(runtime, helpText(program), 0);
  if (options.version !== "no")
    return finish(runtime, versionText(runtime, options.version === "long"), 0);
  if (options.keywords) return finish(runtime, listKeywords(), 0);
  if (options.condition !== null) return evaluateCondition(options.condition, options, runtime);
  if (options.inputs.length === 0) return misuse("no configuration: -f FILE", program, runtime);
  await serve(options, runtime);
}

function misuse(message: string, program: string, runtime: Runtime): never {
  runtime.process.stderr.write(`${program}: ${message}\n\n${helpText(program)}`);
  return runtime.process.exit(1);
}

async function serve(options: CommandLine, runtime: Runtime): Promise<void> {
  const { process } = runtime;
  const program = new Program(runtime, options);
  const prepared = await program.prepare();
  if (!options.quiet || !prepared.ok) process.stderr.write(prepared.text);
  if (!prepared.ok) return process.exit(1);
  const { model, frontends, peers } = prepared.generation;
  const silent =
    frontends.every((entry) => entry.binds.length === 0) &&
    model.global.statsSockets.length === 0 &&
    peers.every(({ listen }) => listen === null);
  const quiet = isQuiet(options, model);
  if (options.tellsCpus) process.stdout.write(cpuReport(model, machineTopology(runtime.files)));
  if (options.listsLibraries) process.stdout.write(loadedFiles(runtime.files));
  if (options.check) return tellVerdict(silent, quiet, runtime);
  if (silent) {
    process.stderr.write(
      "[ALERT] No enabled listener found (check for 'bind' directives)! Exiting.\n",
    );
    return process.exit(1);
  }
  if (
    (options.daemon || model.global.daemon) &&
    !options.foreground &&
    process.env[DETACHED] === undefined
  ) {
    await detach(runtime, inheritedDescriptors(model));
    return;
  }
  const fault = await program.start(prepared);
  if (fault !== null) {
    process.stderr.write(`[ALERT] ${fault}\n`);
    program.workers.terminate();
    process.exit(1);
  }
  if (options.verbose && !options.quiet) process.stdout.write(startText(program, runtime));
  dropPrivileges(prepared.generation.model.global, runtime);
  superviseSignals(program);
  process.onUncaught((reason) => program.uncaught(reason));
  settle(options, prepared.generation.model.global.pidfile, runtime);
}

/** What `-V` adds at the start. */
function startText(program: Program, runtime: Runtime): string {
  const { listeners, generation } = program.thread!;
  const places = listeners.all.map((bound) => `  ${bound.frontendName}: ${bound.address}\n`);
  return `${versionText(runtime, true)}\nThreads: ${generation!.env.threadCount}\nListening:\n${places.join("")}`;
}

/** The end of `-c`. A file that is right but does not listen anywhere gets a status of its own. */
function tellVerdict(silent: boolean, quiet: boolean, runtime: Runtime): never {
  const text = silent
    ? "Configuration file has no error but will not start (no listener) => exit(2).\n"
    : "Configuration file is valid\n";
  if (!quiet) runtime.process.stdout.write(text);
  return runtime.process.exit(silent ? 2 : 0);
}

/** Set in the process that `-D` starts. */
const DETACHED = "SLUICE_DETACHED";

async function detach(runtime: Runtime, descriptors: readonly number[]): Promise<void> {
  const { process } = runtime;
  process.setEnv(DETACHED, "1");
  try {
    await process.respawnDetached(process.argv.slice(1), descriptors);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`[ALERT] ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** In service: the pid is written, predecessors are told, and whoever waits for readiness. */
function settle(options: CommandLine, pidfile: string | null, runtime: Runtime): void {
  const { files, process } = runtime;
  const path = options.pidFile ?? pidfile;
  if (path !== null) files.write(path, `${process.pid}\n`);
  for (const pid of options.finish) process.kill(pid, "SIGUSR1");
  for (const pid of options.terminate) process.kill(pid, "SIGTERM");
  if (
    options.masterWorker === "notify" &&
    !process.notifySupervisor("READY=1") &&
    process.env["NOTIFY_SOCKET"]
  ) {
    process.stderr.write(
      `[WARNING] -Ws: $NOTIFY_SOCKET could not be told; ${runtime.name} has ${runtime.capabilities.unixDatagrams ? "" : "no "}unix datagrams\n`,
    );
  }
  if (process.env[DETACHED] !== undefined) process.reportReady();
}

function dropPrivileges(
  global: {
    readonly chroot: string | null;
    readonly uid: number | null;
    readonly gid: number | null;
    readonly user: string | null;
    readonly group: string | null;
  },
  runtime: Runtime,
): void {
  const { process } = runtime;
  const uid = global.uid ?? (global.user === null ? null : process.uidOf(global.user));
  const gid = global.gid ?? (global.group === null ? null : process.gidOf(global.group));
  if (global.chroot === null && uid === null && gid === null) return;
  try {
    process.dropPrivileges(global.chroot, gid, uid);
  } catch (error) {
    process.stderr.write(`[ALERT] ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function changeFolder(folder: string, runtime: Runtime): void {
  try {
    runtime.process.chdir(folder);
  } catch (error) {
    runtime.process.stderr.write(
      `[ALERT] Could not change to directory ${folder}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    runtime.process.exit(1);
  }
}

/** `-cc`: 0 for true, 1 for false, 2 for a condition that is none. */
function evaluateCondition(text: string, options: CommandLine, runtime: Runtime): void {
  const { process } = runtime;
  const { features, sslLibrary, enabled } = abilitiesOf(runtime);
  const abilities = {
    features,
    sslLibrary,
    enabled: [...enabledAtFirst(enabled, options.overrides)],
  };
  const result = checkCondition(text, { env: process.env, abilities });
  if ("value" in result) return process.exit(result.value ? 0 : 1);
  if (!options.quiet)
    process.stderr.write(
      `[ALERT] ${result.message}\n    ${text}\n    ${" ".repeat(result.offset)}^\n  ${result.hint}\n`,
    );
  return process.exit(2);
}

function versionText(runtime: Runtime, long: boolean): string {
  const { capabilities, name, programVersion, version } = runtime;
  const first = `Sluice version ${programVersion} ${RELEASE_DATE} (HAProxy language ${languageVersion})\n`;
  if (!long) return first;
  const answers = Object.entries(capabilities).map(([key, able]) => `  ${able ? "+" : "-"}${key}`);
  return (
    `${first}Running on ${name} ${version}\n\nFeature list : ${featureList(runtime)}\n\n` +
    `What this runtime can do:\n${answers.join("\n")}\n`
  );
}

function finish(runtime: Runtime, text: string, status: number): never {
  runtime.process.stdout.write(text);
  return runtime.process.exit(status);
}
