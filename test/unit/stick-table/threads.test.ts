import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Arena } from "../../../src/core/arena.ts";
import { StickTable } from "../../../src/stick-table/table.ts";
import { fieldOf, keysOf, specOf } from "./new-table.ts";

const ROUNDS = 100_000;

/** Runs two threads of the worker program over one table and returns the table. */
async function hammer(line: string, job: string): Promise<StickTable> {
  const spec = specOf(line);
  const region = new Arena().region("table", StickTable.sizeBytes(spec));
  const program = new URL("./threads-worker.ts", import.meta.url);
  const ends = [1, 2].map(
    (id) =>
      new Promise<void>((resolve, reject) => {
        const worker = new Worker(program, {
          workerData: { line, region, job, id, rounds: ROUNDS },
        });
        worker.on("error", reject);
        worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))));
      }),
  );
  await Promise.all(ends);
  return StickTable.create(spec, region, { nowMs: 1000 });
}

test("two threads that hammer one key count exactly", async () => {
  const line = "type string size 100 expire 1h store gpc0,bytes_in_cnt,http_req_rate(1h),conn_cur";
  const table = await hammer(line, "one key");
  const entry = table.lookup("shared");
  assert.equal(table.read(entry, fieldOf(table, "gpc0")), 2 * ROUNDS);
  assert.equal(table.read(entry, fieldOf(table, "bytes_in_cnt")), 2 * ROUNDS * 1_000_000);
  assert.equal(table.read(entry, fieldOf(table, "http_req_rate")), 2 * ROUNDS);
  assert.equal(table.read(entry, fieldOf(table, "conn_cur")), 0);
  assert.equal(table.heldCount(entry), 1);
  assert.equal(table.used, 1);
});

test("two threads that make, evict and remove keys leave a whole table", async () => {
  const table = await hammer("type integer size 64 expire 1h store gpc0", "churn");
  const keys = keysOf(table);
  assert.equal(keys.length, table.used);
  assert.equal(new Set(keys).size, keys.length);
  assert.ok(table.used <= 64);
  for (const key of keys) {
    const entry = table.lookup(Number(key));
    assert.notEqual(entry, -1, key);
    assert.equal(table.heldCount(entry), 1, key);
    assert.equal(table.remove(entry), true);
  }
  assert.equal(table.used, 0);
  const made = Array.from({ length: 64 }, (_, i) => table.getOrCreate(1000 + i));
  assert.equal(new Set(made).size, 64);
  assert.equal(table.getOrCreate(5000), -1);
});

test("two threads give a server key the same number", async () => {
  const table = await hammer("type integer size 1000 store server_key", "words");
  const field = fieldOf(table, "server_key");
  for (let i = 0; i < 200; i++) {
    const entry = table.lookup(i);
    assert.equal(table.readWord(entry, field), `server-${i % 50}`);
    assert.equal(table.read(entry, field), table.read(table.lookup(i % 50), field));
  }
});
