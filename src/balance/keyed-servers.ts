/** Servers laid out so that a hash finds one of them: on a map or on a ring (`hash-type`). */
import type { Server } from "../server/server.ts";

export interface KeyedServers {
  /**
   * The server of a 32-bit hash, whether full or not; null if no server is usable. `avoid` is the
   * server that just failed.
   */
  ofHash(hash: number, avoid: Server | null): Server | null;
  /** For no key: the next server in turn that is not full; `avoid` only if there is no other. */
  withoutKey(avoid: Server | null): Server | null;
}
