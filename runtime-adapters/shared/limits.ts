/** Limits and use of resources, from /proc. */
import { readdirSync, readFileSync } from "node:fs";
import { errnoNameOf } from "./errors.ts";

/** Soft limit of open descriptors (proc(5), /proc/pid/limits). */
export function maxFds(): number {
  const line = /^Max open files\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"));
  const limit = Number(line?.[1]);
  return Number.isNaN(limit) ? Number.MAX_SAFE_INTEGER : limit;
}

/**
 * How many descriptors the process has open; Infinity when none is left to count them with. Costs
 * a system call per 1,000 or so.
 */
export function openFds(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch (error) {
    if (errnoNameOf(error) === "EMFILE") return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** The command line of this process as exec got it: argv[0] first. */
export function commandLine(): readonly string[] {
  return readFileSync("/proc/self/cmdline", "utf8").split("\0").slice(0, -1);
}
