/** What of the process port is Node's own. */
import type { Process, Signal } from "../../src/runtime/process.ts";
import { noLimits, processPort } from "../shared/process.ts";

function dropPrivileges(chroot: string | null, gid: number | null, uid: number | null): void {
  if (chroot !== null) throw new Error("Node cannot chroot");
  if (gid !== null) {
    process.setgroups?.([gid]);
    process.setgid?.(gid);
  }
  if (uid !== null) process.setuid?.(uid);
}

export const nodeProcess: Process = processPort({
  self: {
    executable: process.execPath,
    leading: [...process.execArgv, ...process.argv.slice(1, 2)],
    argv0: "sluice",
  },
  arguments: process.argv.slice(2),
  onSignal(signal: Signal, fire: () => void): void {
    process.on(signal, fire);
  },
  dropPrivileges,
  /** $NOTIFY_SOCKET is a unix datagram socket, which Node does not have. */
  notifySupervisor: (): boolean => false,
  limits: noLimits,
});
