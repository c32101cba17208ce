/** Tables that the socket changes while two threads count in them: nothing is lost or left over. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const config = `
global
    nbthread 2
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend fe
    bind 127.0.0.1:\${P:fe}
    stick-table type string len 16 size 1k expire 10m store gpc0,gpt0,http_req_cnt,conn_cur,http_req_rate(10m)
    http-request track-sc0 hdr(x-key)
    http-request sc-inc-gpc0(0)
    http-request return status 200
`;

const CLIENTS = 6;

/** Requests from several connections at once, so that both threads have some. */
async function count(proxy: Proxy, each: number, keyOf: (index: number) => string): Promise<void> {
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      using connection = await RawClient.connect(proxy.port("fe"));
      for (let index = 0; index < each; index++) {
        const key = keyOf(client * each + index);
        const answer = await connection.exchange(
          `GET / HTTP/1.1\r\nHost: a\r\nX-Key: ${key}\r\n\r\n`,
        );
        assert.equal(answer.status, 200);
      }
    }),
  );
}

/** Gives commands one after the other until the traffic ends; how many there were. */
async function during(traffic: Promise<void>, give: (round: number) => Promise<unknown>) {
  let running = true;
  const ended = traffic.finally(() => (running = false));
  let rounds = 0;
  while (running) await give(rounds++);
  await ended;
  return rounds;
}

/** The entry's data once nobody holds it. */
async function settled(proxy: Proxy, key: string): Promise<ReadonlyMap<string, number>> {
  const line = await until(async () => {
    const text = await proxy.cli(`show table fe key ${key}`);
    return text.includes(" use=0 ") && text;
  }, `the end of what holds ${key}`);
  return new Map(
    [...line.matchAll(/ ([a-z0-9_]+)(?:\(\d+\))?=(\d+)/g)].map(([, name, value]) => [
      name!,
      Number(value),
    ]),
  );
}

describe("tables changed under traffic", () => {
  test("a key counts exactly while others are set and cleared, and a set value stays", async () => {
    await using proxy = await startSluice(config);
    const each = 60;
    const rounds = await during(
      count(proxy, each, (index) => (index % 3 === 0 ? `gone${index % 20}` : "hot")),
      async (round) => {
        await proxy.cli(`set table fe key set data.gpc0 ${round} data.http_req_cnt ${2 * round}`);
        await proxy.cli(`set table fe key hot data.gpt0 ${round}`);
        await proxy.cli(`clear table fe key gone${round % 20}`);
        await proxy.cli("clear table fe data.http_req_cnt eq 1");
      },
    );
    const total = CLIENTS * each - (CLIENTS * each) / 3;
    const hot = await settled(proxy, "hot");
    for (const name of ["gpc0", "http_req_cnt", "http_req_rate"])
      assert.equal(hot.get(name), total, name);
    assert.deepEqual([hot.get("conn_cur"), hot.get("gpt0")], [0, rounds - 1]);
    if (rounds > 1) {
      const set = await settled(proxy, "set");
      assert.deepEqual(
        [set.get("gpc0"), set.get("http_req_cnt"), set.get("conn_cur")],
        [rounds - 1, 2 * (rounds - 1), 0],
      );
    }
  });

  test("a key that is cleared again and again ends whole and counts on", async () => {
    await using proxy = await startSluice(config);
    await during(
      count(proxy, 60, () => "hot"),
      () => proxy.cli("clear table fe"),
    );
    await until(
      async () => !/ use=[1-9]/.test(await proxy.cli("show table fe")),
      "the end of all streams",
    );
    await proxy.cli("clear table fe");
    assert.match(await proxy.cli("show table fe"), /^# table: fe, .*used:0\n\s*$/);
    await count(proxy, 10, () => "hot");
    const hot = await settled(proxy, "hot");
    assert.deepEqual(
      ["gpc0", "http_req_cnt", "conn_cur"].map((name) => hot.get(name)),
      [10 * CLIENTS, 10 * CLIENTS, 0],
    );
    assert.match(await proxy.cli("show table fe"), /used:1\n/);
  });
});
