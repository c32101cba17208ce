/** What a peers section is made of, and what it stands on. */
import type { TimerWheel } from "../core/timer-wheel.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { PeerSpec } from "./peer.ts";
import type { SenderLimits } from "./sender.ts";
import type { SharedTable } from "./shared-table.ts";

export interface SectionSpec {
  readonly name: string;
  /** Name of the local peer. */
  readonly local: string;
  readonly peers: readonly PeerSpec[];
  readonly tables: readonly SharedTable[];
  /** Where the process that takes over listens; null for nowhere. */
  readonly successor: PeerSpec | null;
}

export interface SectionPlace {
  readonly runtime: Runtime;
  readonly wheel: TimerWheel;
  /** Begins an I/O event; the time. */
  begin(): number;
  readonly limits: SenderLimits;
  /** Told by how much the numbers of peers that are met and that are connected have changed. */
  counted(activeChange: number, connectedChange: number): void;
}
