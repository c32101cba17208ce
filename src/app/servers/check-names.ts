/**
 * Addresses of the hosts that checks and agents are asked at by name (`addr`, `agent-addr`,
 * `connect addr`): looked up once, as the configuration goes into service. Servers' own names are
 * server-names.ts's.
 */
import type { CollectedDiagnostics } from "../../config/diagnostics/collect.ts";
import { parseIp } from "../../core/ip.ts";
import type { Dns } from "../../runtime/runtime.ts";
import { configuredTarget } from "../../server/check-target.ts";
import type { CheckPlan } from "../../server/health/plan.ts";

/** Fills `hosts` of all plans. Reports names without an address. */
export async function findCheckHosts(
  plans: readonly CheckPlan[],
  dns: Dns,
  diagnostics: CollectedDiagnostics,
): Promise<void> {
  const known = new Map<string, string | undefined>();
  for (const plan of plans) {
    for (const name of namesOf(plan)) {
      if (!known.has(name)) known.set(name, await lookup(name, dns));
      const address = known.get(name);
      if (address !== undefined) plan.hosts.set(name, address);
      else diagnostics.error(plan.server.model.line, `checks: could not resolve address '${name}'`);
    }
  }
}

function namesOf({ server, checked, sequence }: CheckPlan): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (host: string | null): void => {
    if (host !== null && parseIp(host) === undefined) names.add(host);
  };
  note(configuredTarget(server.model, checked).host);
  for (const step of sequence.steps)
    if (step.kind === "connect" && step.address?.kind === "ip") note(step.address.host);
  return names;
}

async function lookup(name: string, dns: Dns): Promise<string | undefined> {
  try {
    return (await dns.lookup(name))[0]?.address;
  } catch {
    return undefined;
  }
}
