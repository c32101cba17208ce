/** Rows of `show info` about what the process does: compression, tasks, jobs, bytes, logs. */
import { Gauge, Slot } from "../slots.ts";
import { MEGABYTE, none } from "./row.ts";
import type { InfoRow } from "./row.ts";

export const ACTIVITY_ROWS: readonly InfoRow[] = [
  none(
    "CompressBpsIn", "MRP", "u32",
    "Number of bytes submitted to the HTTP compressor in this worker process over the last second",
  ),
  none(
    "CompressBpsOut", "MRP", "u32",
    "Number of bytes emitted by the HTTP compressor in this worker process over the last second",
  ),
  none(
    "CompressBpsRateLim", "CLP", "u32",
    "Limit of CompressBpsOut beyond which HTTP compression is automatically disabled",
  ),
  none(
    "Tasks", "MGP", "u32",
    "Total number of tasks in the current worker process (active + sleeping)",
  ),
  none(
    "Run_queue", "MGP", "u32",
    "Total number of active tasks+tasklets in the current worker process",
  ),
  {
    name: "Idle_pct",
    doc: "Percentage of last second spent waiting in the current worker thread",
    tags: "MaP",
    type: "u32",
    value: (facts) => facts.idlePercent(),
  },
  {
    name: "node",
    doc: "Node name (global.node)",
    tags: "COS",
    type: "str",
    value: (facts) => facts.node,
  },
  {
    name: "description",
    doc: "Node description (global.description)",
    tags: "COS",
    type: "str",
    value: (facts) => facts.description,
  },
  {
    name: "Stopping",
    doc: "1 if the worker process is currently stopping, otherwise zero",
    tags: "MGP",
    type: "u32",
    value: (facts) => facts.stopping() ? 1 : 0,
  },
  {
    name: "Jobs",
    doc: "Current number of active jobs on the current worker process (frontend connections, master connections, listeners)",
    tags: "MGP",
    type: "u32",
    value: (facts) => facts.listenerCount() + facts.counters.gauge(Gauge.scur),
  },
  none(
    "Unstoppable Jobs", "MGP", "u32",
    "Current number of unstoppable jobs on the current worker process (master connections)",
  ),
  {
    name: "Listeners",
    doc: "Current number of active listeners on the current worker process",
    tags: "MGP",
    type: "u32",
    value: (facts) => facts.listenerCount(),
  },
  none(
    "ActivePeers", "MGP", "u32",
    "Current number of verified active peers connections on the current worker process",
  ),
  none(
    "ConnectedPeers", "MGP", "u32",
    "Current number of peers having passed the connection step on the current worker process",
  ),
  {
    name: "DroppedLogs",
    doc: "Total number of dropped logs for current worker process since started",
    tags: "MGP",
    type: "u32",
    value: (facts) => facts.counters.sum(Slot.droppedLogs),
  },
  none(
    "BusyPolling", "MGP", "u32",
    "1 if busy-polling is currently in use on the worker process, otherwise zero (config.busy-polling)",
  ),
  {
    name: "FailedResolutions",
    doc: "Total number of failed DNS resolutions in current worker process since started",
    tags: "MGP",
    type: "u32",
    value: (facts) => facts.counters.sum(Slot.failedResolutions),
  },
  {
    name: "TotalBytesOut",
    doc: "Total number of bytes emitted by current worker process since started",
    tags: "MGP",
    type: "u64",
    value: (facts) => facts.counters.sum(Slot.bout),
  },
  none(
    "TotalSplicdedBytesOut", "MGP", "u64",
    "Total number of bytes emitted by current worker process through a kernel pipe since started",
  ),
  {
    name: "BytesOutRate",
    doc: "Number of bytes emitted by current worker process over the last second",
    tags: "MRP",
    type: "u64",
    value: (facts) => facts.bytesOutRate(),
  },
  none(
    "DebugCommandsIssued", "MGP", "u32",
    "Number of debug commands issued on this process (anything > 0 is unsafe)",
  ),
  none(
    "CumRecvLogs", "MCP", "u32",
    "Total number of log messages received by log-forwarding listeners on this worker process since started",
  ),
  {
    name: "Build info",
    doc: "Build info",
    tags: "POS",
    type: "str",
    value: (facts) => facts.version,
  },
  {
    name: "Memmax_bytes",
    doc: "Worker process's hard limit on memory usage in byes (-m on command line)",
    tags: "CLP",
    type: "u32",
    value: (facts) => facts.memoryLimitMb * MEGABYTE,
  },
  {
    name: "PoolAlloc_bytes",
    doc: "Amount of memory allocated in pools (in bytes)",
    tags: "MGP",
    type: "u64",
    value: (facts) => facts.memoryBytes(),
  },
  {
    name: "PoolUsed_bytes",
    doc: "Amount of pool memory currently used (in bytes)",
    tags: "MGP",
    type: "u64",
    value: (facts) => facts.memoryBytes(),
  },
  {
    name: "Start_time_sec",
    doc: "Start time in seconds",
    tags: "MDP",
    type: "u32",
    value: (facts) => facts.startTimeSec,
  },
  {
    name: "Tainted",
    doc: "Experimental features used",
    tags: "SGP",
    type: "str",
    value: () => "0",
  },
];
