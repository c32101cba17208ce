/**
 * The servers of one backend on one thread: who may be chosen now, and who gets a connection slot
 * that becomes free. The list of usable servers is rebuilt only when the generation in the farm's
 * record moved. A freed slot goes to the stream that has waited longest on any thread: to one of
 * this thread at once, to one of another by handing the slot over.
 */
import type { RegionSource } from "../core/arena.ts";
import { int32View } from "../core/record.ts";
import type { ProxyModel } from "../config/model.ts";
import { Counters } from "../stats/counters.ts";
import { Server, type ServerPlace } from "./server.ts";
import { FARM_WORDS, FarmWord, MAX_THREADS, ServerWord } from "./state.ts";
import { isOlder, type QueuePlace, WaitQueue } from "./wait-queue.ts";

const INT32_BYTES = 4;

/** Messages to other threads. Neither may run anything of this thread synchronously. */
export interface FarmPost {
  /** That thread owns a slot of the server from now on and must call `Farm.accept`. */
  handOver(threadId: number, serverRegionName: string): void;
  /** The server takes no traffic any more: that thread must call `Farm.requeue`. */
  requeue(threadId: number, serverRegionName: string): void;
}

/** The thread that a farm works on. */
export interface FarmThread {
  /** 1-based; 1 is the control thread. */
  readonly id: number;
  readonly count: number;
  /** The thread's wheel, for its cached clock. */
  readonly clock: { readonly nowMs: number };
  readonly post: FarmPost;
}

export class Farm {
  readonly name: string;
  readonly model: ProxyModel;
  /** All servers in the order of the configuration. */
  readonly servers: readonly Server[];
  /** The shared record; see state.ts. */
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly allBackups: boolean;
  /** This thread's streams that wait for any server. */
  readonly queue: WaitQueue;
  readonly #byName: ReadonlyMap<string, Server>;
  readonly #threadId: number;
  readonly #post: FarmPost;
  #generation: number = -1;
  #usable: readonly Server[] = [];

  /**
   * @param fullconn the backend's `fullconn`, or what HAProxy derives without one; 0 for none.
   * @param previous the same thread's farm of this name in the generation before, whose streams
   * wait on: its queues become this farm's, as both write the same words.
   */
  constructor(
    model: ProxyModel, fullconn: number, regions: RegionSource, thread: FarmThread, previous: Farm | null,
  ) {
    const words = int32View(regions.region(`farm:${model.name}`, FARM_WORDS * INT32_BYTES));
    const place: ServerPlace = {
      backendName: model.name,
      fullconn,
      streams: () => Atomics.load(words, FarmWord.streams),
      threadId: thread.id,
      nowMs: () => thread.clock.nowMs,
    };
    this.name = model.name;
    this.model = model;
    this.words = words;
    this.allBackups = model.switches.has("allbackups");
    this.servers = model.servers.map((each, index) => {
      const counters = new Counters(
        regions, `server/${model.name}/${each.name}`, thread.count, thread.id - 1,
      );
      const queue = previous?.server(each.name)?.queue ?? null;
      return new Server(each, index, place, regions, counters, queue);
    });
    this.#byName = new Map(this.servers.map((server) => [server.name, server]));
    this.#threadId = thread.id;
    this.#post = thread.post;
    this.queue = previous?.queue ?? new WaitQueue(
      words, FarmWord.oldestTicket + thread.id - 1, FarmWord.queued, FarmWord.dequeued,
    );
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
    }
    return this.#usable;
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

  /** Streams of all threads that wait for any server. */
  queuedHere(): number {
    return Atomics.load(this.words, FarmWord.queued);
  }

  /** Streams of all threads that wait, for any server or for one. */
  queued(): number {
    let total = this.queuedHere();
    for (const server of this.servers) total += server.queued();
    return total;
  }

  /**
   * Puts a stream into the queue of `server`, or with null into the backend's, where any server's
   * slot will do. Returns null; or, when a slot became free meanwhile, the server whose slot was
   * taken for the stream, which then does not wait.
   */
  wait(place: QueuePlace, server: Server | null): Server | null {
    const queue = server === null ? this.queue : server.queue;
    queue.add(place, this.#nextTicket());
    // A slot given back before the ticket could be seen has gone to nobody: look again.
    const candidates = server === null ? this.usable() : [server];
    for (const each of candidates) {
      if (!each.tryAcquire()) continue;
      if (this.#threadOfOldest(each) === this.#threadId && this.#oldestPlace(each) === place) {
        this.#leaveQueue(place, true);
        return each;
      }
      this.#giveSlot(each);
      if (place.queue === null) return null;
    }
    return null;
  }

  /** Takes a stream out of the queue it waits in: it timed out or its client left. */
  stopWaiting(place: QueuePlace): void {
    if (place.queue !== null) this.#leaveQueue(place, false);
  }

  /** Gives back a slot that `tryAcquire`, `wait` or `onSlot` took. */
  release(server: Server): void {
    Atomics.sub(server.words, ServerWord.connections, 1);
    this.serveWaiters(server);
  }

  /** Gives the free slots of a server to those who wait; to be called when there may be new ones. */
  serveWaiters(server: Server): void {
    while (this.#threadOfOldest(server) !== 0 && server.tryAcquire()) {
      if (!this.#giveSlot(server)) return;
    }
  }

  /** A slot of the server was handed over to this thread. */
  accept(server: Server): void {
    const place = this.#oldestPlace(server);
    if (place === null) {
      this.release(server);
      return;
    }
    this.#grant(place, server);
    this.serveWaiters(server);
  }

  /** Sends this thread's streams that wait for the server to choose again; returns how many. */
  requeue(server: Server): number {
    let count = 0;
    for (let place = server.queue.first; place !== null; place = server.queue.first) {
      server.queue.remove(place);
      place.waiter.onRequeue();
      count++;
    }
    return count;
  }

  /** Sends all threads' streams that wait for the server to choose again. Control thread only. */
  requeueEverywhere(server: Server): void {
    for (let thread = 1; thread <= MAX_THREADS; thread++) {
      if (Atomics.load(server.words, ServerWord.oldestTicket + thread - 1) === 0) continue;
      if (thread === this.#threadId) this.requeue(server);
      else this.#post.requeue(thread, server.regionName);
    }
  }

  /** Gives a slot already taken to the longest waiting; false when it went to another thread. */
  #giveSlot(server: Server): boolean {
    const thread = this.#threadOfOldest(server);
    if (thread !== 0 && thread !== this.#threadId) {
      this.#post.handOver(thread, server.regionName);
      return false;
    }
    const place = this.#oldestPlace(server);
    if (place === null) Atomics.sub(server.words, ServerWord.connections, 1);
    else this.#grant(place, server);
    return place !== null;
  }

  #grant(place: QueuePlace, server: Server): void {
    this.#leaveQueue(place, true);
    place.waiter.onSlot(server);
  }

  #leaveQueue(place: QueuePlace, served: boolean): void {
    const queue = place.queue!;
    const position = served ? queue.serve(place) : queue.remove(place);
    if (queue === this.queue) place.backendPosition += position;
    else place.serverPosition += position;
  }

  /** This thread's stream that waits longest for a slot of the server. */
  #oldestPlace(server: Server): QueuePlace | null {
    const own = server.queue.first;
    const common = server.isUsable() ? this.queue.first : null;
    if (own === null || common === null) return own ?? common;
    return isOlder(own.ticket, common.ticket) ? own : common;
  }

  /** 1-based number of the thread whose stream waits longest for a slot of the server; 0 for none. */
  #threadOfOldest(server: Server): number {
    const mayTakeCommon = this.queuedHere() > 0 && server.isUsable();
    if (!mayTakeCommon && server.queued() === 0) return 0;
    let oldestThread = 0;
    let oldest = 0;
    for (let index = 0; index < MAX_THREADS; index++) {
      const own = Atomics.load(server.words, ServerWord.oldestTicket + index);
      const common = mayTakeCommon ? Atomics.load(this.words, FarmWord.oldestTicket + index) : 0;
      if (own !== 0 && (oldestThread === 0 || isOlder(own, oldest))) {
        oldestThread = index + 1;
        oldest = own;
      }
      if (common !== 0 && (oldestThread === 0 || isOlder(common, oldest))) {
        oldestThread = index + 1;
        oldest = common;
      }
    }
    return oldestThread;
  }

  #nextTicket(): number {
    const ticket = (Atomics.add(this.words, FarmWord.ticket, 1) + 1) | 0;
    return ticket === 0 ? this.#nextTicket() : ticket;
  }
}
