/**
 * Shares of keys (manual 11.2, `shards`): each key of a table is in one of them, the same one in
 * every process, so that all send it to the same peer. What HAProxy shows as shard= is matched.
 */
import { IpAddress } from "../core/ip.ts";
import { ipToBytes } from "../core/ip-bytes.ts";
import { xxh64 } from "../core/xxhash.ts";
import type { TableKey } from "../stick-table/key.ts";

/** One share of how many; the first has number 1. */
export interface Shard {
  readonly number: number;
  readonly count: number;
}

/** What keys of a table are hashed with. */
export function shardSeed(tableName: string): bigint {
  return xxh64(tableName, 0n);
}

/** The number of the share that a key is in. */
export function shardOf(key: TableKey, seed: bigint, count: number): number {
  return Number(xxh64(bytesOf(key), seed) % BigInt(count)) + 1;
}

/** Integers as a little-endian machine has them in memory. */
function bytesOf(key: TableKey): string {
  if (key instanceof IpAddress) return ipToBytes(key);
  if (typeof key === "string") return key;
  const word = Number(key);
  return String.fromCharCode(
    word & 255,
    (word >>> 8) & 255,
    (word >>> 16) & 255,
    (word >>> 24) & 255,
  );
}
