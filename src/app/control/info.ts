/** The process as `show info` asks it (management manual 9.3), on any thread. */
import type { Counters } from "../../stats/counters.ts";
import type { InfoFacts } from "../../stats/info/row.ts";
import { Slot } from "../../stats/slots.ts";
import { serverTlsConnections } from "../threads/data-thread.ts";
import { descriptorBudget } from "../process/descriptor-budget.ts";
import type { LimitedRate } from "../../stats/limited-rate.ts";
import type { ThreadEnv } from "../compile/thread-env.ts";
import type { PlaneHost } from "./host.ts";
import { SecondMeter } from "./second-meter.ts";

export class ProcessInfo implements InfoFacts {
  readonly name: string = "Sluice";
  readonly #host: PlaneHost;
  readonly #bytesOut: SecondMeter;
  readonly #cpuSeconds: SecondMeter;

  constructor(host: PlaneHost) {
    this.#host = host;
    const { wheel, runtime } = host.io;
    this.#bytesOut = new SecondMeter(wheel, () => host.counters.sum(Slot.bout));
    this.#cpuSeconds = new SecondMeter(wheel, () => {
      const { user, system } = runtime.process.cpuSeconds();
      return user + system;
    });
    this.#bytesOut.start();
    this.#cpuSeconds.start();
  }

  get version(): string {
    return this.#host.io.runtime.programVersion;
  }

  get releaseDate(): string {
    return this.#host.releaseDate;
  }

  get threadCount(): number {
    return this.#env.threadCount;
  }

  get pid(): number {
    return this.#host.io.runtime.process.pid;
  }

  get startTimeSec(): number {
    return Math.floor(this.#env.process.wallMs() / 1000 - this.uptimeSec());
  }

  get memoryLimitMb(): number {
    return this.#host.memoryLimitMb;
  }

  get maxFds(): number {
    return this.#host.io.runtime.process.maxFds;
  }

  get maxSockets(): number {
    return descriptorBudget(this.#host.generation().model, this.hardMaxconn, this.maxFds).needed;
  }

  get hardMaxconn(): number {
    return this.#host.hardMaxconn();
  }

  get node(): string {
    return this.#env.process.node;
  }

  get description(): string {
    return this.#host.generation().model.global.description ?? "";
  }

  get counters(): Counters {
    return this.#host.counters;
  }

  uptimeSec(): number {
    return (this.#host.io.runtime.clock.monotonicMs() - this.#env.process.startMs) / 1000;
  }

  memoryBytes(): number {
    return this.#host.io.runtime.process.memoryBytes();
  }

  maxconn(): number {
    return this.#host.maxconn();
  }

  get maxTlsConnections(): number {
    return this.#host.limits.tlsConnections;
  }

  rateLimit(rate: LimitedRate): number {
    return this.#host.limits.rate(rate);
  }

  /** Of clients and of servers, idle ones included. */
  currentTlsConnections(): number {
    const { limits } = this.#host;
    return limits.clientTlsConnections + serverTlsConnections(this.#host.generation());
  }

  compressedBytesIn(): number {
    return this.#host.compression.bytesIn(this.nowMs());
  }

  compressedBytesOut(): number {
    return this.#host.compression.bytesOut(this.nowMs());
  }

  bytesOutRate(): number {
    return Math.round(this.#bytesOut.perSecond());
  }

  idlePercent(): number {
    const busy = this.#cpuSeconds.perSecond() / this.threadCount;
    // Helper threads of the runtime may use more than there is for ours.
    return Math.max(0, Math.round(100 - 100 * busy));
  }

  stopping(): boolean {
    return this.#env.process.stopping();
  }

  listenerCount(): number {
    return this.#host.listenerCount();
  }

  adminSessionCount(): number {
    return this.#host.adminSessionCount();
  }

  nowMs(): number {
    return this.#host.io.nowMs;
  }

  get #env(): ThreadEnv {
    return this.#host.generation().env;
  }
}
