import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Arena } from "../../../src/core/arena.ts";
import type { Region } from "../../../src/core/arena.ts";
import { CounterBlock, int32View } from "../../../src/core/record.ts";

const bytes = (region: Region): Uint8Array =>
  new Uint8Array(region.buffer, region.byteOffset, region.byteLength);

test("the same name and size give the same memory, another size gives new zeroed memory", () => {
  const arena = new Arena();
  const first = arena.region("server/web/s1", 100);
  bytes(first)[99] = 7;
  assert.equal(bytes(arena.region("server/web/s1", 100))[99], 7);
  const wider = arena.region("server/web/s1", 200);
  assert.equal(wider.byteLength, 200);
  assert.ok(bytes(wider).every((byte) => byte === 0));
  assert.equal(bytes(first)[99], 7);
});

test("regions are aligned to 64 bytes and do not overlap, over several chunks", () => {
  const arena = new Arena();
  const regions = Array.from({ length: 300 }, (_, i) =>
    arena.region(`r${i}`, 1 + ((i * 997) % 9000)),
  );
  regions.forEach((region, i) => {
    assert.equal(region.byteOffset % 64, 0);
    bytes(region).fill(i % 251);
  });
  regions.forEach((region, i) => assert.ok(bytes(region).every((byte) => byte === i % 251)));
  assert.ok(new Set(regions.map((region) => region.buffer)).size > 1);
});

test("a big region has a buffer of its own", () => {
  const arena = new Arena();
  const big = arena.region("big", 5_000_000);
  assert.equal(big.byteOffset, 0);
  assert.equal(big.byteLength, 5_000_000);
  assert.notEqual(arena.region("small", 8).buffer, big.buffer);
});

test("a size that is no positive integer is refused", () => {
  const arena = new Arena();
  for (const size of [0, -1, 1.5, NaN]) assert.throws(() => arena.region("x", size), RangeError);
});

test("a worker finds the regions, merges new ones, and refuses what is not there", () => {
  const control = new Arena();
  bytes(control.region("a", 16))[0] = 5;
  const worker = Arena.attach(structuredClone(control.directory()));
  assert.equal(bytes(worker.region("a", 16))[0], 5);
  assert.throws(() => worker.region("a", 32), RangeError);
  assert.throws(() => worker.region("b", 16), RangeError);
  bytes(control.region("b", 16))[0] = 6;
  worker.merge(structuredClone(control.directory()));
  assert.equal(bytes(worker.region("b", 16))[0], 6);
});

test("two threads that add to one Int32 and to rows of one block lose nothing", async () => {
  const arena = new Arena();
  int32View(arena.region("connections", 4));
  const block = arena.region("counters", CounterBlock.sizeBytes(3, 2));
  const program = new URL("./arena-worker.ts", import.meta.url);
  const ends = [0, 1].map(
    (threadIndex) =>
      new Promise<void>((resolve, reject) => {
        const worker = new Worker(program, {
          workerData: { directory: arena.directory(), threadIndex, rounds: 50_000 },
        });
        worker.on("error", reject).on("exit", () => resolve());
      }),
  );
  await Promise.all(ends);
  const counters = new CounterBlock(block, 3, 2, 0);
  assert.equal(Atomics.load(int32View(arena.region("connections", 4)), 0), 100_000);
  assert.equal(counters.sum(0), 100_000);
  assert.equal(counters.sum(1), 0);
  assert.equal(counters.sum(2), 150_000);
  assert.equal(counters.max(2), 100_000);
});

test("peak only rises; clear empties the counter of every thread", () => {
  const region = new Arena().region("counters", CounterBlock.sizeBytes(2, 2));
  const one = new CounterBlock(region, 2, 2, 0);
  const two = new CounterBlock(region, 2, 2, 1);
  one.peak(0, 5);
  one.peak(0, 3);
  two.peak(0, 4);
  one.add(1, 2 ** 40);
  two.add(1, 1);
  assert.equal(one.max(0), 5);
  assert.equal(one.sum(1), 2 ** 40 + 1);
  two.clear(1);
  assert.equal(one.sum(1), 0);
  assert.equal(one.max(0), 5);
});

test("restore gives names back their memory and takes back what came since", () => {
  const arena = new Arena();
  const table = arena.region("table", 100);
  bytes(table)[0] = 7;
  const mark = arena.mark();
  bytes(arena.region("table", 200))[0] = 9;
  const added = arena.region("added", 100);
  bytes(added)[0] = 9;
  arena.restore(mark);
  assert.equal(bytes(arena.region("table", 100))[0], 7);
  assert.equal(arena.find("added"), undefined);
  // The memory taken back is zero for who gets it next.
  assert.equal(bytes(arena.region("other", 100))[0], 0);
});

test("memory that a load has taken back is given out again, zeroed, by its size", () => {
  const arena = new Arena();
  arena.region("kept", 64);
  const mark = arena.mark();
  const offsets = ["a", "b"].map((name) => arena.region(name, 64).byteOffset);
  bytes(arena.region("a", 64)).fill(2);
  arena.restore(mark);
  const again = [arena.region("c", 60), arena.region("d", 64)];
  assert.deepEqual(
    again.map((region) => region.byteOffset).toSorted((x, y) => x - y),
    offsets,
  );
  assert.ok(again.every((region) => bytes(region).every((byte) => byte === 0)));
});
