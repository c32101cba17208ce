/**
 * `hash-key` of servers (manual 5.2): what a server's places on the ring follow from. How the
 * address and the port become a number was found by asking the running HAProxy 3.2 for the borders
 * of such servers' stretches.
 */
import { avalanche } from "../core/hash.ts";
import { ipToBytes } from "../core/ip-bytes.ts";
import type { IpAddress } from "../core/ip.ts";
import { xxh32 } from "../core/xxhash.ts";
import type { Server } from "../server/server.ts";
import { ServerWord } from "../server/state.ts";

/** Places that a server may have: those of weight 256. */
const PLACES = 4096;

/** The number that a server's places are counted from, unsigned 32 bits. */
export function ringKeyOf(server: Server): number {
  const { hashKey } = server.model;
  const address = hashKey === "id" ? null : server.address;
  if (address === null) return Math.imul(server.id, PLACES) >>> 0;
  return addressKey(address, hashKey === "addr" ? 0 : avalanche(server.port));
}

/** Another number after each change of the address of one of these servers. */
export function addressGeneration(servers: readonly Server[]): number {
  let generation = 0;
  for (const { words } of servers) generation += words[ServerWord.addressGeneration]!;
  return generation;
}

/** An IPv4 address is a number, its last byte the highest; an IPv6 address is bytes. */
function addressKey(address: IpAddress, seed: number): number {
  const bytes = ipToBytes(address);
  if (address.family === 6) return xxh32(bytes, seed);
  let value = 0;
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8) | bytes.charCodeAt(at);
  return avalanche((value + seed) >>> 0);
}
