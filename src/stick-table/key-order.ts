/**
 * The order in which HAProxy 2.6 lists the entries of a table: that of the bytes that it stores for
 * a key. Newer ones list them as their shards have them.
 */
import { IpAddress } from "../core/ip.ts";
import type { TableKey } from "./key.ts";

/** The 32 bits of a number as memory has them, least byte first. */
function bytesOfNumber(key: number): number {
  const ends = ((key & 0xff) << 24) | (key >>> 24);
  return (ends | ((key & 0xff00) << 8) | ((key >>> 8) & 0xff00)) >>> 0;
}

/** Below 0 if `a` comes before `b`, above if after it; both are keys of one table. */
export function compareKeys(a: TableKey, b: TableKey): number {
  if (a instanceof IpAddress && b instanceof IpAddress) {
    return a.word0 - b.word0 || a.word1 - b.word1 || a.word2 - b.word2 || a.word3 - b.word3;
  }
  if (typeof a === "number" && typeof b === "number") return bytesOfNumber(a) - bytesOfNumber(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
