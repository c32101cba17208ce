/** A server that begins where a state file says it was left. Control thread only. */
import type { Server } from "./server.ts";
import { writeAddress } from "./address.ts";
import { ADMIN_MAINT, Admin, CheckState, Operational, ServerWord } from "./state.ts";
import type { SavedState } from "./state-file.ts";

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
  if (model.disabled) return;
  words[ServerWord.operational] = saved.operational;
  words[ServerWord.health] = healthOf(server, saved.operational);
  // What was disabled by its configuration only is so no longer.
  const wasConfigured = (saved.admin & Admin.configuredMaint) !== 0;
  const forced = wasConfigured ? 0 : saved.admin & Admin.forcedMaint;
  words[ServerWord.admin]! |= forced | (saved.admin & Admin.forcedDrain);
  if ((server.admin & ADMIN_MAINT) !== 0 && model.check)
    words[ServerWord.checkState]! |= CheckState.paused;
}

function healthOf({ model }: Server, operational: number): number {
  if (operational === Operational.stopped) return 0;
  return operational === Operational.stopping ? model.rise : model.rise + model.fall - 1;
}
