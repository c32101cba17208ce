/** What an entry of `show info` is: one row in a table, in HAProxy's order (management manual 9.3). */
import type { Counters } from "../counters.ts";
import type { LimitedRate } from "../limited-rate.ts";

export const MEGABYTE: number = 1 << 20;

/** The process as `show info` asks it. */
export interface InfoFacts {
  /** "Sluice". */
  readonly name: string;
  readonly version: string;
  /** "2026/10/17" */
  readonly releaseDate: string;
  readonly threadCount: number;
  readonly pid: number;
  /** Seconds since the start, and when that was. */
  uptimeSec(): number;
  readonly startTimeSec: number;
  /** `-m`, 0 for none. */
  readonly memoryLimitMb: number;
  memoryBytes(): number;
  readonly maxFds: number;
  /** Descriptors that as many connections as `hardMaxconn` may need. */
  readonly maxSockets: number;
  maxconn(): number;
  readonly hardMaxconn: number;
  /** As `set rate-limit` may have changed it; 0 for none. */
  rateLimit(rate: LimitedRate): number;
  /** `maxsslconn`, 0 for none. */
  readonly maxTlsConnections: number;
  currentTlsConnections(): number;
  bytesOutRate(): number;
  /** Bytes that compressors took and gave in the last second. */
  compressedBytesIn(): number;
  compressedBytesOut(): number;
  /** Share of the last second that the threads slept, by the CPU time of the process, 0-100. */
  idlePercent(): number;
  readonly node: string;
  readonly description: string;
  stopping(): boolean;
  /** Listeners that accept, CLI sockets included. */
  listenerCount(): number;
  /** Open connections to the runtime API. */
  adminSessionCount(): number;
  /** Counters of the whole process. */
  readonly counters: Counters;
  /** Milliseconds of the monotonic clock that all threads share. */
  nowMs(): number;
}

export interface InfoRow {
  readonly name: string;
  readonly doc: string;
  readonly tags: string;
  readonly type: "u32" | "u64" | "str";
  readonly value: (facts: InfoFacts) => number | string;
}

/** A row about something the proxy has none of (pipes, pools): HAProxy shows zero, too. */
export function none(name: string, tags: string, type: "u32" | "u64", doc: string): InfoRow {
  return { name, doc, tags, type, value: () => 0 };
}
