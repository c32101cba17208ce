/**
 * What one run costs: CPU time and memory of a process with its children from /proc, requests and
 * latencies from wrk. Nothing here knows which program it measures.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { promisify } from "node:util";

/** Kernel ticks a second in /proc/PID/stat; 100 on every Linux that Sluice runs on. */
const ticksPerSecond = 100;

export interface Cost {
  readonly cpuUs: number;
  readonly rssBytes: number;
}

/** CPU time so far and memory now of `pid` and all its descendants. */
export function costOf(pid: number): Cost {
  let cpuUs = 0;
  let rssBytes = 0;
  for (const member of familyOf(pid)) {
    const fields = statFields(member);
    if (fields === undefined) continue;
    cpuUs += ((Number(fields[11]) + Number(fields[12])) * 1e6) / ticksPerSecond;
    rssBytes += Number(fields[21]) * 4096;
  }
  return { cpuUs, rssBytes };
}

/** The fields of /proc/PID/stat after the name, state first; undefined when it is gone. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function familyOf(root: number): number[] {
  const family = [root];
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(all.map((pid) => [pid, Number(statFields(pid)?.[1])]));
  for (const member of family) {
    for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  }
  return family;
}

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly headers: readonly string[];
}

export interface LoadResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Socket errors and answers that were not 2xx or 3xx. */
  readonly errors: number;
}

/** Runs wrk with one thread. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const headers = load.headers.flatMap((header) => ["-H", header]);
  const { stdout } = await promisify(execFile)("wrk", [
    "--latency",
    "-t1",
    `-c${load.connections}`,
    `-d${load.seconds}s`,
    "--timeout",
    "10s",
    ...headers,
    load.url,
  ]);
  const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? 0);
  const socketErrors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(
    stdout,
  );
  const failed = socketErrors?.slice(1).reduce((sum, text) => sum + Number(text), 0) ?? 0;
  return {
    requests: number(/(\d+) requests in/),
    requestsPerSecond: number(/Requests\/sec:\s+([\d.]+)/),
    p50Ms: milliseconds(/ 50%\s+(\S+)/.exec(stdout)?.[1]),
    p99Ms: milliseconds(/ 99%\s+(\S+)/.exec(stdout)?.[1]),
    errors: failed + number(/Non-2xx or 3xx responses: (\d+)/),
  };
}

function milliseconds(text = "0ms"): number {
  const value = Number.parseFloat(text);
  if (text.endsWith("us")) return value / 1000;
  return text.endsWith("ms") ? value : value * 1000;
}

/** Opens `count` connections, a few hundred at a time, each of which has had one answer. */
export async function openIdle(port: number, count: number): Promise<() => void> {
  const sockets: Socket[] = [];
  const openOne = (): Promise<void> =>
    new Promise((answered, failed) => {
      const socket = connect(port, "127.0.0.1");
      sockets.push(socket);
      socket.once("error", failed);
      socket.once("data", () => answered());
      socket.write("GET / HTTP/1.1\r\nHost: bench\r\n\r\n");
    });
  while (sockets.length < count) {
    const batch = Math.min(200, count - sockets.length);
    await Promise.all(Array.from({ length: batch }, openOne));
  }
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
