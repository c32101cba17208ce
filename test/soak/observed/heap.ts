/**
 * What a thread's heap holds once its collector has run. SIGWINCH asks: every thread collects, then
 * writes `heap-THREAD-SERIAL.json` to the folder that SOAK_HEAPS names, the serial counting the
 * signals. Counts by class come from the snapshot of the heap, so what is alive is known by name.
 */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { heapStats } from "bun:jsc";

const channel = new BroadcastChannel("soak heaps");
const folder = process.env["SOAK_HEAPS"] ?? ".";
/** A node of a snapshot is its id, its size, its class and its flags. */
const nodeWords = 4;
const sizeWord = 1;
const classWord = 2;
let serial = 0;

function countByClass(): Record<string, { count: number; bytes: number }> {
  const { nodes, nodeClassNames } = Bun.generateHeapSnapshot("jsc");
  const classes: Record<string, { count: number; bytes: number }> = {};
  for (let at = 0; at < nodes.length; at += nodeWords) {
    const name = nodeClassNames[nodes[at + classWord]!] ?? "?";
    const known = (classes[name] ??= { count: 0, bytes: 0 });
    known.count++;
    known.bytes += nodes[at + sizeWord]!;
  }
  return classes;
}

function tell(): void {
  const classes = countByClass();
  Bun.gc(true);
  const { heapSize, extraMemorySize, objectCount } = heapStats();
  const text = JSON.stringify({ heapSize, extraMemorySize, objectCount, classes });
  const path = join(folder, `heap-${threadId}-${++serial}.json`);
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

/** On the first thread: passes the question on, and answers it. */
export function askHeaps(): void {
  channel.unref();
  process.on("SIGWINCH", () => {
    channel.postMessage(null);
    tell();
  });
}

/** On any other thread. */
export function tellHeap(): void {
  channel.unref();
  channel.addEventListener("message", tell);
}
