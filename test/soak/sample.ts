/**
 * What the process holds in a quiet state: no session, no idle connection, and its memory at the
 * least that a few seconds of rest came to, since a collector frees in its own time.
 */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../support/deadline.ts";
import type { Proxy } from "../support/proxy.ts";
import type { HeapAsker, Heaps } from "./heaps.ts";

export interface Sample {
  readonly atMs: number;
  readonly rssBytes: number;
  readonly fds: number;
  readonly threads: number;
  readonly streams: number;
  /** Listeners, clients and admin sessions, as show info counts them. */
  readonly jobs: number;
  /** Timers that are set, on all threads (Tasks of show info). */
  readonly timers: number;
  /** Null where the program cannot be asked. */
  readonly heaps: Heaps | null;
}

const quietLimitMs = 30_000;

/** Waits for the quiet state, rests `restMs` in it, and samples. */
export async function sampleQuiet(
  proxy: Proxy,
  restMs: number,
  asker: HeapAsker | null,
): Promise<Sample> {
  const isQuiet = async (): Promise<boolean> =>
    (await countStreams(proxy)) === 0 && (await idleConnections(proxy)) === 0;
  try {
    await until(isQuiet, "the quiet state", quietLimitMs);
  } catch (error) {
    const left = `${await countStreams(proxy)} streams, ${await idleConnections(proxy)} idle`;
    throw new Error(`${left}:\n${await proxy.cli("show sess")}`, { cause: error });
  }
  let rssBytes = Infinity;
  let fds = Infinity;
  let timers = Infinity;
  for (const endMs = performance.now() + restMs; performance.now() < endMs; await delay(500)) {
    rssBytes = Math.min(rssBytes, statusOf(proxy.pid, "VmRSS") * 1024);
    fds = Math.min(fds, readdirSync(`/proc/${proxy.pid}/fd`).length);
    timers = Math.min(timers, numberOf(await proxy.cli("show info"), "Tasks"));
  }
  const info = await proxy.cli("show info");
  return {
    atMs: performance.now(),
    rssBytes,
    fds,
    threads: statusOf(proxy.pid, "Threads"),
    streams: await countStreams(proxy),
    jobs: numberOf(info, "Jobs"),
    timers,
    heaps: asker === null ? null : await asker.ask(proxy),
  };
}

function numberOf(info: string, name: string): number {
  return Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(info)?.[1] ?? NaN);
}

/** The lines of show sess but the one of the admin socket that asks. */
async function countStreams(proxy: Proxy): Promise<number> {
  const lines = (await proxy.cli("show sess")).trim().split("\n");
  return lines.filter((line) => line !== "" && !line.includes("GLOBAL")).length;
}

async function idleConnections(proxy: Proxy): Promise<number> {
  const [head = "", ...rows] = (await proxy.cli("show stat")).split("\n");
  const at = head.split(",").indexOf("srv_icur");
  return rows.reduce((sum, row) => sum + Number(row.split(",")[at] ?? 0), 0);
}

/** A number of /proc/PID/status (proc(5)): VmRSS in KiB, Threads. */
function statusOf(pid: number, name: string): number {
  const text = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
}
