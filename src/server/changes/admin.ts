/**
 * Maintenance and drain, forced by the operator or the agent, or inherited from the server that is
 * tracked. Maintenance hides drain: while it lasts, changes of drain are kept and not told. Leaving
 * it, a server is what the one it tracks is, else what its `init-state` says. Control thread only.
 */
import { Slot } from "../../stats/slots.ts";
import { LogLevel } from "./farm-events.ts";
import { type FarmStates, levelOfLoss } from "./farm-states.ts";
import { beginAgain, resumeChecks } from "./initial-state.ts";
import type { Server } from "../server.ts";
import { beginWarmUp } from "./slowstart.ts";
import {
  ADMIN_DRAIN,
  ADMIN_MAINT,
  Admin,
  CheckState,
  INHERITED,
  inheritedFrom,
  Operational,
  ServerWord,
} from "../state.ts";
import { afterGain, afterLoss, subject, via } from "./messages.ts";

/** Changes the flags of maintenance and drain to those of `next`; `reason` is for entering. */
export function changeAdmin(
  states: FarmStates,
  server: Server,
  next: number,
  reason: string = "",
): void {
  const before = server.admin;
  if (next === before) return;
  const level = levelOfLoss(server);
  server.words[ServerWord.admin] = next;
  const wasMaintained = (before & ADMIN_MAINT) !== 0;
  const isMaintained = (next & ADMIN_MAINT) !== 0;
  if (isMaintained) {
    if (wasMaintained) tellOtherMaintenance(states, server, before);
    else enterMaintenance(states, server, level, reason);
  } else if (wasMaintained) leaveMaintenance(states, server, before, reason);
  else changeDrain(states, server, before);
  for (const each of states.followers(server)) {
    const own = each.server.admin & ~INHERITED;
    changeAdmin(each.states, each.server, own | inheritedFrom(next));
  }
}

function enterMaintenance(states: FarmStates, server: Server, level: number, reason: string): void {
  const { words } = server;
  const isInherited = (server.admin & Admin.inheritedMaint) !== 0;
  const why = reason + (isInherited ? via(server) : "");
  if ((words[ServerWord.checkState]! & CheckState.configured) !== 0) {
    words[ServerWord.checkState]! |= CheckState.paused;
    words[ServerWord.health] = 0;
  }
  if (server.operational === Operational.stopped) {
    states.log(LogLevel.notice, `${subject(server)} was DOWN and now enters maintenance${why}.`);
    return;
  }
  words[ServerWord.health] = 0;
  server.counters.add(Slot.chkdown, 1);
  states.setOperational(server, Operational.stopped);
  states.settleLoss(server, level, `${subject(server)} is going DOWN for maintenance${why}. `);
  states.noticeEmptyFarm();
}

/** One of two reasons for maintenance is gone. */
function tellOtherMaintenance(states: FarmStates, server: Server, before: number): void {
  const gone = before & ~server.admin;
  const isInherited = (server.admin & Admin.inheritedMaint) !== 0;
  const who = subject(server);
  if ((gone & Admin.forcedMaint) !== 0) {
    const left = isInherited ? via(server) : "";
    states.log(
      LogLevel.notice,
      `${who} is leaving forced maintenance but remains in maintenance${left}.`,
    );
  } else if ((gone & Admin.inheritedMaint) !== 0) {
    states.log(LogLevel.notice, `${who} remains in forced maintenance.`);
  }
}

function leaveMaintenance(
  states: FarmStates,
  server: Server,
  before: number,
  reason: string,
): void {
  resumeChecks(server);
  const operational = beginAgain(server);
  if (operational === Operational.running) beginWarmUp(server, states.followsWeights);
  states.setOperational(server, operational);
  const isForced = (before & Admin.forcedMaint) !== 0;
  const what = reason || (isForced ? " (leaving forced maintenance)" : " (leaving maintenance)");
  const up = server.operational === Operational.stopped ? "DOWN" : "UP";
  const state = (server.admin & ADMIN_DRAIN) === 0 ? "READY" : "DRAIN";
  // A name that resolves again is told with the server.
  const who = reason === "" ? "" : ` ('${server.fqdn.get()}')`;
  states.log(LogLevel.notice, `${subject(server)}${who} is ${up}/${state}${what}.`);
  states.tellDrainRemains(server);
  states.serveNew(server);
  if (server.operational !== Operational.stopped) states.tellUp(server);
}

function changeDrain(states: FarmStates, server: Server, before: number): void {
  const wasDrained = (before & ADMIN_DRAIN) !== 0;
  const isDrained = (server.admin & ADMIN_DRAIN) !== 0;
  states.raiseGeneration();
  if (wasDrained && isDrained) return states.tellDrainRemains(server);
  const isDown = server.operational === Operational.stopped;
  if (isDrained) {
    const isInherited = (server.admin & Admin.inheritedDrain) !== 0;
    const rest = isDown ? afterLoss(states.farm, server, 0) : afterGain(states.farm, 0);
    const why = isInherited ? via(server) : "";
    states.log(LogLevel.notice, `${subject(server)} enters drain state${why}. ${rest}`);
    return states.noticeEmptyFarm();
  }
  if (!wasDrained) return;
  const state = isDown ? "DOWN" : "UP";
  states.log(LogLevel.notice, `${subject(server)} is ${state} (leaving forced drain).`);
  states.serveNew(server);
}
