/**
 * The health checks of all farms, on the control thread: when each server's next check is due and
 * what becomes of its outcome. First checks are spread so that servers are not all asked at once;
 * later ones follow a server's own interval, which depends on its state, with a random part by
 * `spread-checks`. Servers in maintenance keep their turn and are not asked.
 */
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";
import type { Transport } from "../../runtime/transport.ts";
import type { CheckReport } from "../check-status.ts";
import type { FarmControl } from "../farm-control.ts";
import type { Server } from "../server.ts";
import { CheckState, Operational, ServerWord } from "../state.ts";
import { CheckRun } from "./check-run.ts";
import type { CheckPlan } from "./plan.ts";

/** Shorter intervals do not crowd the first checks together (manual 4.2, spread-checks). */
const SPREAD_AT_LEAST_MS = 1000;
const UINT32_COUNT = 2 ** 32;

export interface RunnerPort {
  readonly wheel: TimerWheel;
  readonly transport: Transport;
  randomUint32(): number;
}

/** The interval for a server as it is now: `inter`, `fastinter` or `downinter`. */
function intervalOf(server: Server): number {
  const { interMs, fastinterMs, downinterMs, rise, fall } = server.model;
  const health = server.words[ServerWord.health]!;
  if (health === rise + fall - 1) return interMs;
  if (health === 0 && server.operational === Operational.stopped) return downinterMs ?? interMs;
  return fastinterMs ?? interMs;
}

/** The checks of one server. */
class ServerCheck {
  readonly plan: CheckPlan;
  readonly #control: FarmControl;
  readonly #port: RunnerPort;
  readonly #spreadPercent: number;
  readonly #due: Timer = new Timer(() => this.#check());
  #run: CheckRun | null = null;

  constructor(plan: CheckPlan, control: FarmControl, spreadPercent: number, port: RunnerPort) {
    this.plan = plan;
    this.#control = control;
    this.#port = port;
    this.#spreadPercent = spreadPercent;
  }

  start(delayMs: number): void {
    this.#port.wheel.schedule(this.#due, delayMs);
  }

  stop(): void {
    this.#port.wheel.cancel(this.#due);
    this.#run?.cancel();
    this.#run = null;
    this.plan.server.words[ServerWord.checkState]! &= ~CheckState.inProgress;
  }

  #check(): void {
    const { words } = this.plan.server;
    const state = words[ServerWord.checkState]!;
    if ((state & CheckState.enabled) === 0 || (state & CheckState.paused) !== 0) {
      this.#scheduleNext();
      return;
    }
    words[ServerWord.checkState] = state | CheckState.inProgress;
    const { transport, wheel } = this.#port;
    const intervalMs = intervalOf(this.plan.server);
    this.#run = new CheckRun(this.plan, intervalMs, transport, wheel, this.#onReport);
    this.#run.start();
  }

  readonly #onReport = (report: CheckReport): void => {
    const { server } = this.plan;
    this.#run = null;
    server.words[ServerWord.checkState]! &= ~CheckState.inProgress;
    this.#control.report(server, report);
    this.#scheduleNext();
  };

  #scheduleNext(): void {
    const intervalMs = intervalOf(this.plan.server);
    const chance = (this.#port.randomUint32() / UINT32_COUNT) * 2 - 1;
    const spreadMs = Math.floor((intervalMs * this.#spreadPercent * chance) / 100);
    this.#port.wheel.schedule(this.#due, intervalMs + spreadMs);
  }
}

/** What is checked: the plan of a server, and the control of its farm. */
export interface CheckedServer {
  readonly plan: CheckPlan;
  readonly control: FarmControl;
}

export class HealthRunner {
  readonly #checks: readonly ServerCheck[];

  /** @param spreadPercent `spread-checks`, 0-50. */
  constructor(checked: readonly CheckedServer[], spreadPercent: number, port: RunnerPort) {
    this.#checks = checked.map(
      ({ plan, control }) => new ServerCheck(plan, control, spreadPercent, port),
    );
  }

  /** Starts all checks, the first ones spread over the interval. */
  start(): void {
    const intervals = this.#checks.map(({ plan }) => plan.server.model.interMs);
    const long = intervals.filter((intervalMs) => intervalMs >= SPREAD_AT_LEAST_MS);
    const shortestMs = long.length === 0 ? SPREAD_AT_LEAST_MS : Math.min(...long);
    for (const [position, check] of this.#checks.entries()) {
      const spanMs = Math.max(shortestMs, intervals[position]!);
      check.start((spanMs * position) / this.#checks.length);
    }
  }

  /** Ends all checks, a running one without an outcome. */
  stop(): void {
    for (const check of this.#checks) check.stop();
  }
}
