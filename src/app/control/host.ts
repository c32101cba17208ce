/**
 * What the control plane asks of the program around it: the running generation, facts of the
 * process, and those changes that concern other threads. Everything else (counters, records of
 * servers, tables) is in the arena and is read and written here directly.
 */
import type { ErrorRecord, ReloadFacts, SessionFactsLine } from "../../cli/control.ts";
import type { ThreadIo } from "../../mux/thread-io.ts";
import type { PatternReference } from "../../pattern/reference.ts";
import type { PatternChange } from "../../pattern/store.ts";
import type { PeersSection } from "../../peers/section.ts";
import type { FarmControl } from "../../server/changes/farm-control.ts";
import type { Server } from "../../server/server.ts";
import type { Counters } from "../../stats/counters.ts";
import type { Generation } from "../compile/generation.ts";
import type { CompressionBudget } from "../../stream/body/compression-budget.ts";
import type { ProcessLimits } from "../process/limits.ts";
import type { ProcessVariables } from "../threads/process-variables.ts";
import type { FrontendChange } from "../threads/thread-messages.ts";

/** A bound address of a frontend. */
export interface ListenerEntry {
  /** `name` of the bind line, or "sock-ID". */
  readonly name: string;
  /** 1 upwards within the frontend, unless the bind line gives one. */
  readonly id: number;
  /** "127.0.0.1:80", "[::]:80", "unix", with the port that was bound. */
  readonly address: string;
  readonly tls: boolean;
  /** `maxconn` of the bind line, 0 without. */
  readonly maxconn: number;
  readonly counters: Counters;
}

export type FrontendState = "running" | "paused" | "stopped";

/** What every thread can tell. */
export interface PlaneHost {
  /** Of this thread. */
  readonly io: ThreadIo;
  /** The one that carries new traffic. */
  generation(): Generation;
  /** "2026/10/17". */
  readonly releaseDate: string;
  /** `-m`, 0 for none. */
  readonly memoryLimitMb: number;
  /** Sessions that the process takes now, and what it took at the start: the highest that can be set. */
  maxconn(): number;
  hardMaxconn(): number;
  /** On rates and on TLS connections. */
  readonly limits: ProcessLimits;
  readonly compression: CompressionBudget;
  /** Counters of the whole process. */
  readonly counters: Counters;
  /** Sockets that accept, those of the runtime API included. */
  listenerCount(): number;
  /** Open connections to the runtime API. */
  adminSessionCount(): number;
  frontendState(name: string): FrontendState;
  /** Addresses of a frontend in the order of its bind lines, also while it is stopped. */
  listeners(frontendName: string): readonly ListenerEntry[];
}

/** Threads 2..N, which read, and leave changes to the control thread. */
export interface WorkerHost extends PlaneHost {
  /** Lets the control thread run a command of the runtime API at level admin; its answer. */
  forward(command: string): Promise<string>;
}

/** The control thread. Promises settle when all threads have made the change. */
export interface ControlHost extends PlaneHost {
  /** Sections in service. */
  peers(): readonly PeersSection[];
  farmControl(farmName: string): FarmControl;
  /** Gives a server another name to resolve; what the command answers. */
  renameServer(server: Server, name: string): string;
  changeFrontend(name: string, change: FrontendChange): Promise<void>;
  /** What is wrong, or null. */
  setGlobalMaxconn(maxconn: number): Promise<string | null>;
  /** Makes the changes in order on every thread; the first fault, or null. */
  changePatterns(changes: Iterable<PatternChange>): Promise<string | null>;
  /** Writes a set to its file; what is wrong, or null. */
  savePatterns(reference: PatternReference): string | null;
  /** Ends the streams on a server. */
  shutdownServerSessions(server: Server): Promise<void>;
  /** Closes the idle connections of all threads to a server. */
  dropIdleConnections(server: Server): Promise<void>;
  /** Streams of all threads. */
  sessions(): Promise<readonly SessionFactsLine[]>;
  /** Ends one; false if there is none of that id. */
  shutdownSession(id: string): Promise<boolean>;
  /** Invalid messages; `ErrorRecords` (src/cli) keeps them. */
  readonly errors: { readonly all: readonly ErrorRecord[]; readonly count: number };
  /** Swaps in a new generation; the reason if the old one stays. */
  reload(): Promise<string | null>;
  readonly reloads: ReloadFacts;
  readonly startupLogs: string;
  /** Of the process. */
  readonly processVariables: ProcessVariables;
}
