/** What -dL and -dc tell of the process once the configuration is read (management manual 3). */
import type { ConfigModel } from "../../config/model.ts";
import type { Files } from "../../runtime/files.ts";
import { cpusOfThread, type Topology } from "../threads/cpu-places.ts";

const MAPS = "/proc/self/maps";

/** The executable and the libraries in memory, one a line, as `maps` of proc(5) has them. */
export function loadedFiles(files: Pick<Files, "readText">): string {
  const paths = new Set<string>();
  for (const line of files.readText(MAPS).split("\n")) {
    const [, protection, path] = /^\S+ (\S+) \S+ \S+ \S+\s+(\/.*)$/.exec(line) ?? [];
    if (protection?.includes("x") === true) paths.add(path!);
  }
  return [...paths].map((path) => `${path}\n`).join("");
}

/** Which CPUs there are, and which ones each thread runs on. */
export function cpuReport({ global }: ConfigModel, topology: Topology): string {
  const listed = (cpus: readonly number[]): string => cpus.join(",");
  const lines = [
    `CPUs online : ${listed(topology.online)}`,
    `CPUs allowed : ${listed(topology.allowed)}`,
  ];
  for (let id = 1; id <= global.nbthread; id++) {
    const cpus = cpusOfThread(id, global.process, topology) ?? topology.allowed;
    lines.push(`Thread 1/${id} : ${listed(cpus)}`);
  }
  return `${lines.join("\n")}\n`;
}
