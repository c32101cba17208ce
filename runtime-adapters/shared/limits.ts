/** Limits and use of resources, from /proc. */
import { readdirSync, readFileSync } from "node:fs";

/** Soft limit of open descriptors (proc(5), /proc/pid/limits). */
export function maxFds(): number {
  const line = /^Max open files\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"));
  const limit = Number(line?.[1]);
  return Number.isNaN(limit) ? Number.MAX_SAFE_INTEGER : limit;
}

/** How many descriptors the process has open. Costs a system call per 1,000 or so. */
export function openFds(): number {
  return readdirSync("/proc/self/fd").length;
}

/** The command line of this process as exec got it: argv[0] first. */
export function commandLine(): readonly string[] {
  return readFileSync("/proc/self/cmdline", "utf8").split("\0").slice(0, -1);
}
