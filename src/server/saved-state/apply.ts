/** A server that begins where a state file says it was left. Control thread only. */
import { changeCheckTarget, type Checked } from "../check-target.ts";
import { beginAgain, resumeChecks } from "../changes/initial-state.ts";
import type { Server } from "../server.ts";
import { writeAddress } from "../address.ts";
import { ADMIN_MAINT, Admin, CheckState, Operational, ServerWord } from "../state.ts";
import type { SavedState, SavedTarget } from "./file.ts";

/**
 * Changes the record of a new server, filled from its configuration, to what was saved. What the
 * configuration says of maintenance and weight counts where it is not what it was then; a server
 * without an address waits for one.
 */
export function applySavedState(server: Server, saved: SavedState, nowSec: number): void {
  const { words, model } = server;
  if (server.initialWeight === saved.initialWeight) words[ServerWord.userWeight] = saved.weight;
  if ((server.admin & Admin.resolutionMaint) !== 0) return;
  words[ServerWord.changedSec] = nowSec - saved.sinceSec;
  words[ServerWord.checkStatus] = saved.checkStatus;
  words[ServerWord.checkResult] = saved.checkResult;
  if (model.mapPorts === "fixed" && saved.port > 0)
    writeAddress(server, server.address, saved.port);
  applyTarget(server, "check", saved.check);
  applyTarget(server, "agent", saved.agent);
  words[ServerWord.health] = healthOf(server, saved.operational);
  const maint = saved.admin & (Admin.configuredMaint | Admin.forcedMaint);
  if (!model.disabled) words[ServerWord.operational] = saved.operational;
  else if (maint !== Admin.configuredMaint) return;
  else enable(server);
  // What was disabled by its configuration only is so no longer.
  const forced = (maint & Admin.configuredMaint) !== 0 ? 0 : maint;
  words[ServerWord.admin]! |= forced | (saved.admin & Admin.forcedDrain);
  if ((server.admin & ADMIN_MAINT) !== 0 && model.check)
    words[ServerWord.checkState]! |= CheckState.paused;
}

/** Disabled by its configuration, then and now, and enabled by an operator since: it begins anew. */
function enable(server: Server): void {
  const { words } = server;
  words[ServerWord.admin]! &= ~Admin.forcedMaint;
  resumeChecks(server);
  words[ServerWord.operational] = beginAgain(server);
}

/** Where checks or the agent were sent and whether they were disabled, of a server that has them. */
function applyTarget(server: Server, checked: Checked, saved: SavedTarget): void {
  const { words } = server;
  const word = checked === "check" ? ServerWord.checkState : ServerWord.agentState;
  if ((words[word]! & CheckState.configured) === 0) return;
  changeCheckTarget(server, checked, saved.address, saved.port || null);
  const wasOff =
    (saved.state & (CheckState.configured | CheckState.enabled)) === CheckState.configured;
  if (wasOff) words[word]! &= ~CheckState.enabled;
}

function healthOf({ model }: Server, operational: number): number {
  if (operational === Operational.stopped) return 0;
  return operational === Operational.stopping ? model.rise : model.rise + model.fall - 1;
}
