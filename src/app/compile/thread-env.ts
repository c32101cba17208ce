/** What a thread brings to the compilation of a configuration: its I/O, its memory, its process. */
import type { DateText } from "../../core/date.ts";
import type { RegionSource } from "../../core/arena.ts";
import type { Rings } from "../../log/rings.ts";
import type { LogSinks } from "../../log/sink.ts";
import type { ThreadIo } from "../../mux/thread-io.ts";
import type { PluginHost } from "../../plugin/host.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { ProcessFacts } from "../../sample/compile-scope.ts";
import type { VariableNames } from "../../sample/variables/variables.ts";
import type { FarmPost } from "../../server/farm.ts";
import type { Counters } from "../../stats/counters.ts";
import type { StreamHost } from "../../stream/stream-host.ts";
import type { SnapshotFiles } from "../file-snapshot.ts";

export interface ThreadEnv {
  readonly runtime: Runtime;
  readonly io: ThreadIo;
  readonly arena: RegionSource;
  /** 1-based; 1 is the control thread. */
  readonly threadId: number;
  readonly threadCount: number;
  readonly process: ProcessFacts;
  /** Variables of proc scope outlive a generation, so their names do. */
  readonly processNames: VariableNames;
  readonly host: StreamHost;
  readonly sinks: LogSinks;
  readonly rings: Rings;
  /** Of the process. */
  readonly counters: Counters;
  /** Dates in the local zone. */
  readonly dates: DateText;
  readonly post: FarmPost;
  readonly plugins: PluginHost;
  readonly files: SnapshotFiles;
  /** From `-n`, `-N`; null without. */
  readonly maxconn: number;
  readonly proxyMaxconn: number | null;
}
