/** A thread of the stick-table thread tests: does its job over the table in `workerData`. */
import { workerData } from "node:worker_threads";
import type { Region } from "../../../src/core/arena.ts";
import { StickTable } from "../../../src/stick-table/table.ts";
import { fieldOf, specOf } from "./new-table.ts";

const { line, region, job, id, rounds } = workerData as {
  readonly line: string;
  readonly region: Region;
  readonly job: string;
  readonly id: number;
  readonly rounds: number;
};
const table = StickTable.create(specOf(line), region, { nowMs: 1000 });

function oneKey(): void {
  const [gpc0, bytes, rate, current] = ["gpc0", "bytes_in_cnt", "http_req_rate", "conn_cur"].map(
    (name) => fieldOf(table, name),
  );
  for (let i = 0; i < rounds; i++) {
    const entry = table.getOrCreate("shared");
    table.add(entry, current!, 1);
    table.add(entry, gpc0!, 1);
    table.add(entry, bytes!, 1_000_000);
    table.add(entry, rate!, 1);
    table.decrement(entry, current!);
    table.release(entry);
  }
}

function churn(): void {
  const gpc0 = fieldOf(table, "gpc0");
  let seed = id;
  for (let i = 0; i < rounds; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const entry = table.getOrCreate((seed >>> 8) % 150);
    if (entry === -1) continue;
    table.add(entry, gpc0, 1);
    if ((seed >>> 20) % 4 !== 0 || !table.remove(entry)) table.release(entry);
    if (i % 512 === 0) table.sweep();
  }
}

function words(): void {
  const field = fieldOf(table, "server_key");
  for (let i = 0; i < 200; i++) {
    const entry = table.getOrCreate(i);
    table.writeWord(entry, field, `server-${i % 50}`);
    table.release(entry);
  }
}

const JOBS: { readonly [name: string]: () => void } = { "one key": oneKey, churn, words };
JOBS[job]!();
