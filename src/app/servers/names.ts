/**
 * The first addresses of servers given by name (manual 5.2, `init-addr`), found once a server is
 * new or its line has another address: the ways of the line in turn, until one gives an address
 * or allows for none.
 */
import type { CollectedDiagnostics } from "../../config/diagnostics/collect.ts";
import { type IpAddress, parseIp } from "../../core/ip.ts";
import type { Dns } from "../../runtime/runtime.ts";
import { hostNameOf } from "../../server/address.ts";
import {
  type FirstAddresses,
  type SavedServers,
  wantsFirstAddress,
} from "../../server/changes/adopt.ts";
import type { Generation } from "../compile/generation.ts";

/** How names become addresses, and whether servers may go without (`-dr`). */
export interface FirstResolution {
  readonly dns: Dns;
  readonly isOptional: boolean;
}

/** By backend. Reports servers for which no way led to an address. */
export async function firstAddresses(
  generation: Generation,
  saved: ReadonlyMap<string, SavedServers>,
  { dns, isOptional }: FirstResolution,
  diagnostics: CollectedDiagnostics,
): Promise<ReadonlyMap<string, FirstAddresses>> {
  const all = new Map<string, FirstAddresses>();
  for (const { backend } of generation.backends) {
    const found = new Map<string, IpAddress | null>();
    for (const server of backend.farm.servers) {
      const name = hostNameOf(server.model);
      if (name === null || !wantsFirstAddress(server)) continue;
      const last = saved.get(backend.name)?.get(server.name)?.address ?? undefined;
      const address = await firstAddress(name, server.model.initAddr, last, dns);
      if (address !== undefined || isOptional) found.set(server.name, address ?? null);
      else {
        diagnostics.error(
          server.model.line,
          `server ${backend.name}/${server.name}: could not resolve address '${name}'`,
        );
      }
    }
    if (found.size > 0) all.set(backend.name, found);
  }
  return all;
}

/** Undefined when no way leads anywhere, null when the server may start without. */
async function firstAddress(
  name: string,
  ways: readonly ("last" | "libc" | "none" | IpAddress)[],
  last: IpAddress | undefined,
  dns: Dns,
): Promise<IpAddress | null | undefined> {
  for (const way of ways) {
    if (way === "none") return null;
    const address = way === "last" ? last : way === "libc" ? await lookup(name, dns) : way;
    if (address !== undefined) return address;
  }
  return undefined;
}

async function lookup(name: string, dns: Dns): Promise<IpAddress | undefined> {
  try {
    const [first] = await dns.lookup(name);
    return parseIp(first?.address ?? "");
  } catch {
    return undefined;
  }
}
