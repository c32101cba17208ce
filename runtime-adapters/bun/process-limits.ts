/**
 * Limits of the process and places of its threads, through libc. Numbers and layouts are those of
 * 64-bit Linux, the same on x86-64 and arm64.
 */
import { dlopen, FFIType, read } from "bun:ffi";
import type { ProcessLimits } from "../shared/process.ts";
import { errnoReason } from "../shared/errors.ts";
import { renewLimit } from "./descriptor-limit.ts";

const { i32, u64, ptr } = FFIType;

const { symbols: libc } = dlopen("libc.so.6", {
  __errno_location: { args: [], returns: ptr },
  getrlimit: { args: [i32, ptr], returns: i32 },
  setrlimit: { args: [i32, ptr], returns: i32 },
  prctl: { args: [i32, u64, u64, u64, u64], returns: i32 },
  sched_setaffinity: { args: [i32, u64, ptr], returns: i32 },
});

const RLIMIT_FSIZE = 1;
const RLIMIT_CORE = 4;
const RLIMIT_NOFILE = 7;
const PR_SET_DUMPABLE = 4;
/** Of CPUs in a cpu_set_t (sched_setaffinity(2)). */
const MOST_CPUS = 1024;

function must(returned: number, what: string): void {
  if (returned >= 0) return;
  const location = libc.__errno_location();
  throw new Error(`${what}: ${errnoReason(location === null ? 0 : read.i32(location, 0))}`);
}

/** struct rlimit: the soft limit, then the hard one. */
function hardLimitOf(resource: number): bigint {
  const limits = new BigUint64Array(2);
  must(libc.getrlimit(resource, limits), "cannot read a limit");
  return limits[1]!;
}

/** Raises the soft limit to the hard one. */
function raise(resource: number, what: string): void {
  const hard = hardLimitOf(resource);
  must(
    libc.setrlimit(resource, BigUint64Array.of(hard, hard)),
    `cannot raise the limit of ${what}`,
  );
}

export const limits: ProcessLimits = {
  setMaxFds(count: number): void {
    const hard = hardLimitOf(RLIMIT_NOFILE);
    const wanted = BigInt(count);
    const both = BigUint64Array.of(wanted, hard > wanted ? hard : wanted);
    must(libc.setrlimit(RLIMIT_NOFILE, both), `cannot set the limit of descriptors to ${count}`);
    renewLimit();
  },
  pinThread(cpus: readonly number[]): void {
    const mask = new Uint8Array(MOST_CPUS / 8);
    for (const cpu of cpus) mask[cpu >> 3]! |= 1 << (cpu & 7);
    must(
      libc.sched_setaffinity(0, mask.byteLength, mask),
      `cannot run a thread on CPUs ${cpus.join(",")}`,
    );
  },
  allowCores(): void {
    raise(RLIMIT_FSIZE, "file sizes");
    raise(RLIMIT_CORE, "core sizes");
    must(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "cannot become dumpable");
  },
};
