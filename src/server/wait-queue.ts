/**
 * One thread's first-in first-out list of streams that wait for one server, or for any server of
 * a farm. The list belongs to the thread; what other threads must know of it is in the shared
 * record: how many wait in all, and the ticket of this thread's oldest. Tickets count up over all
 * threads of a farm, so the smaller one has waited longer.
 */
import type { Server } from "./server.ts";

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
  /** Streams that left the queue before this one came. */
  enteredAt: number = 0;
  /** Its place in line, from 1, for %sq and %bq; added up over its queues, 0 if it never waited. */
  serverPosition: number = 0;
  backendPosition: number = 0;

  constructor(waiter: Waiter) {
    this.waiter = waiter;
  }
}

/** Whether ticket `a` was given before `b`; tickets wrap around after 2^32. */
export function isOlder(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

export class WaitQueue {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #oldestWord: number;
  readonly #queuedWord: number;
  readonly #dequeuedWord: number;
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

  /** The place that waits longest, null when nobody waits on this thread. */
  get first(): QueuePlace | null {
    return this.#first;
  }

  /** Appends a place that stands in no queue. */
  add(place: QueuePlace, ticket: number): void {
    place.queue = this;
    place.ticket = ticket;
    place.enteredAt = Atomics.load(this.#words, this.#dequeuedWord);
    place.previous = this.#last;
    if (this.#last === null) this.#first = place;
    else this.#last.next = place;
    this.#last = place;
    Atomics.add(this.#words, this.#queuedWord, 1);
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
    if (wasFirst) this.#publish();
    return (Atomics.add(this.#words, this.#dequeuedWord, 1) + 1 - place.enteredAt) | 0;
  }

  #publish(): void {
    Atomics.store(this.#words, this.#oldestWord, this.#first === null ? 0 : this.#first.ticket);
  }
}
