/**
 * Threads on node:worker_threads, which all three runtimes have. A worker is given its number as
 * `workerData`; everything after that goes through messages.
 */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { ThreadHandle, ThreadHost, ThreadMessage } from "../../src/runtime/threads.ts";

type Receive = (message: ThreadMessage) => void;

class WorkerThread implements ThreadHandle {
  readonly id: number;
  readonly #worker: Worker;
  constructor(id: number, entry: string | URL) {
    this.id = id;
    this.#worker = new Worker(entry, { workerData: { threadId: id } });
  }
  post(message: ThreadMessage): void {
    this.#worker.postMessage(message);
  }
  onMessage(receive: Receive): void {
    this.#worker.on("message", receive);
  }
  onDeath(fire: (reason: string) => void): void {
    let reason = "it left";
    this.#worker.on(
      "error",
      (thrown) => (reason = thrown instanceof Error ? thrown.message : String(thrown)),
    );
    this.#worker.on("exit", () => fire(reason));
  }
  terminate(): void {
    void this.#worker.terminate();
  }
}

/** The control thread as a worker sees it. */
class ControlThread implements ThreadHandle {
  readonly id: number;
  readonly #port: NonNullable<typeof parentPort>;
  constructor(id: number, port: NonNullable<typeof parentPort>) {
    this.id = id;
    this.#port = port;
  }
  post(message: ThreadMessage): void {
    this.#port.postMessage(message);
  }
  onMessage(receive: Receive): void {
    this.#port.on("message", receive);
  }
  /** The process ends with its control thread, so there is nobody left to tell. */
  onDeath(): void {}
  terminate(): void {
    this.#port.close();
  }
}

function ownThreadId(): number {
  const given: unknown = workerData;
  const hasId = typeof given === "object" && given !== null && "threadId" in given;
  return hasId && typeof given.threadId === "number" ? given.threadId : 1;
}

/** Threads that start at `entry`. */
export function threadHost(entry: string | URL): ThreadHost {
  return {
    spawn: (id: number): ThreadHandle => new WorkerThread(id, entry),
    parent:
      isMainThread || parentPort === null ? null : new ControlThread(ownThreadId(), parentPort),
  };
}
