/**
 * Going to the background. Neither runtime can fork, so the program starts itself again in a new
 * session; the child has descriptor 3 as a pipe on which it reports that it is ready.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";

/** Marks a process that has a parent waiting on descriptor 3. */
const MARK = "SLUICE_READY_FD";
const READY_FD = 3;

/** How this program is started: the executable, what comes before its own arguments, its argv[0]. */
export interface SelfCommand {
  readonly executable: string;
  readonly leading: readonly string[];
  readonly argv0: string;
}

/** Starts the program again in the background; see the port's `respawnDetached`. */
export function respawnDetached(self: SelfCommand, argv: readonly string[]): Promise<number> {
  const child = spawn(self.executable, [...self.leading, ...argv], {
    argv0: self.argv0,
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
    env: { ...process.env, [MARK]: String(READY_FD) },
  });
  return new Promise((resolve, reject) => {
    const ready = child.stdio[READY_FD];
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
  if (process.env[MARK] === undefined) return;
  delete process.env[MARK];
  writeSync(READY_FD, "\n");
  closeSync(READY_FD);
  for (const standard of [0, 1, 2]) {
    closeSync(standard);
    // open(2) hands out the lowest free number: the one just closed.
    openSync("/dev/null", standard === 0 ? "r" : "w");
  }
}
