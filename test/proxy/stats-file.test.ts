/** Counters over a restart: `dump stats-file` of one process is the `stats-file` of the next. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { get } from "../compat/configs.ts";
import { startSluice } from "../support/programs.ts";
import { request } from "../support/raw-client.ts";

const config = (global: string): string =>
  `global\n ${global}\ndefaults\n mode http\n timeout client 5s\n timeout connect 5s\n timeout server 5s\n` +
  "frontend fe\n guid id:fe\n option socket-stats\n bind 127.0.0.1:${P:fe} guid-prefix id:l\n http-request return status 200\n";

/** A column of the frontend or of its listener, as `show stat` tells them. */
function counted(csv: string, of: "FRONTEND" | "sock-1", column: string): string | undefined {
  const [header = "", ...rows] = csv.split("\n").map((row) => row.split(","));
  return rows.find(([, name]) => name === of)?.[header.indexOf(column)];
}

test("requests are counted on from where the process before was", async () => {
  await using first = await startSluice(config("nbthread 1"));
  for (let count = 0; count < 3; count++) await request(first.port("fe"), get("/"));
  const dump = await first.cli("dump stats-file");
  await using second = await startSluice(config("nbthread 1\n stats-file counters.txt"), {
    files: { "counters.txt": dump },
  });
  await request(second.port("fe"), get("/"));
  const csv = await second.cli("show stat");
  assert.equal(counted(csv, "FRONTEND", "req_tot"), "4");
  assert.equal(counted(csv, "sock-1", "stot"), "4");
  assert.match(dump, /\nid:fe,3,[^\n]*\nid:l-0,3,/);
});

test("a file that cannot be read is a warning", async () => {
  await using proxy = await startSluice(config("stats-file nothing.txt"));
  assert.match(proxy.output, /\[WARNING\] the stats file 'nothing.txt' cannot be read/);
});
