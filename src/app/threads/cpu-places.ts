/**
 * Which CPUs a thread is confined to (manual 3.1 `cpu-map`, `cpu-set`). Nodes, clusters, cores and
 * their threads are as the system numbers them under /sys/devices/system.
 */
import type { CpuSetModel, ProcessModel } from "../../config/model/process.ts";
import type { Files } from "../../runtime/files.ts";

/** What the CPUs of the machine are, as far as files tell. */
export interface Topology {
  /** CPUs that are there, and those that the process was bound to when it started. */
  readonly online: readonly number[];
  readonly allowed: readonly number[];
  /** The number of the unit that a CPU belongs to; undefined where the system does not tell. */
  unitOf(cpu: number, unit: CpuSetModel["unit"]): number | undefined;
}

/** CPUs of a list as the kernel writes them: "0-3,8". */
export function listedCpus(text: string): readonly number[] {
  return text
    .trim()
    .split(",")
    .filter((range) => range !== "")
    .flatMap((range) => {
      const [first = 0, last = first] = range.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

/** The machine that the process runs on. */
export function machineTopology(files: Pick<Files, "readText">): Topology {
  const read = (path: string): string => {
    try {
      return files.readText(path);
    } catch {
      return "";
    }
  };
  const ofCpu = (cpu: number, name: string): string =>
    read(`/sys/devices/system/cpu/cpu${cpu}/${name}`);
  const numberIn = (text: string): number | undefined =>
    text.trim() === "" ? undefined : Number(text);
  const online = listedCpus(read("/sys/devices/system/cpu/online"));
  const status = read("/proc/self/status");
  const allowed = listedCpus(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? "");
  const nodes = listedCpus(read("/sys/devices/system/node/online"));
  return {
    online,
    allowed,
    unitOf(cpu, unit) {
      if (unit === "cpu") return cpu;
      if (unit === "core") return numberIn(ofCpu(cpu, "topology/core_id"));
      if (unit === "cluster") return numberIn(ofCpu(cpu, "topology/cluster_id"));
      if (unit === "thread") {
        const place = listedCpus(ofCpu(cpu, "topology/thread_siblings_list")).indexOf(cpu);
        return place < 0 ? undefined : place;
      }
      return nodes.find((node) =>
        listedCpus(read(`/sys/devices/system/node/node${node}/cpulist`)).includes(cpu),
      );
    },
  };
}

/** The CPUs of thread `id` (from 1); null to leave it where the system puts it. */
export function cpusOfThread(
  id: number,
  { cpuMap, cpuSets }: Pick<ProcessModel, "cpuMap" | "cpuSets">,
  topology: Topology,
): readonly number[] | null {
  const mapped = cpuMap.get(id);
  if (mapped !== undefined) return mapped;
  if (cpuSets.length === 0) return null;
  let cpus = cpuSets.some(({ keep }) => keep === "reset") ? topology.online : topology.allowed;
  for (const { keep, unit, numbers } of cpuSets) {
    if (keep === "reset") continue;
    cpus = cpus.filter((cpu) => {
      const own = topology.unitOf(cpu, unit);
      return (own !== undefined && numbers.includes(own)) === (keep === "only");
    });
  }
  return cpus;
}
