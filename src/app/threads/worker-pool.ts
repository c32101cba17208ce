/**
 * The threads beside the control thread, and orders that all of them carry out. An order of which
 * a thread dies is answered with that, so that nobody waits for the dead.
 */
import type { SessionFactsLine } from "../../cli/control.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { ThreadHandle } from "../../runtime/threads.ts";
import { isNotice, type News, type Notice, type Order } from "./thread-messages.ts";

/** An order without its number. */
type Call = Order extends infer Each
  ? Each extends { readonly call: number }
    ? Omit<Each, "call">
    : never
  : never;

export interface WorkerEvents {
  /** A message for another thread, or a command of the runtime API. */
  onNotice(thread: number, notice: News): void;
  onDeath(thread: number, reason: string): void;
}

interface Waiting {
  left: number;
  fault: string | null;
  readonly sessions: SessionFactsLine[];
  readonly resolve: (answer: Waiting) => void;
}

const DIED = "a thread ended before it had done this";

export class WorkerPool {
  readonly #threads: Map<number, ThreadHandle> = new Map();
  readonly #waiting: Map<number, Waiting> = new Map();
  readonly #events: WorkerEvents;
  #calls: number = 0;

  constructor(events: WorkerEvents) {
    this.#events = events;
  }

  get size(): number {
    return this.#threads.size;
  }

  /** Starts threads 2 to `count`. */
  spawn(runtime: Runtime, count: number): void {
    for (let id = 2; id <= count; id++) {
      const thread = runtime.threads.spawn(id);
      thread.onMessage((message) => {
        if (isNotice(message)) this.#receive(id, message);
      });
      thread.onDeath((reason) => this.#bury(id, reason));
      this.#threads.set(id, thread);
    }
  }

  /** Gives all threads an order; resolves when all have answered, with the first fault or null. */
  async all(order: Call): Promise<string | null> {
    return (await this.#ask(order)).fault;
  }

  /** Streams of all these threads. */
  async sessions(): Promise<readonly SessionFactsLine[]> {
    return (await this.#ask({ kind: "sessions" })).sessions;
  }

  #ask(order: Call): Promise<Waiting> {
    const call = ++this.#calls;
    return new Promise((resolve) => {
      const waiting: Waiting = { left: this.#threads.size, fault: null, sessions: [], resolve };
      if (waiting.left === 0) {
        resolve(waiting);
        return;
      }
      this.#waiting.set(call, waiting);
      for (const thread of this.#threads.values()) thread.post({ ...order, call });
    });
  }

  /** Tells one thread something that it does not answer. */
  tell(thread: number, order: Order): void {
    this.#threads.get(thread)?.post(order);
  }

  /** Tells all threads something that they do not answer. */
  tellAll(order: Order): void {
    for (const thread of this.#threads.values()) thread.post(order);
  }

  terminate(): void {
    for (const thread of this.#threads.values()) thread.terminate();
    this.#threads.clear();
  }

  #bury(thread: number, reason: string): void {
    // One that was told to end is none of ours any more.
    if (!this.#threads.delete(thread)) return;
    this.#events.onDeath(thread, reason);
    for (const waiting of this.#waiting.values()) {
      waiting.fault ??= DIED;
      waiting.resolve(waiting);
    }
    this.#waiting.clear();
  }

  #receive(thread: number, notice: Notice): void {
    if (notice.kind === "listed") {
      this.#waiting.get(notice.call)?.sessions.push(...notice.lines);
      return;
    }
    if (notice.kind !== "done") {
      this.#events.onNotice(thread, notice);
      return;
    }
    const waiting = this.#waiting.get(notice.call);
    if (waiting === undefined) return;
    waiting.fault ??= notice.fault;
    if (--waiting.left > 0) return;
    this.#waiting.delete(notice.call);
    waiting.resolve(waiting);
  }
}
