/**
 * The data path of one thread: its I/O, its memory, the generation in service and the listeners.
 * The control thread and the others run the same one.
 */
import type { RegionSource } from "../core/arena.ts";
import { DateText } from "../core/date.ts";
import { int32View } from "../core/record.ts";
import type { CollectedDiagnostics } from "../config/collect.ts";
import type { LoadedConfig } from "../config/load.ts";
import { openEventSink } from "../log/events.ts";
import type { RingServerHost } from "../log/ring-server.ts";
import { Rings, RingSink } from "../log/rings.ts";
import { LogSinks } from "../log/sink.ts";
import { ThreadIo } from "../mux/thread-io.ts";
import type { KeyChange } from "../pattern/key-changes.ts";
import type { PatternChange } from "../pattern/store.ts";
import type { Output } from "../runtime/process.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { SocketFailure } from "../runtime/transport.ts";
import type { FarmPost } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import { Counters } from "../stats/counters.ts";
import { Gauge, Slot } from "../stats/slots.ts";
import { type BackendEntry, compileGeneration, type Generation } from "./compile/generation.ts";
import { streamRingName } from "./compile/rings.ts";
import type { StatsServices } from "./compile/stats-page.ts";
import type { ThreadEnv } from "./compile/thread-env.ts";
import type { FrontendState } from "./control/host.ts";
import { Listeners, type ListenFault } from "./listeners.ts";
import { LimitedRate } from "../stats/limited-rate.ts";
import { BUDGET_BYTES, CompressionBudget } from "../stream/compression-budget.ts";
import { SecondMeter } from "./control/second-meter.ts";
import { LIMITS_BYTES, ProcessLimits } from "./process-limits.ts";
import { type ProcessState, ThreadProcessFacts } from "./process-facts.ts";
import { loadPlugins } from "./plugins.ts";
import { Sessions } from "./sessions.ts";
import { type ErrorSink, PROCESS_BYTES, ThreadHost } from "./thread-host.ts";
import type { FrontendChange } from "./thread-messages.ts";

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
  readonly maxconn: number | null;
  readonly proxyMaxconn: number | null;
  /** What -L says. */
  readonly localPeer: string | null;
}

const DEFAULT_MAXCONN = 16_384;

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
  readonly #dates: DateText;
  /** Of all generations: an old one may still have to log. */
  readonly #sinks: LogSinks;
  #services: StatsServices | null = null;

  constructor(place: ThreadPlace, load: ThreadLoad) {
    const { runtime, id, state, arena } = place;
    const { global } = load.config.model;
    this.#place = place;
    const counters = new Counters(arena, "process", state.threadCount, id - 1);
    this.counters = counters;
    const headLimits = {
      maxFields: global.maxHeaders - 1,
      maxHeadBytes: global.bufsizeBytes - global.maxrewriteBytes,
    };
    this.io = new ThreadIo(id, runtime, global.bufsizeBytes, headLimits, {
      add: (change) => counters.add(Slot.timers, change),
    });
    this.process = new ThreadProcessFacts(runtime, state);
    this.#dates = new DateText((wallMs) => this.process.zoneOffsetMinutes(wallMs));
    const words = int32View(arena.region("process/words", PROCESS_BYTES));
    const maxconn = load.maxconn ?? global.maxconn ?? DEFAULT_MAXCONN;
    const limits = new ProcessLimits(int32View(arena.region("process/limits", LIMITS_BYTES)));
    if (id === 1) limits.adopt(global);
    const { process } = this;
    const compression = new CompressionBudget(
      int32View(arena.region("process/compression", BUDGET_BYTES)),
      global.compression,
      {
        rateLimitBytes: () => limits.rate(LimitedRate.compression),
        cpuPercent: cpuMeter(this.io, state.threadCount),
      },
    );
    this.host = new ThreadHost(
      runtime,
      counters,
      words,
      limits,
      compression,
      process,
      maxconn,
      place.onError,
    );
    this.host.serverTlsConnections = () =>
      this.generation === null ? 0 : serverTlsConnections(this.generation);
    this.process.count = () => this.host.activeConnections();
    this.listeners = new Listeners(this.io, this.host);
    this.sessions = new Sessions(this.io, this.listeners);
    this.rings = new Rings({
      arena,
      bytes: runtime.bytes,
      onLine: (name) => place.onRingLine(this, name),
    });
    this.#sinks = new LogSinks({
      datagrams: runtime.datagrams,
      stdout: runtime.process.stdout,
      stderr: runtime.process.stderr,
      ring: (target) =>
        new RingSink(
          this.rings.get(target.kind === "ring" ? target.name : streamRingName(target.to))!,
        ),
      descriptor: (fd) => descriptorOutput(runtime, fd),
    });
    const writing = {
      bytes: runtime.bytes,
      dates: this.#dates,
      wallMs: () => runtime.clock.wallMs(),
      // A ring counts what it drops.
      onDrop: () => {},
    };
    this.process.openEventSink = (name) => openEventSink(name, this.rings, this.#sinks, writing);
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
      sinks: this.#sinks,
      rings: this.rings,
      counters: this.counters,
      dates: this.#dates,
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
  adopt(generation: Generation, maxconn: number | null): void {
    const before = this.generation;
    this.generation = generation;
    this.host.maxconn = maxconn ?? generation.model.global.maxconn ?? DEFAULT_MAXCONN;
    if (this.#place.id === 1) this.host.limits.adopt(generation.model.global);
    this.frontendStates.clear();
    this.host.compression.limits = generation.model.global.compression;
    this.listeners.adopt(generation);
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
    for (const entry of this.generation?.frontends ?? []) entry.frontend.closing = true;
    this.listeners.closeIdle();
    return new Promise((resolve) => {
      this.#place.runtime.clock.soon(() => {
        this.listeners.stop(null);
        resolve();
      });
    });
  }

  findServer(regionName: string): { readonly entry: BackendEntry; readonly server: Server } | null {
    for (const entry of this.generation?.backends ?? []) {
      const server = entry.backend.farm.servers.find((each) => each.regionName === regionName);
      if (server !== undefined) return { entry, server };
    }
    return null;
  }
}

/** @throws SocketFailure without such a descriptor. */
function descriptorOutput(runtime: Runtime, fd: number): Output {
  const output = runtime.process.outputOf(fd);
  if (output === null) throw new SocketFailure("EOTHER", `there is no descriptor ${fd}`);
  return output;
}

/** Asks how busy the threads are, in percent; the clock of that runs from the first question on. */
function cpuMeter({ wheel, runtime }: ThreadIo, threadCount: number): () => number {
  const meter = new SecondMeter(wheel, () => {
    const { user, system } = runtime.process.cpuSeconds();
    return user + system;
  });
  return () => {
    meter.start();
    return (100 * meter.perSecond()) / threadCount;
  };
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
