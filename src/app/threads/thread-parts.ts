/**
 * What a data thread is made of and keeps for its whole life, over all generations: its I/O, its
 * counters and limits, its listeners, rings and log targets.
 */
import { DateText } from "../../core/date.ts";
import { int32View } from "../../core/record.ts";
import type { GlobalModel } from "../../config/model.ts";
import type { HeadLimits } from "../../http/h1/parse.ts";
import { openEventSink } from "../../log/events.ts";
import { Rings, RingSink } from "../../log/rings.ts";
import { LogSinks } from "../../log/sink.ts";
import { ThreadIo } from "../../mux/thread-io.ts";
import type { Output } from "../../runtime/process.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { SocketFailure } from "../../runtime/transport.ts";
import { Counters } from "../../stats/counters.ts";
import { LimitedRate } from "../../stats/limited-rate.ts";
import { Slot } from "../../stats/slots.ts";
import { BUDGET_BYTES, CompressionBudget } from "../../stream/body/compression-budget.ts";
import { streamRingName } from "../compile/rings.ts";
import { SecondMeter } from "../control/second-meter.ts";
import { ContinuousCounts } from "../continuous-counts.ts";
import { Listeners } from "../listening/listeners.ts";
import { ThreadProcessFacts } from "../process/facts.ts";
import { LIMITS_BYTES, ProcessLimits } from "../process/limits.ts";
import { Sessions } from "../sessions.ts";
import { PROCESS_BYTES, ThreadHost } from "./thread-host.ts";
import type { ThreadLoad, ThreadPlace } from "./thread-place.ts";

export class ThreadParts {
  readonly io: ThreadIo;
  readonly host: ThreadHost;
  readonly process: ThreadProcessFacts;
  readonly counters: Counters;
  readonly listeners: Listeners;
  readonly sessions: Sessions;
  readonly continuousCounts: ContinuousCounts;
  readonly rings: Rings;
  readonly dates: DateText;
  /** Of all generations: an old one may still have to log. */
  readonly sinks: LogSinks;

  /** `onRingLine` is told of a line in a ring that somebody waited for. */
  constructor(place: ThreadPlace, load: ThreadLoad, onRingLine: (ring: string) => void) {
    const { runtime, id, state, arena } = place;
    const { global } = load.config.model;
    const counters = new Counters(arena, "process", state.threadCount, id - 1);
    this.counters = counters;
    this.io = new ThreadIo(id, runtime, global.bufsizeBytes, headLimits(global), {
      add: (change) => counters.add(Slot.timers, change),
    });
    this.process = new ThreadProcessFacts(runtime, state);
    this.dates = new DateText((wallMs) => this.process.zoneOffsetMinutes(wallMs));
    this.host = this.#makeHost(place, load);
    this.process.count = () => this.host.activeConnections();
    this.listeners = new Listeners(this.io, this.host);
    this.sessions = new Sessions(this.io, this.listeners);
    this.continuousCounts = new ContinuousCounts(this.io.wheel, () => this.listeners.streams());
    this.rings = new Rings({ arena, bytes: runtime.bytes, onLine: onRingLine });
    this.sinks = this.#makeSinks(runtime);
    const writing = {
      bytes: runtime.bytes,
      dates: this.dates,
      wallMs: () => runtime.clock.wallMs(),
      // A ring counts what it drops.
      onDrop: () => {},
    };
    this.process.openEventSink = (name) => openEventSink(name, this.rings, this.sinks, writing);
  }

  #makeHost({ runtime, id, state, arena, onError }: ThreadPlace, load: ThreadLoad): ThreadHost {
    const { global } = load.config.model;
    const limits = new ProcessLimits(int32View(arena.region("process/limits", LIMITS_BYTES)));
    if (id === 1) limits.adopt(global);
    const compression = new CompressionBudget(
      int32View(arena.region("process/compression", BUDGET_BYTES)),
      global.compression,
      {
        rateLimitBytes: () => limits.rate(LimitedRate.compression),
        cpuPercent: cpuMeter(this.io, state.threadCount),
      },
    );
    return new ThreadHost(
      runtime,
      this.counters,
      int32View(arena.region("process/words", PROCESS_BYTES)),
      limits,
      compression,
      this.process,
      load.maxconn,
      onError,
    );
  }

  #makeSinks(runtime: Runtime): LogSinks {
    return new LogSinks({
      datagrams: runtime.datagrams,
      stdout: runtime.process.stdout,
      stderr: runtime.process.stderr,
      ring: (target) =>
        new RingSink(
          this.rings.get(target.kind === "ring" ? target.name : streamRingName(target.to))!,
        ),
      descriptor: (fd) => descriptorOutput(runtime, fd),
    });
  }
}

/** Bounds of a message's head, a buffer with room left for what rules add, and what may pass. */
function headLimits(global: GlobalModel): HeadLimits {
  const { maxHeaders, bufsizeBytes, maxrewriteBytes, tuning } = global;
  return {
    maxFields: maxHeaders - 1,
    maxHeadBytes: bufsizeBytes - maxrewriteBytes,
    takesBodyOfAnyMethod: tuning.takesBodyOfAnyMethod,
    keepsAfterTwoLengths: tuning.keepsAfterTwoLengths,
  };
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
