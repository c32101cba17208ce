/**
 * What a server begins as, when it is new and when it leaves maintenance (server option
 * `init-state`, manual 5.2): how much of its check counter it has. A server that tracks another
 * begins as that one is. Control thread only.
 */
import type { ServerModel } from "../../config/model.ts";
import { isHeldDown } from "./agent-state.ts";
import type { Server } from "../server.ts";
import { CheckState, Operational, ServerWord } from "../state.ts";

const HEALTH: Readonly<Record<ServerModel["initState"], (model: ServerModel) => number>> = {
  none: ({ rise }) => rise,
  "fully-up": ({ rise, fall }) => rise + fall - 1,
  up: ({ rise }) => rise,
  down: ({ rise }) => rise - 1,
  "fully-down": () => 0,
};

/** The state of a new server, whose check counter it sets. */
export function begin({ words, model }: Server): number {
  const health = HEALTH[model.initState](model);
  words[ServerWord.health] = health;
  return health < model.rise ? Operational.stopped : Operational.running;
}

/** The state of a server that leaves maintenance, whose check counter it sets. Its agent has a say. */
export function beginAgain(server: Server): number {
  const { words, model, tracked } = server;
  if (tracked !== null) return tracked.operational;
  const isChecked = (words[ServerWord.checkState]! & CheckState.configured) !== 0;
  if (model.disabled && model.initState !== "none") {
    // HAProxy 3.2 leaves the next check to say whether such a server is up, whatever its state.
    if (isChecked) words[ServerWord.health] = model.rise;
    return Operational.stopped;
  }
  // Nobody sets the counter of a server without checks, unless it is told how to begin.
  const state = isChecked || model.initState !== "none" ? begin(server) : Operational.running;
  return isHeldDown(server) ? Operational.stopped : state;
}

/** Maintenance is over; as in HAProxy the checks that a server does not have stay paused. */
export function resumeChecks({ words }: Server): void {
  const state = words[ServerWord.checkState]!;
  if ((state & CheckState.configured) !== 0)
    words[ServerWord.checkState] = state & ~CheckState.paused;
}
