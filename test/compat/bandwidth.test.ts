/** Bandwidth limits: what arrives, and that it takes its time, within a wide margin. */
import assert from "node:assert/strict";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const BODY_BYTES = 60_000;

const config = `
${httpDefaults}

frontend fe
    bind 127.0.0.1:\${P:fe}
    filter bwlim-out own default-limit 20k default-period 200ms
    filter bwlim-out pieces default-limit 20k default-period 200ms min-size 4k
    filter bwlim-out shared limit 20k key src table rates
    filter bwlim-in up default-limit 20k default-period 200ms
    http-request set-var(txn.path) path
    http-request set-bandwidth-limit own if { path /own }
    http-request set-bandwidth-limit own limit int(30000) period 300ms if { path /set }
    http-request set-bandwidth-limit own limit 0 if { path /zero }
    http-request set-bandwidth-limit pieces if { path /pieces }
    http-request set-bandwidth-limit shared if { path /shared }
    http-request set-bandwidth-limit up if { path /up }
    default_backend be

backend be
    tcp-response content set-bandwidth-limit late if { var(txn.path) -m str /tcp }
    filter bwlim-out late default-limit 20k default-period 200ms
    http-response set-bandwidth-limit late if { var(txn.path) -m str /late }
    server s 127.0.0.1:\${P:web}

backend rates
    stick-table type ip size 1k expire 1m store bytes_out_rate(200ms)
`;

const body = "z".repeat(BODY_BYTES);
const origins = {
  web: () => `HTTP/1.1 200 OK\r\nContent-Length: ${BODY_BYTES}\r\n\r\n${body}`,
};

async function timed<Result>(run: () => Promise<Result>, leastMs: number): Promise<Result> {
  const startMs = performance.now();
  const result = await run();
  const tookMs = performance.now() - startMs;
  assert.ok(tookMs >= leastMs, `took ${Math.round(tookMs)} ms of at least ${leastMs}`);
  assert.ok(tookMs < leastMs + 2500, `took ${Math.round(tookMs)} ms of ${leastMs}`);
  return result;
}

const asking = (side: Side, target: string): Promise<string> =>
  side.sendAll("fe", get(target, "Connection: close\r\n"), 10_000);

const down =
  (target: string, leastMs: number): Case =>
  (side) =>
    timed(() => asking(side, target), leastMs);

compareArea(
  "bandwidth limits",
  { config, origins, since: "3.2" },
  {
    "without a limit": down("/none", 0),
    // The first 20 kB go at once, 40 kB more at 100 kB/s.
    "of a stream": down("/own", 350),
    "in larger pieces": down("/pieces", 350),
    "set by the rule": down("/set", 250),
    "a limit of 0 is the default": down("/zero", 350),
    "set by an http-response rule": down("/late", 350),
    "set by a tcp-response rule": down("/tcp", 350),
    // 120 kB together.
    shared: (side) =>
      timed(() => Promise.all([asking(side, "/shared"), asking(side, "/shared")]), 900),
    "of a request": (side) =>
      timed(async () => {
        const head = `POST /up HTTP/1.1\r\nHost: h\r\nConnection: close\r\n`;
        const sent = `${head}Content-Length: ${BODY_BYTES}\r\n\r\n${body}`;
        const answer = await side.sendAll("fe", sent, 10_000);
        return [answer.length, side.seen("web")];
      }, 350),
  },
);
