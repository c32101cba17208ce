/** What of the process port is Bun's own: its command line, privileges and sd_notify through libc. */
import type { Process, Signal } from "../../src/runtime/process.ts";
import type { Address } from "../../src/runtime/transport.ts";
import type { SelfCommand } from "../shared/daemon.ts";
import { errnoReason } from "../shared/errors.ts";
import { commandLine } from "../shared/limits.ts";
import { processPort } from "../shared/process.ts";
import { datagrams } from "./datagrams.ts";
import * as libc from "./libc.ts";
import { limits } from "./process-limits.ts";

/** True in the executable that `bun build --compile` made. */
const isStandalone = import.meta.path.startsWith("/$bunfs/");

function selfCommand(): SelfCommand {
  if (isStandalone) {
    return { executable: process.execPath, leading: [], argv0: commandLine()[0] ?? "sluice" };
  }
  return { executable: process.execPath, leading: process.argv.slice(1, 2), argv0: "sluice" };
}

function must(result: number, what: string): void {
  if (result < 0) throw new Error(`${what}: ${errnoReason(-result)}`);
}

function dropPrivileges(chroot: string | null, gid: number | null, uid: number | null): void {
  if (chroot !== null) {
    must(libc.chroot(chroot), `cannot chroot to ${chroot}`);
    process.chdir("/");
  }
  if (gid !== null) {
    must(libc.setGroups(gid), `cannot set groups to ${gid}`);
    must(libc.setGid(gid), `cannot change to gid ${gid}`);
  }
  if (uid !== null) must(libc.setUid(uid), `cannot change to uid ${uid}`);
}

/** sd_notify(3): the name starts with "/" or, for an abstract socket, "@". */
function notifySupervisor(message: string): boolean {
  const name = process.env["NOTIFY_SOCKET"];
  if (name === undefined || name === "") return false;
  const target: Address = name.startsWith("@")
    ? { kind: "abstract", name: name.slice(1) }
    : { kind: "unix", path: name };
  const sender = datagrams.open(target);
  const bytes = Buffer.from(message, "utf8");
  const sent = sender.send(bytes, 0, bytes.length);
  sender.close();
  return sent;
}

export const bunProcess: Process = processPort({
  self: selfCommand(),
  arguments: process.argv.slice(2),
  onSignal(signal: Signal, fire: () => void): void {
    process.on(signal, fire);
  },
  dropPrivileges,
  notifySupervisor,
  limits,
});
