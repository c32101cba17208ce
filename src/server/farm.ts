/**
 * The servers of one backend on one thread, and who of them may be chosen now. The list of usable
 * servers is rebuilt only when the generation in the farm's record moved. Connection slots and
 * queues are those of `Slots`.
 */
import type { RegionSource } from "../core/arena.ts";
import { int32View } from "../core/record.ts";
import type { ProxyModel } from "../config/model.ts";
import { Counters } from "../stats/counters.ts";
import { DynamicCookies } from "./dynamic-cookies.ts";
import { JOURNAL_BYTES, LoadJournal } from "./load-journal.ts";
import { Server, type ServerPlace } from "./server.ts";
import { type FarmPost, Slots } from "./slots.ts";
import { FARM_WORDS, FarmWord } from "./state.ts";
import { WaitQueue } from "./wait-queue.ts";

export type { FarmPost };

const INT32_BYTES = 4;

/** The thread that a farm works on. */
export interface FarmThread {
  /** 1-based; 1 is the control thread. */
  readonly id: number;
  readonly count: number;
  /** The thread's wheel, for its cached clock. */
  readonly clock: { readonly nowMs: number };
  readonly post: FarmPost;
}

/**
 * What the farm's servers know of it. Its closures are made here, where nothing of the generation
 * before is in scope: they would keep that one, and it the one before it.
 */
function placeOf(
  { name }: ProxyModel,
  fullconn: number,
  words: Int32Array<SharedArrayBuffer>,
  thread: FarmThread,
  dynamicCookies: DynamicCookies | null,
): ServerPlace {
  return {
    dynamicCookies,
    backendName: name,
    fullconn,
    streams: () => Atomics.load(words, FarmWord.streams),
    threadId: thread.id,
    nowMs: () => thread.clock.nowMs,
  };
}

export class Farm extends Slots {
  readonly name: string;
  readonly model: ProxyModel;
  /** All servers in the order of the configuration. */
  readonly servers: readonly Server[];
  readonly allBackups: boolean;
  /** `fullconn` of the backend; 0 for none. */
  readonly fullconn: number;
  /** The backend's counters. */
  readonly counters: Counters;
  /** Where a cookie names the server; null otherwise. */
  readonly dynamicCookies: DynamicCookies | null;
  readonly #byName: ReadonlyMap<string, Server>;
  readonly #regions: RegionSource;
  #generation: number = -1;
  #usable: readonly Server[] = [];
  readonly #followers: (() => void)[] = [];

  /**
   * @param fullconn the backend's `fullconn`, or what HAProxy derives without one; 0 for none.
   * @param previous the same thread's farm of this name in the generation before, whose streams
   * wait on: its queues become this farm's, as both write the same words.
   */
  constructor(
    model: ProxyModel,
    fullconn: number,
    regions: RegionSource,
    thread: FarmThread,
    previous: Farm | null,
  ) {
    const words = int32View(regions.region(`farm:${model.name}`, FARM_WORDS * INT32_BYTES));
    const queue =
      previous?.queue ??
      new WaitQueue(
        words,
        FarmWord.oldestTicket + thread.id - 1,
        FarmWord.queued,
        FarmWord.dequeued,
      );
    super(words, queue, thread.id, thread.post);
    this.dynamicCookies = dynamicCookiesOf(model, regions);
    const place = placeOf(model, fullconn, words, thread, this.dynamicCookies);
    this.name = model.name;
    this.#regions = regions;
    this.model = model;
    this.fullconn = fullconn;
    this.counters = new Counters(regions, `backend/${model.name}`, thread.count, thread.id - 1);
    this.allBackups = model.switches.has("allbackups");
    this.servers = model.servers.map((each, index) => {
      const counters = new Counters(
        regions,
        `server/${model.name}/${each.name}`,
        thread.count,
        thread.id - 1,
      );
      const queue = previous?.server(each.name)?.queue ?? null;
      return new Server(each, index, place, regions, counters, queue);
    });
    this.#byName = new Map(this.servers.map((server) => [server.name, server]));
  }

  server(name: string): Server | undefined {
    return this.#byName.get(name);
  }

  /**
   * The servers that balancing may choose from, in the order of the configuration: the active
   * ones; without any, the first backup, or all with `option allbackups`. The same array until
   * something changes, so that algorithms can compare it with the one they know.
   */
  usable(): readonly Server[] {
    const generation = this.words[FarmWord.generation]!;
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#usable = this.#choosable();
      for (const follow of this.#followers) follow();
    }
    return this.#usable;
  }

  /**
   * Calls `follow` when servers or weights may have changed: on the control thread after each
   * change, on others after those made since they last asked who is usable.
   */
  onChange(follow: () => void): void {
    this.#followers.push(follow);
    if (this.#generation !== -1) follow();
  }

  /** From now on changes of the servers' loads are written down, in the journal of all threads. */
  journalLoads(): LoadJournal {
    const journal = new LoadJournal(this.#regions.region(`loads:${this.name}`, JOURNAL_BYTES));
    for (const server of this.servers) {
      server.loads = journal;
      server.queue.server = server;
    }
    return journal;
  }

  /** How many servers balancing may choose from (`nbsrv`). */
  usableServers(): number {
    return this.usable().length;
  }

  #choosable(): readonly Server[] {
    const usable = this.servers.filter((server) => server.isUsable());
    const active = usable.filter((server) => !server.backup);
    if (active.length > 0) return active;
    return this.allBackups ? usable : usable.slice(0, 1);
  }

  /** A stream came into the backend; returns how many are in it now. */
  enter(): number {
    return Atomics.add(this.words, FarmWord.streams, 1) + 1;
  }

  /** A stream left the backend. */
  leave(): void {
    Atomics.sub(this.words, FarmWord.streams, 1);
  }

  /** Streams in the backend now, over all threads. */
  connections(): number {
    return Atomics.load(this.words, FarmWord.streams);
  }

  /** Streams of all threads that wait, for any server or for one. */
  queued(): number {
    let total = this.queuedHere();
    for (const server of this.servers) total += server.queued();
    return total;
  }
}

function dynamicCookiesOf(model: ProxyModel, regions: RegionSource): DynamicCookies | null {
  if (model.cookie === null) return null;
  const { dynamic } = model.cookie;
  const { name: backendName, dynamicCookieKey: key } = model;
  return new DynamicCookies(regions, { backendName, made: dynamic, key });
}
