/** `hash-key` of servers (manual 5.2): what a server's places on the ring follow from. */
import type { Server } from "../server/server.ts";

/** Places that a server may have: those of weight 256. */
const PLACES = 4096;

/** The number that a server's places are counted from, unsigned 32 bits. */
export function ringKeyOf(server: Server): number {
  return Math.imul(server.id, PLACES) >>> 0;
}
