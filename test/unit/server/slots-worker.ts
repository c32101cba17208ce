/** A thread of the slots test: streams that take slots, wait for them, and hold each for a moment. */
import { parentPort, workerData } from "node:worker_threads";
import { Arena, type ArenaDirectory } from "../../../src/core/arena.ts";
import type { Server } from "../../../src/server/server.ts";
import { QueuePlace, type Waiter } from "../../../src/server/wait-queue.ts";
import { newFarm, serverModel } from "./new-farm.ts";

const { maxconn, directory, threadId, streams, rounds } = workerData as {
  readonly maxconn: number;
  readonly directory: ArenaDirectory;
  readonly threadId: number;
  readonly streams: number;
  readonly rounds: number;
};
const farm = newFarm([serverModel("a", { maxconn })], {
  arena: Arena.attach(directory),
  threadId,
  post: {
    handOver: (to) => parentPort?.postMessage({ kind: "handOver", threadId: to }),
    requeue: () => {
      throw new Error("no server goes down");
    },
  },
});
const server = farm.server("a")!;
let running = streams;
let mostConnections = 0;

class Stream implements Waiter {
  readonly #place: QueuePlace = new QueuePlace(this);
  #roundsLeft: number = rounds;

  start(): void {
    if (server.tryAcquire()) this.onSlot(server);
    else {
      const taken = farm.wait(this.#place, this.#roundsLeft % 2 === 0 ? server : null);
      if (taken !== null) this.onSlot(taken);
    }
  }

  onSlot(taken: Server): void {
    mostConnections = Math.max(mostConnections, taken.connections());
    setImmediate(() => {
      farm.release(server);
      if (--this.#roundsLeft > 0) this.start();
      else if (--running === 0) parentPort?.postMessage({ kind: "done", mostConnections });
    });
  }

  onRequeue(): void {
    throw new Error("no server goes down");
  }
}

parentPort?.on("message", () => farm.accept(server));
for (let i = 0; i < streams; i++) new Stream().start();
