/**
 * The data path of one thread: its I/O, its memory, the generation in service and the listeners.
 * The control thread and the others run the same one.
 */
import type { CollectedDiagnostics } from "../../config/diagnostics/collect.ts";
import type { RingServerHost } from "../../log/ring-server.ts";
import type { Rings } from "../../log/rings.ts";
import type { ThreadIo } from "../../mux/thread-io.ts";
import type { KeyChange } from "../../pattern/key-changes.ts";
import type { PatternChange } from "../../pattern/store.ts";
import type { Server } from "../../server/server.ts";
import type { Counters } from "../../stats/counters.ts";
import { Gauge } from "../../stats/slots.ts";
import { limitsIfAny } from "../../sample/variables/limits.ts";
import { type BackendEntry, compileGeneration, type Generation } from "../compile/generation.ts";
import type { StatsServices } from "../compile/stats-page.ts";
import type { ThreadEnv } from "../compile/thread-env.ts";
import type { FrontendState } from "../control/host.ts";
import type { Listeners, ListenFault } from "../listening/listeners.ts";
import { loadPlugins } from "../plugins.ts";
import type { ThreadProcessFacts } from "../process/facts.ts";
import type { Sessions } from "../sessions.ts";
import { spreadClosing } from "../listening/close-spread.ts";
import type { ThreadHost } from "./thread-host.ts";
import type { FrontendChange } from "./thread-messages.ts";
import { ThreadParts } from "./thread-parts.ts";
import type { ThreadLoad, ThreadPlace } from "./thread-place.ts";

export class DataThread {
  readonly io: ThreadIo;
  readonly host: ThreadHost;
  readonly process: ThreadProcessFacts;
  readonly counters: Counters;
  readonly listeners: Listeners;
  readonly sessions: Sessions;
  readonly rings: Rings;
  /** Of frontends that a command paused, resumed or stopped. */
  readonly frontendStates: Map<string, FrontendState> = new Map();
  /** The generation in service; null before the first. */
  generation: Generation | null = null;
  readonly #place: ThreadPlace;
  readonly #parts: ThreadParts;
  #services: StatsServices | null = null;

  constructor(place: ThreadPlace, load: ThreadLoad) {
    this.#place = place;
    const parts = new ThreadParts(place, load, (ring) => place.onRingLine(this, ring));
    this.#parts = parts;
    this.io = parts.io;
    this.host = parts.host;
    this.process = parts.process;
    this.counters = parts.counters;
    this.listeners = parts.listeners;
    this.sessions = parts.sessions;
    this.rings = parts.rings;
    this.host.serverTlsConnections = () =>
      this.generation === null ? 0 : serverTlsConnections(this.generation);
  }

  /** Compiles a generation without putting it into service; what is wrong is in the diagnostics. */
  async compile(load: ThreadLoad, diagnostics: CollectedDiagnostics): Promise<Generation> {
    const { runtime, id, state, arena, post } = this.#place;
    this.#services ??= this.#place.services(this);
    const plugins = await loadPlugins(load, this, runtime, id, diagnostics);
    const env: ThreadEnv = {
      runtime,
      io: this.io,
      arena,
      threadId: id,
      threadCount: state.threadCount,
      process: this.process,
      processNames: this.process.shared.names,
      host: this.host,
      sinks: this.#parts.sinks,
      rings: this.rings,
      counters: this.counters,
      dates: this.#parts.dates,
      post,
      plugins,
      files: load.config.named,
      maxconn: load.maxconn,
      proxyMaxconn: load.proxyMaxconn,
    };
    const generation = compileGeneration(
      load.number,
      load.config.model,
      env,
      this.#services,
      diagnostics,
      this.generation,
    );
    // Thread 1 settles the order of changes; what the others tell it comes back to them.
    generation.patterns.keyChanges.connect(this.#place.onKeyChange, id !== 1);
    return generation;
  }

  /**
   * Opens the generation's new listeners; faults mean that it cannot go into service, and that
   * nothing has changed. `sharedFds` are the control thread's sockets, for other threads.
   */
  open(generation: Generation, sharedFds: ReadonlyMap<string, number>): ListenFault[] {
    return this.listeners.open(generation, sharedFds);
  }

  /** Gives up a generation that was opened: another thread could not open it. */
  abandon(): void {
    if (this.generation !== null) this.listeners.closeOthers(this.generation);
  }

  /**
   * Puts the generation into service; the one before goes on with what it has begun. Frontends
   * that commands had paused or stopped are in service again, as after a restart.
   */
  adopt(generation: Generation, maxconn: number): void {
    const before = this.generation;
    this.generation = generation;
    this.host.maxconn = maxconn;
    if (this.#place.id === 1) this.host.limits.adopt(generation.model.global);
    this.frontendStates.clear();
    this.host.compression.limits = generation.model.global.compression;
    this.process.variableLimits = limitsIfAny(generation.model.global.tuning.variables);
    this.listeners.adopt(generation);
    const { frontends } = generation;
    this.#parts.continuousCounts.adopt(
      frontends.some(({ frontend }) => frontend.parts.continuousCounts),
    );
    if (before !== null) closePools(before);
    for (const resolver of before?.resolvers.values() ?? []) resolver.retire();
    // The control thread sends rings on.
    if (this.#place.id === 1) this.rings.serve(generation.rings, this.#ringHost);
  }

  get #ringHost(): RingServerHost {
    const { transport, bytes } = this.#place.runtime;
    return { transport, bytes, wheel: this.io.wheel };
  }

  /** Changes patterns of the generation in service; the fault, or null. */
  changePattern(change: PatternChange): string | null {
    return this.generation!.patterns.apply(change);
  }

  /** A rule of some thread changed a map or an ACL. */
  receiveKey(change: KeyChange, from: number): void {
    this.generation?.patterns.keyChanges.receive(change, from === this.#place.id);
  }

  changeFrontend(name: string, change: FrontendChange): void {
    if (change === "pause") {
      this.listeners.pause(name);
      this.frontendStates.set(name, "paused");
    } else if (change === "resume") {
      this.listeners.resume(name);
      this.frontendStates.set(name, "running");
    } else if (change === "stop") {
      this.listeners.stop(name);
      this.frontendStates.set(name, "stopped");
    } else {
      const entry = this.generation!.frontends.find((each) => each.frontend.name === name);
      if (entry !== undefined) entry.frontend.maxconn = change.maxconn;
    }
  }

  /** A server went down: its idle connections are of no use. */
  serverDown(regionName: string): void {
    const found = this.findServer(regionName);
    found?.entry.backend.upstream(found.server).pool.closeAll();
  }

  /** A connection slot of the server was handed over to this thread. */
  acceptSlot(regionName: string): void {
    const found = this.findServer(regionName);
    this.io.begin();
    found?.entry.backend.farm.accept(found.server);
  }

  requeue(regionName: string): void {
    const found = this.findServer(regionName);
    this.io.begin();
    found?.entry.backend.farm.requeue(found.server);
  }

  /**
   * No new connections, and none for a next request. Listeners close at the end of a turn of the
   * event loop, when those that already waited in the kernel's queue have been accepted.
   */
  stopSoftly(): Promise<void> {
    this.process.isStopping = true;
    const { clock } = this.#place.runtime;
    const windowMs = this.generation?.model.global.process.closeSpreadMs ?? 0;
    const spread = (): void => spreadClosing(windowMs, this, clock);
    if (windowMs === 0) spread();
    return new Promise((resolve) => {
      clock.soon(() => {
        this.listeners.stopListening();
        spread();
        resolve();
      });
    });
  }

  /** Ends idle connections of clients, each with probability `share`. */
  closeIdle(share: number): void {
    this.listeners.closeIdle(share);
  }

  /** Whether responses are the last ones of their connections, also where they need not be. */
  endWithResponses(on: boolean): void {
    for (const { frontend, model } of this.generation?.frontends ?? [])
      frontend.closing = on || model.connectionMode === "close";
  }

  findServer(regionName: string): { readonly entry: BackendEntry; readonly server: Server } | null {
    for (const entry of this.generation?.backends ?? []) {
      const server = entry.backend.farm.servers.find((each) => each.regionName === regionName);
      if (server !== undefined) return { entry, server };
    }
    return null;
  }
}

/** Connections to servers with TLS, idle ones included. */
export function serverTlsConnections({ backends }: Generation): number {
  let count = 0;
  for (const { backend } of backends) {
    for (const { model, counters } of backend.farm.servers) {
      if (model.ssl) count += counters.gauge(Gauge.usedConnCur) + counters.gauge(Gauge.idleConnCur);
    }
  }
  return count;
}

/** Idle connections of a generation that is no longer in service. */
function closePools(generation: Generation): void {
  for (const { backend } of generation.backends) {
    for (const upstream of backend.parts.upstreams) upstream.pool.closeAll();
  }
}
