/**
 * A stick table with 1,000,000 keys, of addresses and of strings of 64 bytes: memory an entry, keys
 * made, found and counted a second in one thread, and what a sweep takes when all expire together,
 * in all and for a slice. Run with `node_modules/.bin/bun bench/micro/stick-table.ts`.
 */
import { Arena } from "../../src/core/arena.ts";
import { IpAddress } from "../../src/core/ip.ts";
import type { TableKey } from "../../src/stick-table/key.ts";
import { parseStickTableSpec } from "../../src/stick-table/spec.ts";
import { StickTable } from "../../src/stick-table/table.ts";

const KEYS = 1_000_000;
const STORED = "expire 10m store gpc0,http_req_rate(10s),conn_cnt";

const makers: Readonly<Record<string, (index: number) => TableKey>> = {
  ip: (index) => IpAddress.v4((0x0a000000 + index) >>> 0),
  "string len 64": (index) => `user-${index}`.padEnd(64, "x"),
};

function megabytes(): number {
  return process.memoryUsage().rss / 2 ** 20;
}

/** Millions a second. */
function rate(count: number, sinceMs: number): string {
  return `${(count / (performance.now() - sinceMs) / 1000).toFixed(2)} M/s`;
}

for (const [type, keyOf] of Object.entries(makers)) {
  const parsed = parseStickTableSpec(`type ${type} size 1100k ${STORED}`.split(" "));
  if ("error" in parsed) throw new Error(parsed.error);
  const clock = { nowMs: 1000 };
  const region = new Arena().region("table", StickTable.sizeBytes(parsed.spec));
  const table = StickTable.create(parsed.spec, region, clock);
  const keys = Array.from({ length: KEYS }, (_, index) => keyOf(index));
  const before = megabytes();
  let start = performance.now();
  for (const key of keys) table.release(table.getOrCreate(key));
  console.log(`${type}: made ${rate(KEYS, start)}`);
  const perEntry = ((megabytes() - before) * 2 ** 20) / KEYS;
  const laidOut = StickTable.sizeBytes(parsed.spec) / parsed.spec.size;
  console.log(`  ${perEntry.toFixed(0)} bytes an entry by RSS, ${laidOut.toFixed(0)} laid out`);
  start = performance.now();
  for (const key of keys) {
    const entry = table.getOrCreate(key);
    for (const field of table.fields) table.add(entry, field, 1);
    table.release(entry);
  }
  console.log(`  found and counted three times ${rate(KEYS, start)}`);
  clock.nowMs += 600_000;
  const slicesMs: number[] = [];
  let more = true;
  start = performance.now();
  while (more) {
    const sliceStart = performance.now();
    more = table.sweep();
    slicesMs.push(performance.now() - sliceStart);
  }
  const totalMs = performance.now() - start;
  slicesMs.sort((a, b) => a - b);
  const [median, longest] = [slicesMs[slicesMs.length >> 1]!, slicesMs.at(-1)!];
  console.log(
    `  swept in ${totalMs.toFixed(0)} ms: ${slicesMs.length} slices, ` +
      `median ${median.toFixed(2)} ms, longest ${longest.toFixed(2)} ms`,
  );
}
