/** The health check of one server, made again and again as its line says (manual 5.2, check). */
import { type CheckReport, shownReport } from "../check-status.ts";
import type { FarmControl } from "../changes/farm-control.ts";
import type { Server } from "../server.ts";
import { CheckState, Operational, ServerWord } from "../state.ts";
import type { CheckPlan } from "./plan.ts";
import type { CheckTask } from "./runner.ts";

export class HealthTask implements CheckTask {
  readonly plan: CheckPlan;
  readonly #control: FarmControl;

  constructor(plan: CheckPlan, control: FarmControl) {
    this.plan = plan;
    this.#control = control;
  }

  /** `inter`, `fastinter` or `downinter`, by the server's state. */
  get intervalMs(): number {
    return intervalOf(this.plan.server);
  }

  /** Servers in maintenance keep their turn and are not asked. */
  get isWanted(): boolean {
    const state = this.plan.server.words[ServerWord.checkState]!;
    return (state & CheckState.enabled) !== 0 && (state & CheckState.paused) === 0;
  }

  /** What the last check told of its outcome is forgotten when the next begins; the outcome stays. */
  setRunning(isRunning: boolean): void {
    const { words, checkOutput } = this.plan.server;
    if (isRunning) {
      words[ServerWord.checkCode] = 0;
      checkOutput.set("");
    }
    const others = words[ServerWord.checkState]! & ~CheckState.inProgress;
    words[ServerWord.checkState] = isRunning ? others | CheckState.inProgress : others;
  }

  report(report: CheckReport): void {
    this.#control.report(this.plan.server, shownReport(report));
  }
}

function intervalOf(server: Server): number {
  const { interMs, fastinterMs, downinterMs, rise, fall } = server.model;
  const health = server.words[ServerWord.health]!;
  if (health === rise + fall - 1) return interMs;
  if (health === 0 && server.operational === Operational.stopped) return downinterMs ?? interMs;
  return fastinterMs ?? interMs;
}
