/**
 * What the contract tests start beside themselves: a thread that answers, or a process that does
 * the job its first argument names.
 */
import { isMainThread } from "node:worker_threads";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { currentRuntime } from "./current.ts";
import { Host } from "./peer.ts";

/** Counts in shared memory and answers; dies of "die". */
function answer(runtime: Runtime): void {
  const control = runtime.threads.parent;
  if (control === null) throw new Error("a thread without a parent");
  control.onMessage(({ kind, shared }) => {
    if (kind === "die") throw new Error("told to die");
    if (shared instanceof SharedArrayBuffer) Atomics.add(new Int32Array(shared), 0, control.id);
    control.post({ kind: "answer", thread: control.id });
  });
  control.post({ kind: "up" });
}

/** Accepts on descriptor 3 and sends back one byte. */
function listenOnInherited(runtime: Runtime): void {
  const host: Host = new Host(runtime, { address: { kind: "fd", fd: 3 } }, () => {
    runtime.clock.soon(() => {
      host.accepted[0]?.say(runtime, "i");
      host.accepted[0]?.up.close();
      host.listener.close();
    });
  });
  runtime.process.stdout.write("ready\n");
}

/** Tells of every signal it gets; SIGTERM ends it with status 7. */
function tellSignals(runtime: Runtime): void {
  for (const signal of ["SIGUSR1", "SIGUSR2", "SIGHUP", "SIGTTOU", "SIGTTIN"] as const) {
    runtime.process.onSignal(signal, () => runtime.process.stdout.write(`${signal}\n`));
  }
  runtime.process.onSignal("SIGTERM", () => runtime.process.exit(7));
  runtime.clock.after(20_000, () => runtime.process.exit(1));
  runtime.process.stdout.write("ready\n");
}

/** Accepts all it can; tells its CPU time and the number of accepted connections when asked. */
function starve(runtime: Runtime): void {
  const host = new Host(runtime, { backlog: 1024 });
  runtime.process.onSignal("SIGUSR2", () => {
    const { user, system } = runtime.process.cpuSeconds();
    runtime.process.stdout.write(`${host.accepted.length} ${user + system}\n`);
  });
  runtime.process.onSignal("SIGHUP", () => {
    for (const { up } of host.accepted) up.close();
  });
  runtime.process.onSignal("SIGTERM", () => runtime.process.exit(0));
  runtime.clock.after(20_000, () => runtime.process.exit(1));
  runtime.process.stdout.write(`${host.listener.port}\n`);
}

/** Starts itself in the background and prints its pid, or why that failed. */
async function daemonize(runtime: Runtime, job: string): Promise<void> {
  try {
    runtime.process.stdout.write(`${await runtime.process.respawnDetached([job], [])}\n`);
  } catch (thrown) {
    runtime.process.stdout.write(`${thrown instanceof Error ? thrown.message : "?"}\n`);
  }
}

/** The background half: ready, then silent, until SIGTERM. */
function background(runtime: Runtime): void {
  runtime.process.onSignal("SIGTERM", () => runtime.process.exit(0));
  runtime.clock.after(20_000, () => runtime.process.exit(1));
  runtime.process.reportReady();
  runtime.process.stdout.write("not to be seen\n");
}

/** Asks for what the process may be given, and tells what the system then says of it. */
function settle(runtime: Runtime): void {
  const { capabilities, process: own, files } = runtime;
  own.setPriority(3);
  if (capabilities.descriptorLimit) own.setMaxFds(200);
  if (capabilities.cpuAffinity) own.pinThread([0]);
  if (capabilities.coreDumps) own.allowCores();
  const [, nice] =
    /^(?:.*\) )(?:\S+ ){16}(\S+)/.exec(files.readText("/proc/thread-self/stat")) ?? [];
  const cpus = /^Cpus_allowed_list:\s*(\S+)/m.exec(files.readText("/proc/thread-self/status"))?.[1];
  own.stdout.write(`nice ${nice} fds ${own.maxFds} cpus ${cpus}\n`);
}

async function job(runtime: Runtime, name: string): Promise<void> {
  switch (name) {
    case "inherit":
      return listenOnInherited(runtime);
    case "signals":
      return tellSignals(runtime);
    case "starve":
      return starve(runtime);
    case "daemon":
      return daemonize(runtime, "background");
    case "failing-daemon":
      return daemonize(runtime, "no-such-job");
    case "background":
      return background(runtime);
    case "notify":
      runtime.process.exit(runtime.process.notifySupervisor("READY=1") ? 0 : 1);
      break;
    case "drop":
      runtime.process.dropPrivileges("/tmp", 65534, 65534);
      runtime.process.stdout.write(
        `${runtime.process.cwd()} ${process.getuid?.()} ${process.getgid?.()}\n`,
      );
      break;
    case "settle":
      settle(runtime);
      break;
    default:
      runtime.process.exit(9);
  }
}

const runtime = await currentRuntime();
if (isMainThread) await job(runtime, runtime.process.argv[1] ?? "");
else answer(runtime);
