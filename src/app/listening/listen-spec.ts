/** What listening sockets ask of the system beside their address: who owns them, who may share them. */
import type { BindModel } from "../../config/model.ts";
import type { Process } from "../../runtime/process.ts";
import type { ListenSpec } from "../../runtime/transport.ts";
import type { Generation } from "../compile/generation.ts";

/** Owner and group of a unix path; numbers stand over names. */
export function ownerOf(
  { user, group, uid, gid }: Pick<BindModel, "user" | "group" | "uid" | "gid">,
  process: Process,
): Pick<ListenSpec, "unixUid" | "unixGid"> {
  return {
    unixUid: uid ?? (user === null ? null : process.uidOf(user)),
    unixGid: gid ?? (group === null ? null : process.gidOf(group)),
  };
}

/** Threads, and the process that comes after, bind the same address beside each other. */
export function sharesAddresses({ env, model }: Generation): boolean {
  return env.runtime.capabilities.reusePort && model.global.process.sharesAddresses;
}
