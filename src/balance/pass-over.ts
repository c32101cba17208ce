/**
 * `hash-preserve-affinity` (manual 4.2): which servers a hash on the ring passes over. What counts
 * as full was found by asking the running HAProxy 3.2.
 */
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";

/** Whether a hash that meets the server goes on to the next one around. */
export type PassOver = (server: Server) => boolean;

function isSaturated(server: Server): boolean {
  const limit = server.connectionLimit();
  return limit !== 0 && server.connections() >= limit;
}

/** A queue forms only before a server that has a limit. */
function hasFullQueue(server: Server): boolean {
  return server.maxconn !== 0 && server.isQueueFull();
}

/** What the backend's setting asks for; null if no server is passed over. */
export function passOverOf(farm: Farm): PassOver | null {
  const affinity = farm.model.hashPreserveAffinity;
  if (affinity === "always") return null;
  return affinity === "maxconn" ? isSaturated : hasFullQueue;
}
