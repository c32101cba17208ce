/**
 * `slowstart` (manual 5.2): a server that came back gets a share of its weight and connections that
 * grows from a sixteenth to all of them, looked at every second. Control thread only.
 */
import type { Server } from "../server.ts";
import { Operational, ServerWord, WHOLE_SHARE } from "../state.ts";

/** The server comes up after it was down; `scalesWeight` where the algorithm follows weights. */
export function beginWarmUp({ words, model }: Server, scalesWeight: boolean): void {
  const share = model.slowstartMs === 0 ? 0 : 1;
  words[ServerWord.connectionShare] = share;
  words[ServerWord.weightShare] = scalesWeight ? share : 0;
}

/** Time went by: the share grows, or the server is warm. Returns whether it changed. */
export function warmUp({ words, model, operational }: Server, nowSec: number): boolean {
  const known = words[ServerWord.connectionShare]!;
  if (known === 0) return false;
  const elapsedMs = (nowSec - words[ServerWord.changedSec]!) * 1000;
  const isWarm = elapsedMs >= model.slowstartMs || operational === Operational.stopped;
  const grown = 1 + Math.max(0, Math.floor((WHOLE_SHARE * elapsedMs) / model.slowstartMs));
  const share = isWarm || grown >= WHOLE_SHARE ? 0 : grown;
  words[ServerWord.connectionShare] = share;
  if (words[ServerWord.weightShare] !== 0) words[ServerWord.weightShare] = share;
  return share !== known;
}
