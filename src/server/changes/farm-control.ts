/**
 * The changes of a farm's servers, as checks, agents, the traffic and the CLI ask for them: what each
 * means for the counters of a server, and which change of state follows. The changes themselves,
 * what they tell and whom, are in health-changes.ts and admin-changes.ts; those that name servers
 * ask for in address-changes.ts. Runs on the control thread only, the one writer of states, weights
 * and addresses.
 */
import { Slot } from "../../stats/slots.ts";
import { changeAdmin } from "./admin.ts";
import { adoptFarm, type FirstAddresses, type SavedServers } from "./adopt.ts";
import { isHeldDown } from "./agent-state.ts";
import { type CheckReport, describeReport, Status } from "../check-status.ts";
import type { Farm } from "../farm.ts";
import { type FarmEvents, LogLevel } from "./farm-events.ts";
import { FarmStates } from "./farm-states.ts";
import { gain, lose, stop, warm } from "./health.ts";
import { failsNow, isUpNow } from "./health-counter.ts";
import type { Server } from "../server.ts";
import {
  ADMIN_MAINT,
  Admin,
  CheckResult,
  CheckState,
  INHERITED,
  inheritedFrom,
  Operational,
  ServerWord,
} from "../state.ts";
import { checkMessage, via } from "./messages.ts";

/** More than there are numbers of statuses. */
const STATUS_COUNT = 64;

export class FarmControl {
  readonly farm: Farm;
  /** What changes of its servers' addresses go through. */
  readonly states: FarmStates;
  /** `option log-health-checks`: each change of a check's outcome is told by itself. */
  readonly #logsChecks: boolean;

  /** @param followsWeights the farm's algorithm follows weights as they change. */
  constructor(farm: Farm, events: FarmEvents, nowSec: () => number, followsWeights: boolean) {
    this.farm = farm;
    this.states = new FarmStates(farm, events, nowSec, followsWeights);
    this.#logsChecks = farm.model.switches.has("log-health-checks");
  }

  /**
   * Makes the records agree with the configuration: new ones are filled, known ones keep their
   * state and take over only what the configuration changed. To be called when the configuration
   * goes into service, before any thread uses the farm. `first` are addresses of new servers that
   * are given by name, `saved` what a state file says of new ones.
   */
  adopt(first: FirstAddresses = new Map(), saved: SavedServers = new Map()): void {
    adoptFarm(this.farm, this.states.nowSec(), first, saved);
    this.states.begin();
  }

  /**
   * A server of this farm begins to track one of `leader`'s farm, which has followed its own leader
   * already: nothing is told of what it takes over. To be called after both have adopted.
   */
  follow(server: Server, tracked: Server, leader: FarmControl): void {
    const { words } = server;
    leader.states.addFollower(tracked, { states: this.states, server });
    words[ServerWord.admin] = (server.admin & ~INHERITED) | inheritedFrom(tracked.admin);
    const isMaintained = (server.admin & ADMIN_MAINT) !== 0;
    const operational = isMaintained ? Operational.stopped : tracked.operational;
    if (isMaintained) words[ServerWord.health] = 0;
    if (server.operational !== operational) this.states.setOperational(server, operational);
    this.states.begin();
  }

  /** Counts the outcome of a check and changes the state when `rise` or `fall` is reached. */
  report(server: Server, report: CheckReport): void {
    const { words } = server;
    const before = words[ServerWord.health]! * STATUS_COUNT + words[ServerWord.checkStatus]!;
    words[ServerWord.checkStatus] = report.status.number;
    words[ServerWord.checkCode] = report.code;
    if (report.durationMs >= 0) words[ServerWord.checkDurationMs] = Math.floor(report.durationMs);
    words[ServerWord.checkResult] = report.status.result;
    server.checkOutput.set(report.info);
    if ((server.admin & ADMIN_MAINT) !== 0) return;
    const { states } = this;
    const hasFailed = report.status.result === CheckResult.failed;
    const crosses = hasFailed ? failsNow(server) : isUpNow(server);
    const after = words[ServerWord.health]! * STATUS_COUNT + report.status.number;
    if (this.#logsChecks && after !== before)
      states.log(LogLevel.notice, checkMessage(server, report));
    const cause = this.#logsChecks ? "" : `, reason: ${describeReport(report)}`;
    if (hasFailed) {
      if (crosses) lose(states, server, cause);
    } else if (crosses && !isHeldDown(server)) {
      if (report.status.result !== CheckResult.conditionallyPassed) gain(states, server, cause);
      else if (server.operational === Operational.running) stop(states, server, cause);
    }
  }

  /** A second went by for a server with a `slowstart`. */
  warm(server: Server): void {
    warm(this.states, server);
  }

  /** As many errors in a row as `error-limit` allows were seen in the traffic, the last of them `last`. */
  observe(server: Server, last: string): void {
    const { words, model } = server;
    server.counters.add(Slot.hanafail, 1);
    if (model.onError === "fastinter" || (server.admin & ADMIN_MAINT) !== 0) return;
    const left = model.onError === "mark-down" ? model.rise : model.rise + 1;
    if (model.onError !== "fail-check" && words[ServerWord.health]! > model.rise)
      words[ServerWord.health] = left;
    const info = `Detected ${model.errorLimit} consecutive errors, last one was: ${last}`;
    this.report(server, { status: Status.analyzed, code: 0, info, durationMs: -1 });
  }

  /** The agent says that the server is down, or may be up again if its checks agree. */
  setAgentHealth(server: Server, isUp: boolean, cause: string): void {
    const { words, model, tracked } = server;
    const isKnown = words[ServerWord.agentHealth] === (isUp ? 1 : 0);
    words[ServerWord.agentHealth] = isUp ? 1 : 0;
    if ((server.admin & ADMIN_MAINT) !== 0) return;
    // Of one that tracks another nothing is told but whom it tracks.
    const told = tracked === null ? cause : via(server);
    if (!isUp) return lose(this.states, server, told);
    const isWell =
      tracked === null
        ? !this.#isChecked(server) || words[ServerWord.health]! >= model.rise
        : tracked.operational !== Operational.stopped;
    if (!isKnown && isWell) gain(this.states, server, told);
  }

  /** `set server … agent up|down`: the word of the agent, which then outdoes what checks say. */
  overrideAgent(server: Server, isUp: boolean): void {
    const cause = ", changed from CLI";
    this.setAgentHealth(server, isUp, cause);
    const isFree = server.tracked === null && (server.admin & ADMIN_MAINT) === 0;
    if (isUp && isFree) gain(this.states, server, cause);
  }

  /** `set server … health up|stopping|down`. */
  setHealth(server: Server, health: "up" | "stopping" | "down"): void {
    const { words, model } = server;
    const cause = ", changed from CLI";
    words[ServerWord.health] = health === "down" ? 0 : model.rise + model.fall - 1;
    if (health === "up") gain(this.states, server, cause);
    else if (health === "stopping") stop(this.states, server, cause);
    else lose(this.states, server, cause);
  }

  /** `set server … state maint`, `disable server`. */
  maintain(server: Server): void {
    const others = server.admin & ~Admin.forcedDrain;
    changeAdmin(this.states, server, others | Admin.forcedMaint);
  }

  /** `set server … state drain`: no new clients, persistent ones stay. */
  drain(server: Server): void {
    const others = server.admin & ~Admin.forcedMaint;
    changeAdmin(this.states, server, others | Admin.forcedDrain);
  }

  /** `set server … state ready`, `enable server`: ends maintenance and drain that were forced. */
  ready(server: Server): void {
    const others = server.admin & ~(Admin.forcedMaint | Admin.forcedDrain);
    changeAdmin(this.states, server, others);
  }

  /** `set weight`: a new user weight, 0-256. */
  setWeight(server: Server, weight: number): void {
    server.words[ServerWord.userWeight] = weight;
    this.states.raiseGeneration();
    this.states.noticeEmptyFarm();
    this.states.serveNew(server);
  }

  /** `set maxconn server`: 0 for no limit. */
  setMaxconn(server: Server, maxconn: number): void {
    server.words[ServerWord.maxconn] = maxconn;
    server.noteLoad();
    this.states.serveNew(server);
  }

  #isChecked(server: Server): boolean {
    return (server.words[ServerWord.checkState]! & CheckState.configured) !== 0;
  }
}
