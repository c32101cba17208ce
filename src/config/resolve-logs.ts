/** Names that `log` lines refer to: rings and log profiles. Also, lines longer than their ring. */
import type { Load } from "./load-state.ts";
import { EVENT_RING, type LogTargetModel } from "./model.ts";

/** Reports log targets that lead nowhere. */
export function resolveLogs(load: Load): void {
  const targets = new Set(load.global.logTargets);
  for (const proxy of load.proxies) for (const each of proxy.model.logTargets) targets.add(each);
  for (const target of targets) resolveTarget(target, load);
}

function resolveTarget({ address, profile, line }: LogTargetModel, load: Load): void {
  const where = line.words.find((word) => word.text.startsWith("ring@"));
  if (address.kind === "ring" && address.name !== EVENT_RING && !isDefined(address.name, load))
    load.diagnostics.error(where ?? line, `there is no ring section '${address.name}'`);
  if (profile !== null && !load.logProfiles.some((each) => each.name === profile.text))
    load.diagnostics.error(profile, `there is no log-profile section '${profile.text}'`);
}

function isDefined(ring: string, { rings }: Load): boolean {
  return rings.some(({ name }) => name === ring);
}
