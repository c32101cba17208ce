/**
 * Every change of a server's state: by health checks, by the CLI, by a new configuration. Runs on
 * the control thread only, the one writer of states, weights and addresses. A change raises the
 * farm's generation, so that all threads see it at their next pick; it is logged in HAProxy's
 * words; streams that waited for a lost server choose again, those that waited for any get the
 * slots of one that came back.
 */
import { Slot } from "../stats/slots.ts";
import type { IpAddress } from "../core/ip.ts";
import { writeAddress } from "./address.ts";
import { adoptFarm, type FirstAddresses, type SavedServers } from "./adopt.ts";
import { noteAvailability } from "./availability.ts";
import { type CheckReport, describeReport, Status } from "./check-status.ts";
import type { Farm } from "./farm.ts";
import { isHeldDown } from "./agent-state.ts";
import { failsNow, isUpNow } from "./health-counter.ts";
import type { Server } from "./server.ts";
import {
  ADMIN_DRAIN,
  ADMIN_MAINT,
  Admin,
  CheckResult,
  CheckState,
  FarmWord,
  Operational,
  ServerWord,
} from "./state.ts";
import { beginWarmUp, warmUp } from "./slowstart.ts";
import { afterGain, afterLoss, checkMessage, noServerLeft, subject } from "./state-messages.ts";

/** Who is told of changes. Calls come on the control thread, after the record was written. */
export interface FarmEvents {
  /** A line for the farm's log targets. `level` is syslog's: 0 emergency, 1 alert, 5 notice. */
  log(farm: Farm, level: number, text: string): void;
  /** The server takes no traffic any more (`on-marked-down`, its idle connections). */
  onDown(farm: Farm, server: Server): void;
  /** The server takes traffic again (`on-marked-up`). */
  onUp(farm: Farm, server: Server): void;
}

const EMERGENCY = 0;
const ALERT = 1;
const NOTICE = 5;
/** More than there are numbers of statuses. */
const STATUS_COUNT = 64;

export class FarmControl {
  readonly farm: Farm;
  readonly #events: FarmEvents;
  /** Seconds since the epoch. */
  readonly #nowSec: () => number;
  /** `option log-health-checks`: each change of a check's outcome is told by itself. */
  readonly #logsChecks: boolean;
  #usableCount: number = 0;

  constructor(farm: Farm, events: FarmEvents, nowSec: () => number) {
    this.farm = farm;
    this.#events = events;
    this.#nowSec = nowSec;
    this.#logsChecks = farm.model.switches.has("log-health-checks");
  }

  /**
   * Makes the records agree with the configuration: new ones are filled, known ones keep their
   * state and take over only what the configuration changed. To be called when the configuration
   * goes into service, before any thread uses the farm. `first` are addresses of new servers that
   * are given by name, `saved` what a state file says of new ones.
   */
  adopt(first: FirstAddresses = new Map(), saved: SavedServers = new Map()): void {
    adoptFarm(this.farm, this.#nowSec(), first, saved);
    this.#raiseGeneration();
    this.#usableCount = this.farm.usableServers();
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
    const hasFailed = report.status.result === CheckResult.failed;
    const crosses = hasFailed ? failsNow(server) : isUpNow(server);
    const after = words[ServerWord.health]! * STATUS_COUNT + report.status.number;
    if (this.#logsChecks && after !== before) this.#log(NOTICE, checkMessage(server, report));
    if (warmUp(server, this.#nowSec())) this.#raiseGeneration();
    const cause = this.#logsChecks ? "" : `, reason: ${describeReport(report)}`;
    if (hasFailed) {
      if (crosses && server.operational !== Operational.stopped) this.#lose(server, cause);
    } else if (crosses && !isHeldDown(server)) {
      if (report.status.result !== CheckResult.conditionallyPassed) this.#gain(server, cause);
      else if (server.operational === Operational.running) this.#stop(server, cause);
    }
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
    const { words, model } = server;
    const isKnown = words[ServerWord.agentHealth] === (isUp ? 1 : 0);
    words[ServerWord.agentHealth] = isUp ? 1 : 0;
    if ((server.admin & ADMIN_MAINT) !== 0 || isKnown) return;
    if (!isUp) {
      if (server.operational !== Operational.stopped) this.#lose(server, cause);
    } else if (!this.#isChecked(server) || words[ServerWord.health]! >= model.rise) {
      this.#gain(server, cause);
    }
  }

  /** `set server … health up|stopping|down`. */
  setHealth(server: Server, health: "up" | "stopping" | "down"): void {
    const { words, model } = server;
    const cause = ", changed from CLI";
    words[ServerWord.health] = health === "down" ? 0 : model.rise + model.fall - 1;
    if (health === "up") this.#gain(server, cause);
    else if (health === "stopping") this.#stop(server, cause);
    else if (server.operational !== Operational.stopped) this.#lose(server, cause);
  }

  /** `set server … state maint`, `disable server`. */
  maintain(server: Server): void {
    const { words } = server;
    if ((server.admin & Admin.forcedMaint) !== 0) return;
    words[ServerWord.admin]! &= ~Admin.forcedDrain;
    this.#maintain(server, Admin.forcedMaint, "is going DOWN for maintenance. ");
  }

  /** The server's address is lost, for a reason in HAProxy's words: in maintenance without one. */
  loseAddress(server: Server, reason: string): void {
    if ((server.admin & Admin.resolutionMaint) !== 0) return;
    writeAddress(server, null, server.port);
    this.#maintain(server, Admin.resolutionMaint, `is going DOWN for maintenance (${reason}). `);
  }

  /** The server's address was resolved, by that name server or cache. */
  moveAddress(server: Server, address: IpAddress, by: string): void {
    const before = server.address;
    if (before === null || !before.equals(address)) {
      const name = `${server.backendName}/${server.name}`;
      writeAddress(server, address, server.port);
      this.#log(
        NOTICE,
        `${name} changed its IP from ${before ?? "(none)"} to ${address} by ${by}.`,
      );
    }
    if ((server.admin & Admin.resolutionMaint) !== 0) this.#resolvesAgain(server);
  }

  /** An SRV record gave the server its host and port. */
  nameServer(server: Server, host: string, port: number): void {
    const before = server.fqdn.get() || "(null)";
    server.fqdn.set(host);
    server.words[ServerWord.admin]! |= Admin.fqdnChanged;
    writeAddress(server, server.address, port);
    if (before === host) return;
    const name = `${server.backendName}/${server.name}`;
    this.#log(NOTICE, `${name} changed its FQDN from ${before} to ${host} by 'SRV record'`);
  }

  /** The SRV record that named the server is gone. */
  unnameServer(server: Server): void {
    server.fqdn.set("");
    writeAddress(server, null, 0);
  }

  /** The name was changed by `set server … fqdn`. */
  markRenamed(server: Server): void {
    server.words[ServerWord.admin]! |= Admin.fqdnChanged;
  }

  #maintain(server: Server, flag: number, text: string): void {
    const { words } = server;
    const known = server.admin & ADMIN_MAINT;
    const level = isServing(server) ? ALERT : NOTICE;
    words[ServerWord.admin]! |= flag;
    if (known !== 0) return;
    if (this.#isChecked(server)) words[ServerWord.checkState]! |= CheckState.paused;
    words[ServerWord.health] = 0;
    this.#setOperational(server, Operational.stopped);
    this.#settleLoss(server, level, `${subject(server)} ${text}`);
  }

  #resolvesAgain(server: Server): void {
    const who = `${subject(server)} ('${server.fqdn.get()}')`;
    server.words[ServerWord.admin]! &= ~Admin.resolutionMaint;
    if ((server.admin & ADMIN_MAINT) === 0) {
      const isDrained = (server.admin & ADMIN_DRAIN) !== 0;
      const state = isDrained ? "UP/DRAIN" : "UP/READY";
      this.#leaveMaintenance(server, `${who} is ${state} (resolves again).`);
      if (isDrained) this.#log(NOTICE, `${subject(server)} remains in forced drain mode.`);
    } else this.#log(NOTICE, `${who} resolves again but remains in maintenance.`);
    this.#log(NOTICE, `${subject(server)} administratively READY thanks to valid DNS answer.`);
  }

  /** `set server … state drain`: no new clients, persistent ones stay. */
  drain(server: Server): void {
    if ((server.admin & Admin.forcedDrain) !== 0) return;
    const wasMaintained = (server.admin & ADMIN_MAINT) !== 0;
    server.words[ServerWord.admin] = (server.admin & ~Admin.forcedMaint) | Admin.forcedDrain;
    if (wasMaintained) {
      this.#leaveForced(server, "UP/DRAIN");
      this.#log(NOTICE, `${subject(server)} remains in forced drain mode.`);
      return;
    }
    this.#raiseGeneration();
    this.#log(NOTICE, `${subject(server)} enters drain state. ${afterGain(this.farm, 0)}`);
    this.#noticeEmptyFarm();
  }

  /** `set server … state ready`, `enable server`: ends maintenance and drain. */
  ready(server: Server): void {
    const admin = server.admin;
    server.words[ServerWord.admin] = admin & ~(Admin.forcedMaint | Admin.forcedDrain);
    if ((admin & Admin.forcedMaint) !== 0) {
      this.#leaveForced(server, "UP/READY");
    } else if ((admin & Admin.forcedDrain) !== 0) {
      this.#raiseGeneration();
      const state = server.operational === Operational.stopped ? "DOWN" : "UP";
      this.#log(NOTICE, `${subject(server)} is ${state} (leaving forced drain).`);
      this.#serveNew(server);
    }
  }

  /** `set weight`: a new user weight, 0-256. */
  setWeight(server: Server, weight: number): void {
    server.words[ServerWord.userWeight] = weight;
    this.#raiseGeneration();
    this.#serveNew(server);
    this.#noticeEmptyFarm();
  }

  /** `set maxconn server`: 0 for no limit. */
  setMaxconn(server: Server, maxconn: number): void {
    server.words[ServerWord.maxconn] = maxconn;
    this.#serveNew(server);
  }

  #isChecked(server: Server): boolean {
    return (server.words[ServerWord.checkState]! & CheckState.configured) !== 0;
  }

  #lose(server: Server, cause: string): void {
    const level = isServing(server) ? ALERT : NOTICE;
    server.counters.add(Slot.chkdown, 1);
    this.#setOperational(server, Operational.stopped);
    this.#settleLoss(server, level, `${subject(server)} is DOWN${cause}. `);
  }

  #stop(server: Server, cause: string): void {
    if (server.operational === Operational.stopping) return;
    this.#setOperational(server, Operational.stopping);
    this.#log(NOTICE, `${subject(server)} is stopping${cause}. ${afterGain(this.farm, 0)}`);
    this.#noticeEmptyFarm();
  }

  #gain(server: Server, cause: string): void {
    if (server.operational === Operational.running) return;
    if (server.operational === Operational.stopped) beginWarmUp(server);
    this.#setOperational(server, Operational.running);
    const requeued = this.#serveNew(server);
    this.#log(NOTICE, `${subject(server)} is UP${cause}. ${afterGain(this.farm, requeued)}`);
    this.#events.onUp(this.farm, server);
  }

  #leaveForced(server: Server, state: string): void {
    const who = subject(server);
    if ((server.admin & ADMIN_MAINT) === 0) {
      this.#leaveMaintenance(server, `${who} is ${state} (leaving forced maintenance).`);
    } else this.#log(NOTICE, `${who} is leaving forced maintenance but remains in maintenance.`);
  }

  /** A checked server starts up one failure away from down. */
  #leaveMaintenance(server: Server, text: string): void {
    const { words, model } = server;
    words[ServerWord.checkState]! &= ~CheckState.paused;
    words[ServerWord.health] = model.rise;
    this.#setOperational(server, Operational.running);
    this.#log(NOTICE, text);
    this.#serveNew(server);
    this.#events.onUp(this.farm, server);
  }

  #settleLoss(server: Server, level: number, text: string): void {
    const waiting = server.queued();
    this.farm.requeueEverywhere(server);
    this.#log(level, text + afterLoss(this.farm, server, waiting));
    this.#events.onDown(this.farm, server);
    this.#noticeEmptyFarm();
  }

  /** Gives the slots of a server that may take streams again to those who wait; returns how many. */
  #serveNew(server: Server): number {
    const before = this.farm.queuedHere();
    this.farm.serveWaiters(server);
    this.#usableCount = this.farm.usableServers();
    noteAvailability(this.farm, this.#usableCount > 0, this.#nowSec());
    return Math.max(0, before - this.farm.queuedHere());
  }

  #noticeEmptyFarm(): void {
    const before = this.#usableCount;
    this.#usableCount = this.farm.usableServers();
    if (before > 0 && this.#usableCount === 0) this.#log(EMERGENCY, noServerLeft(this.farm));
    noteAvailability(this.farm, this.#usableCount > 0, this.#nowSec());
  }

  #setOperational(server: Server, operational: number): void {
    const { words } = server;
    const nowSec = this.#nowSec();
    if (server.operational === Operational.stopped) {
      words[ServerWord.downtimeSec]! += nowSec - words[ServerWord.changedSec]!;
    }
    words[ServerWord.operational] = operational;
    words[ServerWord.changedSec] = nowSec;
    this.#raiseGeneration();
  }

  #log(level: number, text: string): void {
    this.#events.log(this.farm, level, text);
  }

  #raiseGeneration(): void {
    Atomics.add(this.farm.words, FarmWord.generation, 1);
  }
}

/** Whether new clients were sent to it. */
function isServing(server: Server): boolean {
  return server.operational === Operational.running && (server.admin & ADMIN_DRAIN) === 0;
}
