/**
 * The checks of all farms, on the control thread: when each is due and what becomes of its outcome.
 * First checks are spread so that servers are not all asked at once; later ones follow their own
 * interval, with a random part by `spread-checks`.
 */
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";
import type { Transport } from "../../runtime/transport.ts";
import { type CheckReport, Status } from "../check-status.ts";
import type { Server } from "../server.ts";
import { CheckRun } from "./check-run.ts";
import type { CheckPlan } from "./plan.ts";
import { CheckTurns, type TurnTaker } from "./turns.ts";

/** From here on intervals count when the first checks are spread. */
const LONG_INTERVAL_MS = 1000;
const UINT32_COUNT = 2 ** 32;

export interface RunnerPort {
  readonly wheel: TimerWheel;
  readonly transport: Transport;
  randomUint32(): number;
  /** A check could not connect. */
  onUnreachable(server: Server): void;
}

/** What is checked again and again, and what its outcomes mean. */
export interface CheckTask {
  readonly plan: CheckPlan;
  /** Until the next check, as things are now. */
  readonly intervalMs: number;
  /** False skips a turn. */
  readonly isWanted: boolean;
  /** A check begins, or ended. */
  setRunning(isRunning: boolean): void;
  report(report: CheckReport): void;
}

/** One task with its timer. */
class Repeated implements TurnTaker {
  readonly task: CheckTask;
  readonly #port: RunnerPort;
  readonly #spreadPercent: number;
  readonly #turns: CheckTurns;
  readonly #due: Timer = new Timer(() => this.#check());
  #run: CheckRun | null = null;

  constructor(task: CheckTask, spreadPercent: number, turns: CheckTurns, port: RunnerPort) {
    this.task = task;
    this.#port = port;
    this.#spreadPercent = spreadPercent;
    this.#turns = turns;
  }

  start(delayMs: number): void {
    this.#port.wheel.schedule(this.#due, delayMs);
  }

  /** Checks within so much time, unless a check runs or is due earlier. */
  hasten(delayMs: number): void {
    const { wheel } = this.#port;
    if (this.#run !== null || this.#due.deadlineMs <= wheel.nowMs + delayMs) return;
    wheel.schedule(this.#due, delayMs);
  }

  stop(): void {
    this.#port.wheel.cancel(this.#due);
    if (this.#run !== null) {
      this.#run.cancel();
      this.#run = null;
      this.#turns.give();
    }
    this.task.setRunning(false);
  }

  #check(): void {
    if (!this.task.isWanted) {
      this.#scheduleNext();
      return;
    }
    this.#turns.take(this);
  }

  begin(): void {
    this.task.setRunning(true);
    const { transport, wheel } = this.#port;
    const { plan, intervalMs } = this.task;
    this.#run = new CheckRun(plan, intervalMs, transport, wheel, this.#onReport);
    this.#run.start();
  }

  readonly #onReport = (report: CheckReport): void => {
    this.#run = null;
    this.#turns.give();
    this.task.setRunning(false);
    this.task.report(report);
    const { status } = report;
    if (status === Status.l4Connection || status === Status.l4Timeout)
      this.#port.onUnreachable(this.task.plan.server);
    this.#scheduleNext();
  };

  #scheduleNext(): void {
    const { intervalMs } = this.task;
    const chance = (this.#port.randomUint32() / UINT32_COUNT) * 2 - 1;
    const spreadMs = Math.floor((intervalMs * this.#spreadPercent * chance) / 100);
    this.#port.wheel.schedule(this.#due, intervalMs + spreadMs);
  }
}

export class HealthRunner {
  readonly #repeated: readonly Repeated[];
  readonly #turns: CheckTurns;
  readonly #longestSpreadMs: number;

  /**
   * @param spreadPercent `spread-checks`, 0-50.
   * @param mostAtOnce `tune.max-checks-per-thread`; 0 for any number.
   * @param longestSpreadMs `max-spread-checks`: the first checks begin within it; 0 for any time.
   */
  constructor(
    tasks: readonly CheckTask[],
    spreadPercent: number,
    longestSpreadMs: number,
    mostAtOnce: number,
    port: RunnerPort,
  ) {
    this.#turns = new CheckTurns(mostAtOnce);
    this.#repeated = tasks.map((task) => new Repeated(task, spreadPercent, this.#turns, port));
    this.#longestSpreadMs = longestSpreadMs || Infinity;
  }

  /** Starts all checks, the first ones spread over the shortest long interval, or over their own. */
  start(): void {
    const intervals = this.#repeated.map(({ task }) => task.intervalMs);
    const long = intervals.filter((intervalMs) => intervalMs >= LONG_INTERVAL_MS);
    const shortestMs = long.length === 0 ? 0 : Math.min(...long);
    for (const [position, repeated] of this.#repeated.entries()) {
      const ownMs = Math.max(shortestMs, intervals[position]!);
      const spanMs = Math.min(ownMs, this.#longestSpreadMs);
      repeated.start((spanMs * position) / this.#repeated.length);
    }
  }

  /** The next check of a task comes within `delayMs`. */
  hasten(task: CheckTask, delayMs: number): void {
    this.#repeated.find((each) => each.task === task)?.hasten(delayMs);
  }

  /** Ends all checks, a running one without an outcome. */
  stop(): void {
    this.#turns.clear();
    for (const repeated of this.#repeated) repeated.stop();
  }
}
