import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Arena } from "../../../src/core/arena.ts";
import { newControlledFarm, serverModel } from "./new-farm.ts";

type SlotsMessage =
  | { readonly kind: "done"; readonly mostConnections: number }
  | { readonly kind: "handOver"; readonly threadId: number };

test("two threads share slots: never more than maxconn, nobody is forgotten, none is lost", async () => {
  const maxconn = 3;
  const arena = new Arena();
  const controlled = newControlledFarm([serverModel("a", { maxconn })], { arena });
  const a = controlled.server("a");
  const program = new URL("./slots-worker.ts", import.meta.url);
  const workers = [2, 3].map(
    (threadId) =>
      new Worker(program, {
        workerData: { directory: arena.directory(), threadId, maxconn, streams: 8, rounds: 200 },
      }),
  );
  const mosts = await Promise.all(
    workers.map(
      (worker) =>
        new Promise<number>((resolve, reject) => {
          worker.on("error", reject).on("message", (message: SlotsMessage) => {
            if (message.kind === "done") resolve(message.mostConnections);
            else workers[message.threadId - 2]!.postMessage("slot");
          });
        }),
    ),
  );
  const deadlineMs = Date.now() + 5000;
  // A slot may be on its way to a thread that needs it no more, and comes back.
  while (a.connections() > 0 && Date.now() < deadlineMs) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  assert.deepEqual([a.connections(), controlled.farm.queued()], [0, 0]);
  assert.ok(
    mosts.every((most) => most <= maxconn),
    `${mosts}`,
  );
});
