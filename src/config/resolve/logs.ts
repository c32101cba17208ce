/** Names that `log` lines refer to: rings, log backends and log profiles. */
import type { Load } from "../load-state.ts";
import { EVENT_RING, type LogTargetModel, type ProxyModel } from "../model.ts";

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
  if (address.kind === "backend") {
    const backend = load.proxies.find(({ model }) => isLogBackend(model, address.name));
    if (backend === undefined) {
      const at = line.words.find((word) => word.text.startsWith("backend@"));
      load.diagnostics.error(at ?? line, `there is no backend '${address.name}' in 'mode log'`);
    }
  }
  if (profile !== null && !load.logProfiles.some((each) => each.name === profile.text))
    load.diagnostics.error(profile, `there is no log-profile section '${profile.text}'`);
}

function isLogBackend({ kind, name, mode }: ProxyModel, wanted: string): boolean {
  return kind === "backend" && name === wanted && mode === "syslog";
}

function isDefined(ring: string, { rings }: Load): boolean {
  return rings.some(({ name }) => name === ring);
}
