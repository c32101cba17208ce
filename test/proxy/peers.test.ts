/** Two processes that share tables: what is set at one is known at the other. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { haproxyVersion, startHaproxy, startSluice } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";

const config = (local: string, nbthread: number): string => `
global
    localpeer ${local}
    nbthread ${nbthread}
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
peers mp
    peer A 127.0.0.1:\${P:a}
    peer B 127.0.0.1:\${P:b}
    table t type string len 20 size 100 expire 60s store gpc0,gpc0_rate(10s)
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc0 path table mp/t
    http-request track-sc1 int(7) table numbers
    http-request sc-inc-gpc0(0)
    http-request return status 200
backend numbers
    stick-table type integer size 100 expire 60s peers mp store http_req_cnt
`;

async function get(port: number, path: string): Promise<void> {
  using client = await RawClient.connect(port);
  await client.exchange(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
}

const programs = [
  ["Sluice", startSluice, 1],
  ["Sluice with two threads", startSluice, 2],
  ...(haproxyVersion() === null ? [] : [["HAProxy", startHaproxy, 1] as const]),
] as const;

describe("peers", () => {
  for (const [name, start, nbthread] of programs) {
    test(`Sluice and ${name} tell each other what they count`, async () => {
      await using one = await startSluice(config("A", 1));
      await get(one.port("fe"), "/before");
      const ports = { a: one.port("a"), b: one.port("b") };
      await using other = await start(config("B", nbthread), { ports });
      await until(
        async () => /key=\/before .*gpc0=1 /.test(await other.cli("show table mp/t")),
        "the other one learns what was",
      );
      await get(other.port("fe"), "/there");
      await until(
        async () => /key=\/there .*gpc0=1 /.test(await one.cli("show table mp/t")),
        "this one learns what was counted there",
      );
      await get(one.port("fe"), "/here");
      await until(
        async () => /key=\/here .*gpc0=1 /.test(await other.cli("show table mp/t")),
        "the other one learns what was counted here",
      );
      await one.cli("set table numbers key 9 data.http_req_cnt 300");
      await until(
        async () => /key=9 .*http_req_cnt=300/.test(await other.cli("show table numbers")),
        "numbers and their keys arrive",
      );
      assert.match(await one.cli("show peers mp"), /id=B\(remote,active\) .*last_status=ESTA/);
    });
  }

  test("a hello that is wrong is answered with its status", async () => {
    await using proxy = await startSluice(config("A", 1));
    const cases = [
      ["GET / HTTP/1.0\r\n", "501\n"],
      ["HAProxyS 3.0\nA\nB 1 1\n", "502\n"],
      ["HAProxyS 2.1\nX\nB 1 1\n", "503\n"],
      ["HAProxyS 2.1\nA\nX 1 1\n", "504\n"],
    ] as const;
    for (const [hello, answer] of cases) {
      using client = await RawClient.connect(proxy.port("a"));
      client.send(hello);
      assert.equal(await client.readAll(), answer);
    }
  });
});
