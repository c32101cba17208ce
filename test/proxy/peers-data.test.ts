/** Everything that a table can hold goes from peer to peer, in both directions, for keys of every type. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/deadline.ts";
import { type Origin, startOrigin } from "../support/origin.ts";
import { haproxyVersion, startHaproxy, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const COUNTS = (
  "gpt0 gpc0 gpc1 conn_cnt sess_cnt http_req_cnt http_err_cnt http_fail_cnt bytes_in_cnt " +
  "bytes_out_cnt gpc0_rate gpc1_rate conn_rate sess_rate http_req_rate http_err_rate " +
  "http_fail_rate bytes_in_rate bytes_out_rate"
).split(" ");
const STORED = [
  ...COUNTS.map((name) => (name.endsWith("_rate") ? `${name}(1h)` : name)),
  "server_id,server_key,conn_cur",
].join(",");

/** A key of each type. */
const KEYS: Readonly<Record<string, string>> = {
  ip: "10.255.0.1",
  ipv6: "2001:db8::1",
  integer: "4294967295",
  string: "a=b",
};
const TABLES = Object.keys(KEYS).flatMap((type) => [`${type}-counts`, `${type}-arrays`]);

const config = (local: string, origin: Origin): string => `
global
    localpeer ${local}
    nbthread 1
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
peers mp
    peer A 127.0.0.1:\${P:a}
    peer B 127.0.0.1:\${P:b}
${Object.keys(KEYS)
  .map(
    (type) => `
    table ${type}-counts type ${type} size 100 expire 60m store ${STORED}
    table ${type}-arrays type ${type} size 100 expire 60m store gpt(5),gpc(5),gpc_rate(5,1h)`,
  )
  .join("")}
    table binary type binary len 4 size 100 expire 60m store gpc0
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc0 path table mp/string-arrays
    http-request sc-inc-gpc(3,0)
    http-request sc-set-gpt(4,0) int(77)
    http-request track-sc1 path table mp/binary
    http-request sc-inc-gpc0(1)
    default_backend be
backend be
    stick on path table mp/string-counts
    server s 127.0.0.1:${origin.port}
`;

/** Numbers of all sizes that the protocol writes in its ways. */
const NUMBERS = [1, 239, 240, 2287, 2288, 100_000, 4_000_000_000];

async function fill(proxy: Proxy): Promise<void> {
  const counts = COUNTS.map((name, at) => `data.${name} ${NUMBERS[at % NUMBERS.length]!}`);
  for (const [type, key] of Object.entries(KEYS)) {
    await proxy.cli(`set table mp/${type}-counts key ${key} ${counts.join(" ")}`);
    await proxy.cli(
      `set table mp/${type}-arrays key ${key} data.gpt 7 data.gpc 300 data.gpc_rate 9`,
    );
  }
  using client = await RawClient.connect(proxy.port("fe"));
  await client.exchange("GET /stuck HTTP/1.1\r\nHost: a\r\n\r\n");
}

/** What a table holds, without what is each program's own. */
async function held(proxy: Proxy, table: string): Promise<string> {
  const dump = await proxy.cli(`show table mp/${table}`);
  const entries = dump.split("\n").filter((line) => line.includes("key="));
  return entries
    .map((line) => line.replaceAll(/^0x\w+: | (exp|shard|use|conn_cur)=\d+/g, ""))
    .toSorted()
    .join("\n");
}

const other =
  haproxyVersion() === null
    ? { name: "another Sluice", start: startSluice }
    : { name: "HAProxy", start: startHaproxy };

for (const isSender of [true, false]) {
  const [from, to] = isSender ? ["Sluice", other.name] : [other.name, "Sluice"];
  test(`${from} tells ${to} everything`, async () => {
    await using origin = await startOrigin();
    await using one = await startSluice(config("A", origin));
    const ports = { a: one.port("a"), b: one.port("b") };
    await using two = await other.start(config("B", origin), { ports });
    const [sender, receiver] = isSender ? [one, two] : [two, one];
    await fill(sender);
    for (const table of [...TABLES, "binary"]) {
      const sent = await held(sender, table);
      assert.match(sent, /key=/);
      const arrived = async (): Promise<boolean> => (await held(receiver, table)) === sent;
      await until(arrived, `${table} of the receiver to hold ${sent}`);
    }
  });
}
