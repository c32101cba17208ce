/** The process as `global` shapes it: its threads, its limits, what it says and how it runs. */
import type { CpuMap } from "../values/cpu-map.ts";

/** One line of `cpu-set`: which CPUs stay. `reset` forgets what the process was bound to. */
export interface CpuSetModel {
  readonly keep: "reset" | "only" | "drop";
  readonly unit: "cpu" | "node" | "cluster" | "core" | "thread";
  readonly numbers: readonly number[];
}

/** Defaults of unix sockets on `bind` lines. */
interface UnixBindModel {
  /** Stands before every path; "" for nothing. */
  prefix: string;
  mode: number | null;
  user: string | null;
  group: string | null;
  uid: number | null;
  gid: number | null;
}

/** `dns-accept-family`; "auto": IPv6 as long as there is a way to it. */
export type DnsFamilies = readonly (4 | 6)[] | "auto";

export interface ProcessModel {
  /** `thread-hard-limit`; null for none. */
  threadHardLimit: number | null;
  /** CPUs of threads that `cpu-map` names. */
  readonly cpuMap: CpuMap;
  readonly cpuSets: CpuSetModel[];
  /** `ulimit-n` and `fd-hard-limit`; null where nothing is said. */
  descriptorLimit: number | null;
  descriptorCeiling: number | null;
  /** `strict-limits`: too few descriptors end the start. Null where nothing is said: a warning. */
  strictLimits: boolean | null;
  /** `set-dumpable`. */
  dumpable: boolean;
  /** `quiet` and `zero-warning`, as -q and -dW. */
  quiet: boolean;
  zeroWarning: boolean;
  /** `master-worker`, as -W. */
  masterWorker: boolean;
  /** Listeners share their addresses (SO_REUSEPORT); not after `noreuseport`. */
  sharesAddresses: boolean;
  /** Nice values of `tune.renice.startup` and `tune.renice.runtime`; null to leave it. */
  startupPriority: number | null;
  runtimePriority: number | null;
  /** `stats-file`: counters to begin with. */
  statsFile: string | null;
  /** `issuers-chain-path`, a folder, and `ssl-skip-self-issued-ca`. */
  issuersChainPath: string | null;
  skipsSelfIssued: boolean;
  dnsFamilies: DnsFamilies;
  /** `close-spread-time`, 0 to close at once, Infinity never to. */
  closeSpreadMs: number;
  /** `warn-blocked-traffic-after`; null for no warning. */
  blockedWarningMs: number | null;
  readonly unixBind: UnixBindModel;
}
