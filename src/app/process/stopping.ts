/**
 * Signals (management manual 4): SIGUSR1 stops softly, SIGTERM and SIGINT at once, SIGUSR2 and
 * SIGHUP reload.
 */
import type { Program } from "../program.ts";
import { Level } from "../../config/values/syslog.ts";

/** How often a stopping process looks whether its last session has ended. */
const LOOK_MS = 20;

export function superviseSignals(program: Program): void {
  const { process } = program.runtime;
  process.onSignal("SIGUSR1", () => void stopSoftly(program));
  process.onSignal("SIGTERM", () => stopNow(program));
  process.onSignal("SIGINT", () => stopNow(program, interruptStatus(program)));
  process.onSignal("SIGUSR2", () => void reload(program));
  process.onSignal("SIGHUP", () => void reload(program));
}

async function reload(program: Program): Promise<void> {
  const { process } = program.runtime;
  if (program.options.masterWorker === "notify") process.notifySupervisor("RELOADING=1");
  const fault = await program.reload();
  if (program.options.masterWorker === "notify") process.notifySupervisor("READY=1");
  if (fault === null) return;
  process.stderr.write(
    `${fault}\n[WARNING] The configuration was not loaded; the one before stays in service.\n`,
  );
  program.thread!.generation!.logger.log(
    Level.err,
    "Reload failed; the configuration before stays in service",
  );
}

/** `grace`: the process says that it stops, and takes connections as before for so long. */
function graceOf(program: Program, graceMs: number): Promise<void> {
  program.announceStop();
  return new Promise((resolve) => program.runtime.clock.after(graceMs, resolve));
}

/** Ends when the last session has and the process that takes over knows the tables, or when `hard-stop-after` says so. */
async function stopSoftly(program: Program): Promise<void> {
  const { clock } = program.runtime;
  const { hardStopAfterMs, graceMs } = program.thread!.generation!.model.global;
  if (graceMs !== null && graceMs > 0) await graceOf(program, graceMs);
  if (hardStopAfterMs !== null) clock.after(hardStopAfterMs, () => stopNow(program));
  let told = program.peers === null;
  void program.peers?.handOver().then(() => (told = true));
  await program.stopSoftly();
  const look = (): void => {
    if (told && program.connections() === 0) stopNow(program);
    else clock.after(LOOK_MS, look);
  };
  look();
}

/** 128 + SIGINT: HAProxy's master ends with the status of a worker that was interrupted. */
const INTERRUPTED = 130;

function interruptStatus({ options }: Program): number {
  return options.masterWorker === "no" ? 0 : INTERRUPTED;
}

function stopNow(program: Program, status: number = 0): void {
  program.patternFiles.flush();
  program.closeSockets();
  program.peers?.stop();
  program.thread?.listeners.stop(null);
  program.workers.terminate();
  program.runtime.process.exit(status);
}
