import assert from "node:assert/strict";
import { test } from "node:test";
import { infoEntries, infoToText } from "../../../src/stats/info.ts";
import { infoToJson } from "../../../src/stats/json.ts";
import { Rate, Slot } from "../../../src/stats/slots.ts";
import { infoToTyped } from "../../../src/stats/typed.ts";
import { info } from "./world.ts";

/** The names in the order of haproxy 2.6. */
const NAMES =
  "Name|Version|Release_date|Nbthread|Nbproc|Process_num|Pid|Uptime|Uptime_sec|Memmax_MB|PoolAlloc_MB|PoolUsed_MB|PoolFailed|Ulimit-n|Maxsock|Maxconn|Hard_maxconn|CurrConns|CumConns|CumReq|MaxSslConns|CurrSslConns|CumSslConns|Maxpipes|PipesUsed|PipesFree|ConnRate|ConnRateLimit|MaxConnRate|SessRate|SessRateLimit|MaxSessRate|SslRate|SslRateLimit|MaxSslRate|SslFrontendKeyRate|SslFrontendMaxKeyRate|SslFrontendSessionReuse_pct|SslBackendKeyRate|SslBackendMaxKeyRate|SslCacheLookups|SslCacheMisses|CompressBpsIn|CompressBpsOut|CompressBpsRateLim|Tasks|Run_queue|Idle_pct|node|description|Stopping|Jobs|Unstoppable Jobs|Listeners|ActivePeers|ConnectedPeers|DroppedLogs|BusyPolling|FailedResolutions|TotalBytesOut|TotalSplicdedBytesOut|BytesOutRate|DebugCommandsIssued|CumRecvLogs|Build info|Memmax_bytes|PoolAlloc_bytes|PoolUsed_bytes|Start_time_sec|Tainted".split(
    "|",
  );

const facts = info();
facts.counters.enter();
facts.counters.add(Slot.connTot, 12);
facts.counters.add(Slot.droppedLogs, 2);
facts.counters.add(Slot.timers, 7);
facts.counters.countRate(Rate.connection, 999_900);
const entries = infoEntries(facts);

test("the rows come in HAProxy's order with the process's values", () => {
  const lines = infoToText(entries, false).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => line.split(": ")[0]),
    NAMES,
  );
  for (const line of [
    "Name: Sluice",
    "Uptime: 1d 2h03m04s",
    "Uptime_sec: 93784",
    "CurrConns: 1",
    "CumConns: 12",
    "ConnRate: 1",
    "DroppedLogs: 2",
    "Jobs: 8",
    "description: my <desc>",
    "PoolUsed_bytes: 55128",
  ])
    assert.ok(lines.includes(line), line);
});

test("typed positions leave room for zlib's rows, as HAProxy numbers them", () => {
  const lines = infoToTyped(entries, false).trimEnd().split("\n");
  assert.ok(lines.includes("44.CompressBpsRateLim.1:CLP:u32:0"));
  assert.ok(lines.includes("47.Tasks.1:MGP:u32:7"));
  assert.ok(lines.includes("71.Tainted.1:SGP:str:0"));
});

test("desc adds the description", () => {
  assert.ok(infoToText(entries, true).startsWith('Name: Sluice:"Product name"\n'));
});

test("json describes each value", () => {
  assert.deepEqual((JSON.parse(infoToJson(entries)) as object[])[6], {
    field: { pos: 6, name: "Pid" },
    processNum: 1,
    tags: { origin: "Status", nature: "Gauge", scope: "Process" },
    value: { type: "u32", value: 4242 },
  });
});
