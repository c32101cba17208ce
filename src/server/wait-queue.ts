/**
 * One thread's list of streams that wait for one server, or for any server of a farm, in the order
 * in which they are served: by priority class, then by the time they came, which rules may move
 * (`set-priority-class`, `set-priority-offset`), then by ticket. The list belongs to the thread;
 * what other threads must know of it is in the shared record: how many wait in all, and the rank of
 * this thread's first. Tickets count up over all threads of a farm.
 */
import type { Server } from "./server.ts";
import { MAX_THREADS } from "./state.ts";

/** A stream that waits. Both calls come at most once, with the stream already out of the queue. */
export interface Waiter {
  /** A connection slot of `server` was taken for the stream. */
  onSlot(server: Server): void;
  /** The server it waited for takes no traffic any more: choose again. */
  onRequeue(): void;
}

/** A place in a queue, itself the list's node; a stream makes one when it first has to wait. */
export class QueuePlace {
  readonly waiter: Waiter;
  /** The queue it stands in; null while it stands in none. */
  queue: WaitQueue | null = null;
  next: QueuePlace | null = null;
  previous: QueuePlace | null = null;
  ticket: number = 0;
  /** Lower goes first. */
  priorityClass: number = 0;
  /** When it came, in ms of the shared clock, moved by its offset; wraps around. */
  rankMs: number = 0;
  /** Streams that left the queue before this one came. */
  enteredAt: number = 0;
  /** Its place in line, from 1, for %sq and %bq; added up over its queues, 0 if it never waited. */
  serverPosition: number = 0;
  backendPosition: number = 0;

  constructor(waiter: Waiter) {
    this.waiter = waiter;
  }
}

/** What decides who is served first. */
export interface Rank {
  readonly priorityClass: number;
  readonly rankMs: number;
  readonly ticket: number;
}

/** Whether `a` is served before `b`; times and tickets wrap around after 2^32. */
export function goesBefore(a: Rank, b: Rank): boolean {
  if (a.priorityClass !== b.priorityClass) return a.priorityClass < b.priorityClass;
  const laterMs = (a.rankMs - b.rankMs) | 0;
  return laterMs === 0 ? ((a.ticket - b.ticket) | 0) < 0 : laterMs < 0;
}

export class WaitQueue {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #oldestWord: number;
  readonly #queuedWord: number;
  readonly #dequeuedWord: number;
  /** Whose load it is, where the algorithm follows loads; else null. */
  server: { noteLoad(): void } | null = null;
  #first: QueuePlace | null = null;
  #last: QueuePlace | null = null;

  /** The words of the shared record that this thread's queue keeps right. */
  constructor(
    words: Int32Array<SharedArrayBuffer>,
    oldestWord: number,
    queuedWord: number,
    dequeuedWord: number,
  ) {
    this.#words = words;
    this.#oldestWord = oldestWord;
    this.#queuedWord = queuedWord;
    this.#dequeuedWord = dequeuedWord;
  }

  /** The place that is served next, null when nobody waits on this thread. */
  get first(): QueuePlace | null {
    return this.#first;
  }

  /** Puts a place that stands in no queue where its rank belongs, which mostly is the end. */
  add(place: QueuePlace, ticket: number): void {
    place.queue = this;
    place.ticket = ticket;
    place.enteredAt = Atomics.load(this.#words, this.#dequeuedWord);
    let before = this.#last;
    while (before !== null && goesBefore(place, before)) before = before.previous;
    place.previous = before;
    place.next = before === null ? this.#first : before.next;
    if (place.previous === null) this.#first = place;
    else place.previous.next = place;
    if (place.next === null) this.#last = place;
    else place.next.previous = place;
    Atomics.add(this.#words, this.#queuedWord, 1);
    this.server?.noteLoad();
    if (this.#first === place) this.#publish();
  }

  /** Takes a place of this queue out. Returns how many left the queue since it came, itself included. */
  remove(place: QueuePlace): number {
    const wasFirst = this.#first === place;
    if (place.previous === null) this.#first = place.next;
    else place.previous.next = place.next;
    if (place.next === null) this.#last = place.previous;
    else place.next.previous = place.previous;
    place.next = null;
    place.previous = null;
    place.queue = null;
    Atomics.sub(this.#words, this.#queuedWord, 1);
    this.server?.noteLoad();
    if (wasFirst) this.#publish();
    return (Atomics.add(this.#words, this.#dequeuedWord, 1) + 1 - place.enteredAt) | 0;
  }

  #publish(): void {
    const first = this.#first;
    if (first !== null) {
      Atomics.store(this.#words, this.#oldestWord + MAX_THREADS, first.priorityClass);
      Atomics.store(this.#words, this.#oldestWord + 2 * MAX_THREADS, first.rankMs);
    }
    Atomics.store(this.#words, this.#oldestWord, first === null ? 0 : first.ticket);
  }
}
