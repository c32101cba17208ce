/**
 * What only advises HAProxy's engine how to do its work: which poller, how many pipes, where its
 * memory goes. The arguments are checked as HAProxy checks them; nothing that a client, a server or
 * an operator could see depends on them, and each summary says why nothing has to be done here.
 */
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import {
  type CheckArguments,
  hint,
  nothing,
  numberWithin,
  oneOf,
  switchable,
  word,
} from "./hint-rows.ts";

/** What `enabled()` no longer finds once the line was read. */
const disabling =
  (option: string): CheckArguments =>
  (args, load) => {
    if (args.end()) load.enabled.delete(option);
  };

const LOOP = "the runtime's event loop chooses how it waits";
const PLACES = "the operating system places threads where 'cpu-map' and 'cpu-set' let it";

const POLICIES = [
  "none",
  "first-usable-node",
  "efficiency",
  "performance",
  "resource",
  "group-by-ccx",
  "group-by-2-ccx",
  "group-by-3-ccx",
  "group-by-4-ccx",
  "group-by-cluster",
  "group-by-2-clusters",
  "group-by-3-clusters",
  "group-by-4-clusters",
];

export const globalHintDirectives: readonly Directive<GlobalModel>[] = [
  switchable(hint("busy-polling", LOOP, nothing)),
  hint("noepoll", LOOP, disabling("EPOLL")),
  hint("nopoll", LOOP, disabling("POLL")),
  hint("nokqueue", LOOP, disabling("KQUEUE")),
  hint("noevports", LOOP, disabling("EVPORTS")),
  hint(
    "nogetaddrinfo",
    "names are asked of the system's resolver either way",
    disabling("GETADDRINFO"),
  ),
  hint("nosplice", "Sluice never splices", disabling("SPLICE")),
  hint("maxpipes <number>", "Sluice never splices", numberWithin({ min: 0, max: 0x7fffffff })),
  hint("quick-exit", "an ended process frees nothing by itself", nothing, "3.1"),
  hint("no-memory-trimming", "the runtime gives memory back as it sees fit", nothing),
  hint("prealloc-fd", "descriptors are made as they are needed", nothing, "3.1"),
  hint(
    "external-check [preserve-env]",
    "it permits 'option external-check', which is refused: Sluice starts no programs",
    (args) => {
      args.takeIf("preserve-env");
      args.end();
    },
    "3.1",
  ),
  hint("insecure-fork-wanted", "Sluice starts no programs", nothing, "3.1"),
  hint("insecure-setuid-wanted", "Sluice starts no programs", nothing, "3.1"),
  switchable(hint("numa-cpu-mapping", PLACES, nothing, "3.1")),
  hint(`cpu-policy { ${POLICIES.join(" | ")} }`, PLACES, oneOf(...POLICIES), "3.1"),
  hint("cluster-secret <secret>", "only QUIC would be shaped by it", word("<secret>"), "3.1"),
  hint("key-base <dir>", "only 'load' lines of crt-store sections read it", word("<dir>"), "3.1"),
  hint(
    "mworker-max-reloads <number>",
    "a reload leaves no older process behind",
    numberWithin({ min: 0, max: 0x7fffffff }),
    "3.1",
  ),
  hint(
    "profiling.tasks { on | auto | off }",
    "the runtimes' own profilers look at threads",
    oneOf("on", "auto", "off"),
    "3.3",
  ),
  hint(
    "profiling.memory { on | off }",
    "the runtimes' own profilers look at memory",
    oneOf("on", "off"),
    "3.3",
  ),
  hint(
    "debug.counters { on | off }",
    "there are no counters of code paths to turn on",
    oneOf("on", "off"),
    "3.3",
  ),
];
