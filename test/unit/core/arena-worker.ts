/** A thread of the arena test: adds to a shared Int32 and to its own row of a counter block. */
import { workerData } from "node:worker_threads";
import { Arena, type ArenaDirectory } from "../../../src/core/arena.ts";
import { CounterBlock, int32View } from "../../../src/core/record.ts";

const { directory, threadIndex, rounds } = workerData as {
  readonly directory: ArenaDirectory;
  readonly threadIndex: number;
  readonly rounds: number;
};
const arena = Arena.attach(directory);
const connections = int32View(arena.region("connections", 4));
const block = arena.region("counters", CounterBlock.sizeBytes(3, 2));
const counters = new CounterBlock(block, 3, 2, threadIndex);
for (let i = 0; i < rounds; i++) {
  Atomics.add(connections, 0, 1);
  counters.add(0, 1);
  counters.add(2, 1 + threadIndex);
}
