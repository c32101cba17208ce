/** What a data thread is told: what it is part of, once, and each configuration it is to carry. */
import type { RegionSource } from "../../core/arena.ts";
import type { LoadedConfig } from "../../config/load.ts";
import type { KeyChange } from "../../pattern/key-changes.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { FarmPost } from "../../server/farm.ts";
import type { StatsServices } from "../compile/stats-page.ts";
import type { DataThread } from "./data-thread.ts";
import type { ProcessState } from "../process/facts.ts";
import type { ErrorSink } from "./thread-host.ts";

/** What the thread is part of. */
export interface ThreadPlace {
  readonly runtime: Runtime;
  readonly id: number;
  readonly state: ProcessState;
  readonly arena: RegionSource;
  readonly post: FarmPost;
  readonly onError: ErrorSink;
  /** A rule of this thread changed a map or an ACL. */
  readonly onKeyChange: (change: KeyChange) => void;
  /** A line came to a ring that somebody waited for. */
  readonly onRingLine: (thread: DataThread, ring: string) => void;
  /** The applets that ask the running proxy. */
  services(thread: DataThread): StatsServices;
}

/** A configuration to compile. */
export interface ThreadLoad {
  readonly number: number;
  readonly config: LoadedConfig;
  readonly maxconn: number;
  readonly proxyMaxconn: number | null;
  /** What -L says. */
  readonly localPeer: string | null;
}
