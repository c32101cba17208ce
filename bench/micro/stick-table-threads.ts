/**
 * Two threads over one table of a million addresses: keys found, held, counted twice and given back
 * a second, by one thread and by two, on 1,000 keys that both use and on all of them. Run with
 * `node_modules/.bin/bun bench/micro/stick-table-threads.ts`.
 */
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { Arena, type Region } from "../../src/core/arena.ts";
import { IpAddress } from "../../src/core/ip.ts";
import { int32View } from "../../src/core/record.ts";
import { parseStickTableSpec, type StickTableSpec } from "../../src/stick-table/spec.ts";
import { StickTable } from "../../src/stick-table/table.ts";

const KEYS = 1_000_000;
const ROUNDS = 1_000_000;
const LINE = "type ip size 1100k expire 10m store gpc0,http_req_rate(10s),conn_cnt";
const spec = specOf(LINE);

interface Job {
  readonly region: Region;
  readonly keys: number;
  readonly seed: number;
}

function specOf(line: string): StickTableSpec {
  const parsed = parseStickTableSpec(line.split(" "));
  if ("error" in parsed) throw new Error(parsed.error);
  return parsed.spec;
}

/** Counts for random keys; the milliseconds it took. */
function count({ region, keys, seed }: Job): number {
  const table = StickTable.create(spec, region, { nowMs: 1000 });
  const [gpc0, rate] = [table.field("gpc0")!, table.field("http_req_rate")!];
  const addresses = Array.from({ length: keys }, (_, index) => IpAddress.v4(0x0a000000 + index));
  let state = seed;
  const rounds = (number: number): void => {
    for (let round = 0; round < number; round++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const entry = table.getOrCreate(addresses[(state >>> 8) % keys]!);
      table.count(entry, gpc0, 1);
      table.count(entry, rate, 1);
      table.release(entry);
    }
  };
  rounds(100_000);
  parentPort!.postMessage("ready");
  Atomics.wait(int32View(region), START_WORD, 0);
  const startMs = performance.now();
  rounds(ROUNDS);
  return performance.now() - startMs;
}

/** A word of the table's header that it does not use: threads begin when it is set. */
const START_WORD = 15;

async function run(threads: number, keys: number): Promise<string> {
  const region = new Arena().region("table", StickTable.sizeBytes(spec));
  const table = StickTable.create(spec, region, { nowMs: 1000 });
  for (let index = 0; index < KEYS; index++)
    table.release(table.getOrCreate(IpAddress.v4(0x0a000000 + index)));
  const workers = Array.from({ length: threads }, (_, index) => {
    const workerData: Job = { region, keys, seed: index + 1 };
    return new Worker(new URL(import.meta.url), { workerData });
  });
  const message = (worker: Worker): Promise<unknown> =>
    new Promise((take) => void worker.once("message", take));
  await Promise.all(workers.map(message));
  const ends = workers.map(message);
  const start = int32View(region);
  Atomics.store(start, START_WORD, 1);
  Atomics.notify(start, START_WORD);
  const spentMs = (await Promise.all(ends)).map(Number);
  await Promise.all(workers.map((worker) => worker.terminate()));
  const perSecond = spentMs.reduce((sum, ms) => sum + ROUNDS / ms / 1000, 0);
  const counted = table.read(table.peek(IpAddress.v4(0x0a000000)), table.field("gpc0")!);
  if (counted === 0 && keys < KEYS) throw new Error("nothing was counted");
  return `${perSecond.toFixed(2)} M/s`;
}

if (isMainThread) {
  for (const keys of [1000, KEYS]) {
    const [one, two] = [await run(1, keys), await run(2, keys)];
    console.log(`hits on ${keys.toLocaleString("en")} keys: one thread ${one}, two ${two}`);
  }
} else {
  parentPort!.postMessage(count(workerData as Job));
}
