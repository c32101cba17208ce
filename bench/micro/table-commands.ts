/**
 * A table of 1,000,000 entries, filled by traffic, listed and cleared at the admin socket while
 * requests go on one after the other: how long each command takes and the longest wait of a request.
 * Sluice and haproxy. Run with `node_modules/.bin/bun bench/micro/table-commands.ts [KEYS]`;
 * SLUICE_BIN names the executable.
 */
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { startHaproxy, startSluice } from "../../test/support/programs.ts";
import type { Proxy } from "../../test/support/proxy.ts";
import { pipelinedLoad } from "./pipelined-load.ts";

const KEYS = Number(process.argv[2] ?? 1_000_000);
const SLOW_MS = 2000;

const config = `
defaults
    mode http
    timeout client 60s
frontend fe
    bind 127.0.0.1:\${P:fe}
    stick-table type string len 64 size 1100k expire 10m store gpc0,http_req_rate(10s),conn_cnt
    http-request track-sc0 hdr(x-key) if { hdr(x-key) -m found }
    http-request return status 200
`;

/** Waits of requests in ms, the longest first, as long as `work` takes. */
async function waitsDuring(port: number, work: Promise<unknown>): Promise<number[]> {
  const client = connect(port, "127.0.0.1");
  await once(client, "connect");
  const waits: number[] = [];
  let working = true;
  void work.finally(() => (working = false));
  while (working) {
    const startMs = performance.now();
    client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(client, "data");
    waits.push(performance.now() - startMs);
    await pause(1);
  }
  client.destroy();
  return waits.sort((a, b) => b - a);
}

/** Reads the whole answer; how long it is. */
async function answerBytes(proxy: Proxy, command: string): Promise<number> {
  const socket = connect(proxy.adminSocket);
  let bytes = 0;
  socket.on("data", (piece) => (bytes += piece.length));
  socket.write(`${command}\n`);
  await once(socket, "close");
  return bytes;
}

/** Asks, and reads nothing for a while. */
async function ignored(proxy: Proxy, command: string): Promise<void> {
  const socket = connect(proxy.adminSocket);
  socket.pause();
  socket.write(`${command}\n`);
  await pause(SLOW_MS);
  socket.destroy();
}

async function measure(name: string, proxy: Proxy): Promise<void> {
  const port = proxy.port("fe");
  const request = (key: number): string =>
    `GET / HTTP/1.1\r\nHost: a\r\nX-Key: user-${key}\r\n\r\n`;
  await pipelinedLoad(port, KEYS, request);
  const commands: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["nothing", () => pause(1000)],
    ["show table", () => answerBytes(proxy, "show table fe")],
    ["show table, filtered", () => answerBytes(proxy, "show table fe data.gpc0 gt 5")],
    ["show table, not read", () => ignored(proxy, "show table fe")],
    ["clear table, filtered", () => answerBytes(proxy, "clear table fe data.gpc0 gt 5")],
    ["clear table", () => answerBytes(proxy, "clear table fe")],
  ];
  for (const [title, run] of commands) {
    const startMs = performance.now();
    const [longest = 0] = await waitsDuring(port, run());
    const tookMs = performance.now() - startMs;
    console.log(
      `${name}: ${title}: ${tookMs.toFixed(0)} ms, longest wait ${longest.toFixed(1)} ms`,
    );
  }
}

for (const [name, start] of [
  ["sluice", startSluice],
  ["haproxy", startHaproxy],
] as const) {
  await using proxy = await start(config);
  await measure(name, proxy);
}
