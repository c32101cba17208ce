/** Which CPUs the threads run on (manual 3.1). */
import type { Arguments } from "../arguments.ts";
import { parseCpuMap, readCpus } from "../values/cpu-map.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import type { CpuSetModel } from "../model/process.ts";

const KEEPS = ["only", "drop"] as const;
const UNITS = ["cpu", "node", "cluster", "core", "thread"] as const;

/** The words of `cpu-set` but `reset`: only-cpu, drop-cpu, only-node, ... */
const LIMITS: ReadonlyMap<string, Pick<CpuSetModel, "keep" | "unit">> = new Map(
  UNITS.flatMap((unit) => KEEPS.map((keep) => [`${keep}-${unit}`, { keep, unit }] as const)),
);

function parseCpuSet(args: Arguments, { process }: GlobalModel, load: Load): void {
  const choice = args.oneOf(["reset", ...LIMITS.keys()]);
  if (choice === undefined) return;
  const limit = LIMITS.get(choice);
  if (limit === undefined) {
    if (args.end()) process.cpuSets.push({ keep: "reset", unit: "cpu", numbers: [] });
    return;
  }
  const set = args.expect("a set of numbers");
  if (set === undefined || !args.end()) return;
  const numbers = readCpus(set, load.diagnostics);
  if (numbers !== undefined) process.cpuSets.push({ ...limit, numbers });
}

export const globalCpuDirectives: readonly Directive<GlobalModel>[] = [
  {
    name: "cpu-map",
    in: ["global"],
    syntax: "cpu-map [auto:]<thread-group>[/<thread-set>] <cpu-set>[,...] [...]",
    manual: "3.1",
    summary: "CPUs that threads run on",
    parse: (args, { process }, load) => parseCpuMap(args, process.cpuMap, load.diagnostics),
  },
  {
    name: "cpu-set",
    in: ["global"],
    syntax: "cpu-set { reset | { only | drop }-{ cpu | node | cluster | core | thread } <set> }",
    manual: "3.1",
    summary: "CPUs that all threads run on, where 'cpu-map' says nothing else",
    parse: parseCpuSet,
  },
];
