/**
 * Who gets a connection slot that becomes free: the stream that is first in rank of those that wait
 * for the server or for any, on whichever thread. One of this thread gets it at once; to another thread the slot
 * is handed over, taken already, and that thread passes it on to its oldest stream.
 */
import type { Server } from "./server.ts";
import { FarmWord, MAX_THREADS, ServerWord } from "./state.ts";
import { goesBefore, type QueuePlace, type Rank, type WaitQueue } from "./wait-queue.ts";

/** Messages to other threads. Neither may run anything of this thread synchronously. */
export interface FarmPost {
  /** That thread owns a slot of the server from now on and must call `Farm.accept`. */
  handOver(threadId: number, serverRegionName: string): void;
  /** The server takes no traffic any more: that thread must call `Farm.requeue`. */
  requeue(threadId: number, serverRegionName: string): void;
}

/** The queues of a farm on one thread. */
export abstract class Slots {
  /** The farm's shared record; see state.ts. */
  readonly words: Int32Array<SharedArrayBuffer>;
  /** This thread's streams that wait for any server. */
  readonly queue: WaitQueue;
  readonly #threadId: number;
  readonly #post: FarmPost;

  constructor(
    words: Int32Array<SharedArrayBuffer>,
    queue: WaitQueue,
    threadId: number,
    post: FarmPost,
  ) {
    this.words = words;
    this.queue = queue;
    this.#threadId = threadId;
    this.#post = post;
  }

  /** The servers that balancing may choose from. */
  abstract usable(): readonly Server[];

  /** Streams of all threads that wait for any server. */
  queuedHere(): number {
    return Atomics.load(this.words, FarmWord.queued);
  }

  /**
   * Puts a stream into the queue of `server`, or with null into the backend's, where any server's
   * slot will do. Returns null; or, when a slot became free meanwhile, the server whose slot was
   * taken for the stream, which then does not wait.
   */
  wait(place: QueuePlace, server: Server | null): Server | null {
    const queue = server === null ? this.queue : server.queue;
    queue.add(place, this.#nextTicket());
    const candidates = server === null ? this.usable() : [server];
    for (const each of candidates) {
      if (this.#isNext(place, each)) {
        // A slot given back before the ticket could be seen has gone to nobody: look again.
        if (!each.tryAcquire()) continue;
        if (this.#isNext(place, each)) {
          this.#leaveQueue(place);
          return each;
        }
        this.#giveSlot(each);
      } else if (each.connections() === 0) this.serveWaiters(each);
      // Else a limit that rose with the load (`minconn`) serves who waits at the next release.
      if (place.queue === null) return null;
    }
    return null;
  }

  #isNext(place: QueuePlace, server: Server): boolean {
    return this.#threadOfOldest(server) === this.#threadId && this.#oldestPlace(server) === place;
  }

  /** Takes a stream out of the queue it waits in: it timed out or its client left. */
  stopWaiting(place: QueuePlace): void {
    if (place.queue !== null) this.#leaveQueue(place);
  }

  /** Gives back a slot that `tryAcquire`, `wait` or `onSlot` took. */
  release(server: Server): void {
    server.giveBack();
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
      place.serverPosition += server.queue.remove(place);
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
    if (place === null) server.giveBack();
    else this.#grant(place, server);
    return place !== null;
  }

  #grant(place: QueuePlace, server: Server): void {
    this.#leaveQueue(place);
    place.waiter.onSlot(server);
  }

  #leaveQueue(place: QueuePlace): void {
    const queue = place.queue!;
    const position = queue.remove(place);
    if (queue === this.queue) place.backendPosition += position;
    else place.serverPosition += position;
  }

  /** This thread's stream that waits longest for a slot of the server. */
  #oldestPlace(server: Server): QueuePlace | null {
    const own = server.queue.first;
    const common = server.isUsable() ? this.queue.first : null;
    if (own === null || common === null) return own ?? common;
    return goesBefore(own, common) ? own : common;
  }

  /** 1-based number of the thread whose stream waits longest for a slot of the server; 0 for none. */
  #threadOfOldest(server: Server): number {
    const mayTakeCommon = this.queuedHere() > 0 && server.isUsable();
    if (!mayTakeCommon && server.queued() === 0) return 0;
    let oldestThread = 0;
    let oldest: Rank | null = null;
    for (let index = 0; index < MAX_THREADS; index++) {
      const own = rankIn(server.words, ServerWord.oldestTicket + index);
      const common = mayTakeCommon ? rankIn(this.words, FarmWord.oldestTicket + index) : null;
      for (const rank of [own, common]) {
        if (rank === null || (oldest !== null && !goesBefore(rank, oldest))) continue;
        oldestThread = index + 1;
        oldest = rank;
      }
    }
    return oldestThread;
  }

  #nextTicket(): number {
    const ticket = (Atomics.add(this.words, FarmWord.ticket, 1) + 1) | 0;
    return ticket === 0 ? this.#nextTicket() : ticket;
  }
}

/** The rank that a thread's queue published, null when nobody waits there. */
function rankIn(words: Int32Array<SharedArrayBuffer>, at: number): Rank | null {
  const ticket = Atomics.load(words, at);
  if (ticket === 0) return null;
  const priorityClass = Atomics.load(words, at + MAX_THREADS);
  return { ticket, priorityClass, rankMs: Atomics.load(words, at + 2 * MAX_THREADS) };
}
