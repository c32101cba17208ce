/**
 * What stands in a server's place where streams go straight to an address (`dispatch`, `option
 * transparent`, manual 4.2). It belongs to no farm: nothing balances over it, checks it, limits it
 * or shows it, its counters are read by nobody, and logs call it <NOSRV>.
 */
import type { RegionSource } from "../core/arena.ts";
import { blankServer } from "../config/model/blank/server.ts";
import { impliedWord } from "../config/words/word.ts";
import type { ProxyModel } from "../config/model.ts";
import { Counters } from "../stats/counters.ts";
import { Server } from "./server.ts";

/** Numbers of servers begin with 1. */
const NO_ID = 0;

/** The thread that it works on. */
export interface DirectThread {
  /** 1-based. */
  readonly id: number;
  readonly count: number;
  nowMs(): number;
}

/** The direct server of a backend; its index is the one behind those of the backend's servers. */
export function directServer(
  { name, position, servers, source }: ProxyModel,
  regions: RegionSource,
  thread: DirectThread,
): Server {
  const line = { words: [impliedWord("<NOSRV>", position)], source: "" };
  const place = {
    backendName: name,
    fullconn: 0,
    streams: () => 0,
    threadId: thread.id,
    dynamicCookies: null,
    nowMs: () => thread.nowMs(),
  };
  return new Server(
    { ...blankServer(line), name: "<NOSRV>", id: NO_ID, source },
    servers.length,
    place,
    regions,
    new Counters(regions, `direct/${name}`, thread.count, thread.id - 1),
    null,
  );
}
