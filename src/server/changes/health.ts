/**
 * Servers go down, stop softly and come up by their health. Those that track one go with it, each
 * after it, in whatever state they were, except while they are in maintenance. Control thread only.
 */
import { Slot } from "../../stats/slots.ts";
import { LogLevel } from "./farm-events.ts";
import { type FarmStates, levelOfLoss } from "./farm-states.ts";
import type { Server } from "../server.ts";
import { beginWarmUp, warmUp } from "./slowstart.ts";
import { ADMIN_MAINT, Operational } from "../state.ts";
import { afterGain, subject, via } from "./messages.ts";

/** The server is down, for a cause in HAProxy's words. */
export function lose(states: FarmStates, server: Server, cause: string): void {
  if (server.operational === Operational.stopped) return;
  const level = levelOfLoss(server);
  server.counters.add(Slot.chkdown, 1);
  states.setOperational(server, Operational.stopped);
  states.settleLoss(server, level, `${subject(server)} is DOWN${cause}. `);
  states.tellDrainRemains(server);
  states.noticeEmptyFarm();
  leadFollowers(states, server, lose);
}

/** The server takes its own clients only. */
export function stop(states: FarmStates, server: Server, cause: string): void {
  if (server.operational === Operational.stopping) return;
  states.setOperational(server, Operational.stopping);
  const online = afterGain(states.farm, 0);
  states.log(LogLevel.notice, `${subject(server)} is stopping${cause}. ${online}`);
  states.tellDrainRemains(server);
  states.noticeEmptyFarm();
  leadFollowers(states, server, stop);
}

/** The server is up. */
export function gain(states: FarmStates, server: Server, cause: string): void {
  if (server.operational === Operational.running) return;
  if (server.operational === Operational.stopped) beginWarmUp(server, states.followsWeights);
  states.setOperational(server, Operational.running);
  const online = afterGain(states.farm, states.serveNew(server));
  states.log(LogLevel.notice, `${subject(server)} is UP${cause}. ${online}`);
  states.tellDrainRemains(server);
  states.tellUp(server);
  leadFollowers(states, server, gain);
}

/** Time went by for a server that may be warming up. */
export function warm(states: FarmStates, server: Server): void {
  if (warmUp(server, states.nowSec())) states.raiseGeneration();
}

function leadFollowers(
  states: FarmStates,
  server: Server,
  change: (states: FarmStates, server: Server, cause: string) => void,
): void {
  for (const each of states.followers(server)) {
    if ((each.server.admin & ADMIN_MAINT) !== 0) continue;
    change(each.states, each.server, via(each.server));
  }
}
