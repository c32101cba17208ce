/** The process port, on node:process; what the runtimes do differently comes in `ProcessParts`. */
import { fstatSync, writeSync } from "node:fs";
import { availableParallelism, hostname, setPriority } from "node:os";
import { isatty } from "node:tty";
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { Output, Process, Signal } from "../../src/runtime/process.ts";
import { gidOf, uidOf } from "./accounts.ts";
import { reportReady, respawnDetached } from "./daemon.ts";
import type { SelfCommand } from "./daemon.ts";
import { errnoNameOf, thrownError } from "./errors.ts";
import { maxFds } from "./limits.ts";
import { onUncaught } from "./uncaught.ts";

/** What differs between runtimes. */
export interface ProcessParts {
  readonly self: SelfCommand;
  /** The program's own arguments. */
  readonly arguments: readonly string[];
  onSignal(signal: Signal, fire: () => void): void;
  dropPrivileges(chroot: string | null, gid: number | null, uid: number | null): void;
  notifySupervisor(message: string): boolean;
  readonly limits: ProcessLimits;
}

/** What only some runtimes can ask of the system; see the port. */
export type ProcessLimits = Pick<Process, "setMaxFds" | "pinThread" | "allowCores">;

/** Of runtimes that can ask none of it; configurations that want it were refused. */
export const noLimits: ProcessLimits = {
  setMaxFds: () => {
    throw new Error("this runtime cannot set the limit of descriptors");
  },
  pinThread: () => {
    throw new Error("this runtime cannot choose the CPUs of threads");
  },
  allowCores: () => {
    throw new Error("this runtime cannot let cores be written");
  },
};

/** Writes at once, so that nothing is lost when the process exits right after. */
function output(fd: number): Output {
  return {
    write(text: string): void {
      for (let rest = Buffer.from(text, "utf8"); rest.length > 0;)
        rest = rest.subarray(writeSome(fd, rest));
    },
    writeBytes(bytes: ByteBuffer, start: number, end: number): boolean {
      const sizeBytes = end - start;
      return writeSome(fd, Buffer.from(bytes.buffer, bytes.byteOffset + start, sizeBytes)) > 0;
    },
    get isTty(): boolean {
      return isatty(fd);
    },
  };
}

function outputOf(fd: number): Output | null {
  try {
    fstatSync(fd);
    return output(fd);
  } catch {
    return null;
  }
}

/** Bytes written; all of them when there is no reader any more, none while a pipe is full. */
function writeSome(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (thrown) {
    return errnoNameOf(thrown) === "EAGAIN" ? 0 : bytes.length;
  }
}

/** Builds the port's process. */
export function processPort(parts: ProcessParts): Process {
  return {
    pid: process.pid,
    argv: [parts.self.argv0, ...parts.arguments],
    env: process.env,
    setEnv(name: string, value: string | undefined): void {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    },
    hostname: hostname(),
    cpuCount: availableParallelism(),
    stdout: output(1),
    stderr: output(2),
    outputOf,
    cwd: () => process.cwd(),
    chdir(path: string): void {
      try {
        process.chdir(path);
      } catch (thrown) {
        throw new Error(thrownError(thrown).message, { cause: thrown });
      }
    },
    onSignal: parts.onSignal,
    kill(pid: number, signal: Signal): boolean {
      try {
        return process.kill(pid, signal);
      } catch {
        return false;
      }
    },
    exit: (status: number): never => process.exit(status),
    get maxFds(): number {
      return maxFds();
    },
    ...parts.limits,
    setPriority(nice: number): void {
      try {
        setPriority(0, nice);
      } catch (thrown) {
        throw new Error(thrownError(thrown).message, { cause: thrown });
      }
    },
    memoryBytes: () => process.memoryUsage.rss(),
    cpuSeconds() {
      const { user, system } = process.cpuUsage();
      return { user: user / 1e6, system: system / 1e6 };
    },
    uidOf,
    gidOf,
    dropPrivileges: parts.dropPrivileges,
    respawnDetached: (argv, descriptors) => respawnDetached(parts.self, argv, descriptors),
    reportReady,
    onUncaught,
    notifySupervisor: parts.notifySupervisor,
  };
}
