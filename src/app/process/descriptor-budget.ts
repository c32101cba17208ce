/**
 * How many connections the descriptors of the process are enough for, as HAProxy counts (manual 3.1
 * `ulimit-n`, 3.2 `maxconn`): two for a connection, and some for everything else.
 */
import type { ConfigModel } from "../../config/model.ts";
import { blankGlobal } from "../../config/model/blank/global.ts";

export interface DescriptorBudget {
  /** Connections of the process: as given, or as many as the descriptors are enough for. */
  readonly maxconn: number;
  /** Descriptors that so many connections may need (`Maxsock`). */
  readonly needed: number;
  /** What the limit is to be set to; null to leave it. */
  readonly limit: number | null;
  /** What is wrong, as HAProxy says it; null when they are enough. */
  readonly shortage: string | null;
}

/** For logs, files and what the runtime has open. */
const SPARE = 10;
/** Of each thread: its event loop and what wakes it. */
const OF_THREAD = 3;
/** `fd-hard-limit` where nothing is said. */
const DEFAULT_CEILING = 1_048_576;
const LEAST_MAXCONN = 100;

/** Descriptors beside those of connections. */
function reserveOf({ global, proxies }: ConfigModel): number {
  let count = SPARE + OF_THREAD * global.nbthread;
  const { statsMaxconn, statsSockets } = global;
  if (statsSockets.length > 0 || statsMaxconn !== blankGlobal().statsMaxconn) count += statsMaxconn;
  for (const { addresses } of statsSockets) count += addresses.length;
  for (const { disabled, binds, servers } of proxies) {
    if (disabled) continue;
    for (const { addresses } of binds) count += addresses.length;
    for (const { check, agentCheck } of servers) count += Number(check) + Number(agentCheck);
  }
  return count;
}

/** `given` is what -n or the configuration says; `systemLimit` what the system allows. */
export function descriptorBudget(
  model: ConfigModel,
  given: number | null,
  systemLimit: number,
): DescriptorBudget {
  const { descriptorLimit, descriptorCeiling } = model.global.process;
  const reserve = reserveOf(model);
  const ceiling = Math.min(systemLimit, descriptorCeiling ?? DEFAULT_CEILING);
  const maxconn = given ?? Math.max(LEAST_MAXCONN, (ceiling - reserve) >> 1);
  const needed = 2 * maxconn + reserve;
  const wanted = descriptorLimit ?? needed;
  const shortage =
    wanted > ceiling
      ? `Cannot raise FD limit to ${wanted}, limit is ${ceiling}.`
      : wanted < needed
        ? `FD limit (${wanted}) too low for maxconn=${maxconn}/maxsock=${needed}. Please raise 'ulimit-n' to ${needed} or more to avoid any trouble.`
        : null;
  const limit = descriptorLimit ?? (descriptorCeiling === null ? null : ceiling);
  return { maxconn, needed, limit: limit === null ? null : Math.min(limit, ceiling), shortage };
}
