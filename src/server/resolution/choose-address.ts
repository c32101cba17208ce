/**
 * Which of the addresses that a name has a server takes (manual 5.2, `resolve-net`,
 * `resolve-opts`): the one it has while the name has it, else one of a preferred network, else the
 * first; none that another server of the same name has in the backend, unless it may.
 */
import type { IpAddress } from "../../core/ip.ts";
import type { Farm } from "../farm.ts";
import type { Server } from "../server.ts";

/** The address, or null when none is left for the server. */
export function chooseAddress(
  server: Server,
  farm: Farm,
  addresses: readonly IpAddress[],
): IpAddress | null {
  const { allowDupIp, resolveNet } = server.model;
  const { address } = server;
  const free = allowDupIp ? addresses : addresses.filter((each) => !isTaken(server, farm, each));
  return (
    free.find((each) => address !== null && each.equals(address)) ??
    free.find((each) => resolveNet.some((network) => network.matches(each))) ??
    free[0] ??
    null
  );
}

function isTaken(server: Server, farm: Farm, address: IpAddress): boolean {
  const name = server.fqdn.get();
  return farm.servers.some(
    (other) =>
      other !== server && other.address?.equals(address) === true && other.fqdn.get() === name,
  );
}
