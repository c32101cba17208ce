/** Rows of `show info` about the process: identity, age, memory and limits. */
import { formatUptime } from "../../core/duration.ts";
import { MEGABYTE, none } from "./row.ts";
import type { InfoRow } from "./row.ts";

export const PROCESS_ROWS: readonly InfoRow[] = [
  {
    name: "Name",
    doc: "Product name",
    tags: "POS",
    type: "str",
    value: (facts) => facts.name,
  },
  {
    name: "Version",
    doc: "Product version",
    tags: "POS",
    type: "str",
    value: (facts) => facts.version,
  },
  {
    name: "Release_date",
    doc: "Date of latest source code update",
    tags: "POS",
    type: "str",
    value: (facts) => facts.releaseDate,
  },
  {
    name: "Nbthread",
    doc: "Number of started threads (global.nbthread)",
    tags: "CGS",
    type: "u32",
    value: (facts) => facts.threadCount,
  },
  {
    name: "Nbproc",
    doc: "Number of started worker processes (historical, always 1)",
    tags: "CGS",
    type: "u32",
    value: () => 1,
  },
  {
    name: "Process_num",
    doc: "Relative worker process number (1)",
    tags: "KGP",
    type: "u32",
    value: () => 1,
  },
  {
    name: "Pid",
    doc: "This worker process identifier for the system",
    tags: "SGP",
    type: "u32",
    value: (facts) => facts.pid,
  },
  {
    name: "Uptime",
    doc: "How long ago this worker process was started (days+hours+minutes+seconds)",
    tags: "MDP",
    type: "str",
    value: (facts) => formatUptime(facts.uptimeSec()),
  },
  {
    name: "Uptime_sec",
    doc: "How long ago this worker process was started (seconds)",
    tags: "MDP",
    type: "u32",
    value: (facts) => Math.floor(facts.uptimeSec()),
  },
  {
    name: "Memmax_MB",
    doc: "Worker process's hard limit on memory usage in MB (-m on command line)",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.memoryLimitMb,
  },
  {
    name: "PoolAlloc_MB",
    doc: "Amount of memory allocated in pools (in MB)",
    tags: "MGP",
    type: "u32",
    value: (facts) => Math.floor(facts.memoryBytes() / MEGABYTE),
  },
  {
    name: "PoolUsed_MB",
    doc: "Amount of pool memory currently used (in MB)",
    tags: "MGP",
    type: "u32",
    value: (facts) => Math.floor(facts.memoryBytes() / MEGABYTE),
  },
  none(
    "PoolFailed", "MCP", "u32",
    "Number of failed pool allocations since this worker was started",
  ),
  {
    name: "Ulimit-n",
    doc: "Hard limit on the number of per-process file descriptors",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.maxFds,
  },
  {
    name: "Maxsock",
    doc: "Hard limit on the number of per-process sockets",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.maxFds,
  },
  {
    name: "Maxconn",
    doc: "Hard limit on the number of per-process connections (configured or imposed by Ulimit-n)",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.maxconn(),
  },
  {
    name: "Hard_maxconn",
    doc: "Hard limit on the number of per-process connections (imposed by Memmax_MB or Ulimit-n)",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.hardMaxconn,
  },
];
