/** What of the process port is Deno's own: no privileges to drop, an inspector to keep shut. */
import { close as closeInspector } from "node:inspector";
import type { Process, Signal } from "../../src/runtime/process.ts";
import { noLimits, processPort } from "../shared/process.ts";

export const denoProcess: Process = processPort({
  self: {
    executable: process.execPath,
    leading: ["run", "-A", ...process.argv.slice(1, 2)],
    argv0: "sluice",
  },
  arguments: process.argv.slice(2),
  onSignal(signal: Signal, fire: () => void): void {
    process.on(signal, () => {
      // Deno may open its inspector on SIGUSR1.
      if (signal === "SIGUSR1") closeInspector();
      fire();
    });
  },
  dropPrivileges(chroot: string | null, gid: number | null, uid: number | null): void {
    if (chroot !== null || gid !== null || uid !== null)
      throw new Error("Deno cannot chroot or change its user");
  },
  notifySupervisor: (): boolean => false,
  limits: noLimits,
});
