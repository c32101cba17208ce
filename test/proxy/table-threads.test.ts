/** Four threads count for one key while others come and go in the same small table: nothing is lost. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/deadline.ts";
import { startSluice } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";

const THREADS = 4;
const CONNECTIONS = 24;
const REQUESTS_EACH = 60;

const config = `
global
    nbthread ${THREADS}
    tune.stick-counters 4
defaults
    mode http
    timeout client 20s
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc0 str(hot) table hot
    http-request track-sc1 str(hot) table arrays
    http-request track-sc2 path table small
    http-request track-sc3 int(7) table numbers
    http-request sc-inc-gpc(1,1)
    http-request sc-add-gpc(2,1) int(3)
    http-request sc-inc-gpc0(0) if { rand(2) ge 0 }
    http-request sc-set-gpt(0,1) int(9)
    http-request return status 200 hdr x-key "%[sc_get_gpc(1,1)]"
backend hot
    stick-table type string len 8 size 10 expire 10m store gpc0,http_req_cnt,http_req_rate(10m),conn_cur,bytes_in_cnt
backend arrays
    stick-table type string len 8 size 10 expire 10m store gpc(4),gpc_rate(4,10m),gpt(1)
backend small
    stick-table type string len 32 size 8 expire 10m store http_req_cnt
backend numbers
    stick-table type integer size 10 store http_req_cnt,sess_cnt
`;

const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

test("all counters of all threads are exact", async () => {
  await using proxy = await startSluice(config);
  const counts: number[] = [];
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, connection) => {
      using client = await RawClient.connect(proxy.port("fe"));
      for (let batch = 0; batch < REQUESTS_EACH; batch += 10) {
        const paths = Array.from({ length: 10 }, (__, at) => `/${connection}/${batch + at}`);
        client.send(paths.map(request).join(""));
        for (let answer = 0; answer < paths.length; answer++) {
          const { head } = await client.readResponse();
          counts.push(Number(/x-key: (\d+)/.exec(head)?.[1]));
        }
      }
    }),
  );
  const total = CONNECTIONS * REQUESTS_EACH;
  // Each request saw its own increment or later ones, and somebody saw them all.
  assert.equal(counts.length, total);
  assert.equal(Math.max(...counts), total);
  const entryOf = async (table: string): Promise<string> =>
    `${(await proxy.cli(`show table ${table}`)).split("\n")[1]} `;
  const hot = await until(async () => {
    const entry = await entryOf("hot");
    return entry.includes(" use=0 ") ? entry : undefined;
  }, "the end of all streams");
  for (const counted of ["gpc0", "http_req_cnt", "http_req_rate(600000)"])
    assert.ok(hot.includes(` ${counted}=${total} `), hot);
  assert.ok(hot.includes(" conn_cur=0 "), hot);
  const arrays = await entryOf("arrays");
  for (const counted of [`gpc1=${total}`, `gpc2=${3 * total}`, "gpc0=0", "gpt0=9"])
    assert.ok(arrays.includes(` ${counted} `), arrays);
  assert.ok(arrays.includes(` gpc1_rate(600000)=${total} `), arrays);
  assert.ok((await entryOf("numbers")).includes(` http_req_cnt=${total} `));
  assert.match(await proxy.cli("show table small"), /^# table: small, .* used:[1-8]\n/);
});
