/**
 * `slowstart` (manual 5.2): a server that came back gets a share of its weight and connections that
 * grows in a straight line from 1 to 100 %, one step a check. Control thread only.
 */
import type { Server } from "./server.ts";
import { Operational, ServerWord } from "./state.ts";

/** The server comes up after it was down; `scalesWeight` where the algorithm follows weights. */
export function beginWarmUp({ words, model }: Server, scalesWeight: boolean): void {
  const percent = model.slowstartMs === 0 ? 0 : 1;
  words[ServerWord.throttlePercent] = percent;
  words[ServerWord.weightPercent] = scalesWeight ? percent : 0;
}

/** A check was made: the share grows, or the server is warm. Returns whether it changed. */
export function warmUp(server: Server, nowSec: number): boolean {
  const { words, model } = server;
  const known = words[ServerWord.throttlePercent]!;
  if (known === 0) return false;
  const elapsedMs = (nowSec - words[ServerWord.changedSec]!) * 1000;
  const isWarm = elapsedMs >= model.slowstartMs || server.operational === Operational.stopped;
  const percent = Math.max(1, Math.floor((elapsedMs * 100) / model.slowstartMs));
  words[ServerWord.throttlePercent] = isWarm ? 0 : percent;
  if (words[ServerWord.weightPercent] !== 0)
    words[ServerWord.weightPercent] = words[ServerWord.throttlePercent]!;
  return words[ServerWord.throttlePercent] !== known;
}
