/**
 * The families of addresses that resolvers ask for (manual 3.1 `dns-accept-family`). With "auto" IPv6
 * is asked for while the system has a way to it: a default route that does not end at this machine.
 */
import type { DnsFamilies } from "../../config/model/process.ts";
import type { Family } from "../../dns/resolution.ts";
import type { Runtime } from "../../runtime/runtime.ts";

const ROUTES = "/proc/net/ipv6_route";
/** How long a look at the routes counts. */
const LOOK_MS = 30_000;

/** Whether a table of routes, as the kernel shows it, leads to all of IPv6. */
export function hasDefaultRoute(table: string): boolean {
  return table.split("\n").some((line) => {
    const [destination = "", prefix, , , , , , , , device] = line.trim().split(/\s+/);
    return /^0{32}$/.test(destination) && prefix === "00" && device !== "lo";
  });
}

export function acceptedFamilies(
  wanted: DnsFamilies,
  { clock, files }: Pick<Runtime, "clock" | "files">,
): () => readonly Family[] {
  if (wanted !== "auto") return () => wanted;
  let families: readonly Family[] = [4];
  let untilMs = 0;
  return () => {
    if (clock.monotonicMs() < untilMs) return families;
    untilMs = clock.monotonicMs() + LOOK_MS;
    try {
      families = hasDefaultRoute(files.readText(ROUTES)) ? [4, 6] : [4];
    } catch {
      families = [4];
    }
    return families;
  };
}
