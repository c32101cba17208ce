/**
 * The check counter of a server (`rise`, `fall`): 0 to rise-1 while down, rise to rise+fall-1 while
 * up. It goes one step with each check; crossing the border leads to the far end of the other
 * side. Control thread only.
 */
import { Slot } from "../../stats/slots.ts";
import type { Server } from "../server.ts";
import { ServerWord } from "../state.ts";

/** Counts a failed check. True when the server counts as down from now on. */
export function failsNow(server: Server): boolean {
  const { words, model } = server;
  const health = words[ServerWord.health]!;
  if (health === 0) return false;
  if (health >= model.rise) server.counters.add(Slot.chkfail, 1);
  const left = health - 1;
  words[ServerWord.health] = left < model.rise ? 0 : left;
  return left < model.rise;
}

/** Counts a passed check. True when the server counts as up. */
export function isUpNow(server: Server): boolean {
  const { words, model } = server;
  const full = model.rise + model.fall - 1;
  const health = Math.min(words[ServerWord.health]! + 1, full);
  words[ServerWord.health] = health >= model.rise ? full : health;
  return health >= model.rise;
}
