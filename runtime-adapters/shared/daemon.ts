/**
 * Going to the background. Neither runtime can fork, so the program starts itself again in a new
 * session. The child keeps the descriptors that it is to listen at, each under its number, and has
 * one more: a pipe on which it reports that it is ready.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";

/** Names the descriptor on which a parent waits. */
const MARK = "SLUICE_READY_FD";
/** The first that is no standard stream. */
const FIRST_FD = 3;

/** How this program is started: the executable, what comes before its own arguments, its argv[0]. */
export interface SelfCommand {
  readonly executable: string;
  readonly leading: readonly string[];
  readonly argv0: string;
}

/** Starts the program again in the background; see the port's `respawnDetached`. */
export function respawnDetached(
  self: SelfCommand,
  argv: readonly string[],
  descriptors: readonly number[],
): Promise<number> {
  const readyFd = Math.max(FIRST_FD - 1, ...descriptors) + 1;
  const others = Array.from({ length: readyFd - FIRST_FD }, (_, at) => at + FIRST_FD);
  const kept = others.map((fd) => (descriptors.includes(fd) ? fd : "ignore"));
  const child = spawn(self.executable, [...self.leading, ...argv], {
    argv0: self.argv0,
    detached: true,
    stdio: ["ignore", "inherit", "inherit", ...kept, "pipe"],
    env: { ...process.env, [MARK]: String(readyFd) },
  });
  return new Promise((resolve, reject) => {
    const ready = child.stdio.at(readyFd);
    if (ready === undefined || ready === null) {
      reject(new Error("no pipe to the background process"));
      return;
    }
    child.once("error", reject);
    child.once("exit", (status, signal) => {
      reject(new Error(`the background process ended with ${signal ?? `status ${status}`}`));
    });
    ready.once("data", () => {
      child.removeAllListeners("exit");
      child.unref();
      ready.removeAllListeners("end");
      ready.destroy();
      resolve(child.pid ?? 0);
    });
  });
}

/** Tells the waiting parent, if there is one, and points the standard streams at /dev/null. */
export function reportReady(): void {
  const mark = process.env[MARK];
  if (mark === undefined) return;
  delete process.env[MARK];
  writeSync(Number(mark), "\n");
  closeSync(Number(mark));
  for (const standard of [0, 1, 2]) {
    closeSync(standard);
    // open(2) hands out the lowest free number: the one just closed.
    openSync("/dev/null", standard === 0 ? "r" : "w");
  }
}
