/** Servers given by name: resolved by the system once, when the configuration is loaded (`init-addr libc`). */
import type { CollectedDiagnostics } from "../config/collect.ts";
import { parseIp } from "../core/ip.ts";
import type { Dns } from "../runtime/runtime.ts";
import { hostNameOf, writeAddress } from "../server/address.ts";
import type { Generation } from "./compile/generation.ts";

export async function resolveServers(
  generation: Generation,
  dns: Dns,
  diagnostics: CollectedDiagnostics,
): Promise<void> {
  for (const { backend } of generation.backends) {
    for (const server of backend.farm.servers) {
      const name = hostNameOf(server.model);
      if (name === null) continue;
      try {
        const found = await dns.lookup(name);
        const ip = parseIp(found[0]?.address ?? "");
        if (ip === undefined) throw new Error("no address");
        const { address, portOffset, mapPorts } = server.model;
        writeAddress(
          server,
          ip,
          mapPorts === "offset" ? portOffset : address.kind === "ip" ? address.port : 0,
        );
      } catch {
        diagnostics.error(
          server.model.line,
          `server ${backend.name}/${server.name}: could not resolve address '${name}'`,
        );
      }
    }
  }
}
