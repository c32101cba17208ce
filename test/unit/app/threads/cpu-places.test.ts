/** Which CPUs threads are confined to, on a machine of two nodes with two threads a core. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cpusOfThread,
  listedCpus,
  machineTopology,
} from "../../../../src/app/threads/cpu-places.ts";
import { loadConfig } from "../../../../src/config/load.ts";
import { memoryHost } from "../../config/memory-host.ts";

const FILES: Record<string, string> = {
  "/proc/self/status": "Name:\tx\nCpus_allowed_list:\t0-5\n",
  "/sys/devices/system/cpu/online": "0-7\n",
  "/sys/devices/system/node/online": "0-1\n",
  "/sys/devices/system/node/node0/cpulist": "0-1,4-5\n",
  "/sys/devices/system/node/node1/cpulist": "2-3,6-7\n",
};
for (let cpu = 0; cpu < 8; cpu++) {
  const folder = `/sys/devices/system/cpu/cpu${cpu}/topology`;
  FILES[`${folder}/core_id`] = `${cpu % 4}\n`;
  FILES[`${folder}/cluster_id`] = `${(cpu % 4) >> 1}\n`;
  FILES[`${folder}/thread_siblings_list`] = `${cpu % 4},${(cpu % 4) + 4}\n`;
}

const topology = machineTopology({
  readText(path) {
    const text = FILES[path];
    if (text === undefined) throw new Error("No such file or directory");
    return text;
  },
});

function places(lines: string, threads: number): (readonly number[] | null)[] {
  const { model, diagnostics } = loadConfig(["a"], memoryHost({ a: `global\n${lines}\n` }));
  assert.deepEqual(diagnostics.all, [], lines);
  return Array.from({ length: threads }, (_, index) =>
    cpusOfThread(index + 1, model.global.process, topology),
  );
}

test("lists as the kernel writes them", () => {
  assert.deepEqual(listedCpus("0-2,8\n"), [0, 1, 2, 8]);
  assert.deepEqual(listedCpus("\n"), []);
});

test("cpu-map names threads and their CPUs", () => {
  assert.deepEqual(places("", 1), [null]);
  assert.deepEqual(places("cpu-map 1/all 0-1", 2), [
    [0, 1],
    [0, 1],
  ]);
  assert.deepEqual(places("cpu-map 1 3,5", 2), [
    [3, 5],
    [3, 5],
  ]);
  assert.deepEqual(places("cpu-map 1/odd 0\ncpu-map 1/even 1", 3), [[0], [1], [0]]);
  assert.deepEqual(places("cpu-map auto:1/1-4 3 2 1 0", 4), [[0], [1], [2], [3]]);
  assert.deepEqual(places("cpu-map auto:1/1-4 0", 2), [[0], null]);
  assert.deepEqual(places("cpu-map 1/1-2 0\ncpu-map 1/2 1", 3), [[0], [1], null]);
  assert.deepEqual(places("cpu-map 2/1 0", 1), [null]);
  assert.deepEqual(places("cpu-map all/1 7", 2), [[7], null]);
});

test("cpu-set keeps and drops by what CPUs belong to", () => {
  for (const [lines, cpus] of [
    ["cpu-set only-cpu 0-3,9", [0, 1, 2, 3]],
    ["cpu-set drop-cpu 0", [1, 2, 3, 4, 5]],
    ["cpu-set only-node 1", [2, 3]],
    ["cpu-set reset\ncpu-set only-node 1", [2, 3, 6, 7]],
    ["cpu-set drop-core 1", [0, 2, 3, 4]],
    ["cpu-set only-thread 0", [0, 1, 2, 3]],
    ["cpu-set only-cluster 0", [0, 1, 4, 5]],
    ["cpu-set only-node 0\ncpu-set drop-thread 1", [0, 1]],
  ] as const) {
    assert.deepEqual(places(lines, 1), [cpus], lines);
  }
  assert.deepEqual(places("cpu-set only-cpu 0\ncpu-map 1/2 5", 2), [[0], [5]]);
});
