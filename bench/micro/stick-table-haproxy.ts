/**
 * The table of stick-table.ts behind traffic, in Sluice and in haproxy: each distinct header value
 * is a key. CPU time a request without tracking, with a new key, with one of 1,000 known keys, and
 * with seven fetches of its rate besides; memory an entry by RSS. One thread each. Run with
 * `node_modules/.bin/bun bench/micro/stick-table-haproxy.ts [KEYS]`; SLUICE_BIN names the executable.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../../test/support/ports.ts";
import { costOf } from "../measure.ts";
import { type Contender, contenders } from "../programs.ts";
import type { Place, Scenario } from "../scenarios.ts";
import { pipelinedLoad } from "./pipelined-load.ts";

const KEYS = Number(process.argv[2] ?? 1_000_000);
const HOT_KEYS = 1000;
const HITS = 300_000;
const READS = 7;

const keysOf: Readonly<Record<string, (index: number) => string>> = {
  ip: (index) => `10.${index >>> 16}.${(index >>> 8) & 255}.${index & 255}`,
  "string len 64": (index) => `user-${index}`.padEnd(64, "x"),
};

const config = (type: string, { port }: Place): string => `global
    nbthread 1
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
frontend fe
    bind 127.0.0.1:${port}
    stick-table type ${type} size 1100k expire 10m store gpc0,http_req_rate(10s),conn_cnt
    http-request track-sc0 ${type === "ip" ? "hdr_ip" : "hdr"}(x-key) unless { path /plain }
    http-request return status 200 unless { path /read }
${"    http-request deny if { sc_http_req_rate(0) gt 1000000000 }\n".repeat(READS)}
    http-request return status 200
`;

const request = (path: string, key: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\nX-Key: ${key}\r\n\r\n`;

async function measure(contender: Contender, type: string, folder: string): Promise<string> {
  const [port = 0] = await freePorts(1);
  const place: Place = { port, originPort: port, folder, certificate: "" };
  const scenario: Scenario = {
    name: "stick-table",
    title: type,
    haproxy: (where) => config(type, where),
    nginx: undefined,
    nodeProxy: undefined,
    scheme: "http",
    path: "/",
    connections: 0,
    headers: [],
    idleConnections: 0,
  };
  const running = await contender.start(scenario, place)!;
  const keyOf = keysOf[type]!;
  const phase = async (path: string, count: number, keys: number): Promise<Phase> => {
    const before = costOf(running.pid);
    const startMs = performance.now();
    await pipelinedLoad(port, count, (index) => request(path, keyOf(index % keys)));
    const perSecond = (count * 1000) / (performance.now() - startMs);
    const after = costOf(running.pid);
    return {
      cpuUs: (after.cpuUs - before.cpuUs) / count,
      perSecond,
      rssBytes: after.rssBytes - before.rssBytes,
    };
  };
  try {
    for (const path of ["/plain", "/count", "/read"]) await phase(path, 100_000, HOT_KEYS);
    const plain = await phase("/plain", HITS, HOT_KEYS);
    const fill = await phase("/count", KEYS, KEYS);
    const hits = await phase("/count", HITS, HOT_KEYS);
    const reads = await phase("/read", HITS, HOT_KEYS);
    const cost = ({ cpuUs, perSecond }: Phase): string =>
      `${cpuUs.toFixed(2)} us (${Math.round(perSecond / 1000)}k/s)`;
    return (
      `plain ${cost(plain)}, new key ${cost(fill)}, known key ${cost(hits)}, ` +
      `with ${READS} reads ${cost(reads)}; ${(fill.rssBytes / KEYS).toFixed(0)} bytes an entry`
    );
  } finally {
    await running.stop();
  }
}

interface Phase {
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly rssBytes: number;
}

const folder = mkdtempSync(join(tmpdir(), "stick-table-"));
try {
  for (const type of Object.keys(keysOf)) {
    for (const contender of contenders) {
      if (contender.name !== "sluice" && contender.name !== "haproxy") continue;
      const result = contender.absent ?? (await measure(contender, type, folder));
      console.log(`${type}, ${contender.name}: ${result}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
