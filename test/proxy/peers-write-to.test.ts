/** `write-to` and `recv-only` (3.0): what a process keeps of what another one tells. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { haproxyVersion, startHaproxy, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";

const sections = (local: string): string => `
global
    localpeer ${local}
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
peers mp
    peer A 127.0.0.1:\${P:a}
    peer B 127.0.0.1:\${P:b}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request return status 200
`;

/** Tells of its keys. */
const teller = `${sections("B")}
backend t
    stick-table type string len 20 size 100 expire 60s peers mp store gpt0,gpc0,server_id,conn_cur
backend last
    stick-table type string len 20 size 100 expire 60s peers mp store gpc0,conn_cur
`;

/** Writes what it is told into another table as well. */
const listener = `${sections("A")}
backend t
    stick-table type string len 20 size 100 expire 60s peers mp recv-only write-to copy store gpt0,gpc0,server_id,conn_cur
backend copy
    stick-table type string len 20 size 100 expire 60s store gpt0,gpc0,server_id,conn_cur
backend last
    stick-table type string len 20 size 100 expire 60s peers mp store gpc0,conn_cur
`;

/** The data of a key in a table; undefined when it is not there. */
async function dataOf(proxy: Proxy, table: string, key: string): Promise<string | undefined> {
  const text = await proxy.cli(`show table ${table} key ${key}`);
  return / key=\S+ use=\d+ exp=\d+(?: shard=\d+)? (.*)/.exec(text)?.[1];
}

const [major = 0] = haproxyVersion() ?? [];
const programs = [
  ["Sluice", startSluice],
  ...(major >= 3 ? [["HAProxy", startHaproxy] as const] : []),
] as const;

describe("tables that take what peers tell", () => {
  for (const [tellerName, startTeller] of programs) {
    for (const [listenerName, startListener] of programs) {
      test(`${listenerName} writes on what ${tellerName} tells`, async () => {
        await using one = await startListener(listener);
        const ports = { a: one.port("a"), b: one.port("b") };
        await using other = await startTeller(teller, { ports });
        const values = "data.gpt0 3 data.gpc0 5 data.server_id 7 data.conn_cur 4";
        await other.cli(`set table t key told ${values}`);
        await until(
          async () => (await dataOf(one, "t", "told"))?.includes("gpc0=5"),
          "the key that was told",
        );
        assert.equal(await dataOf(one, "t", "told"), "server_id=7 gpt0=3 gpc0=5 conn_cur=4");
        // A counter would count twice there; tags and servers go on.
        assert.equal(await dataOf(one, "copy", "told"), "server_id=7 gpt0=3 gpc0=0 conn_cur=0");
        // Without recv-only the connections of the moment are those of this process alone.
        await other.cli("set table last key told data.gpc0 5 data.conn_cur 4");
        await until(async () => dataOf(one, "last", "told"), "the key of the other table");
        assert.equal(await dataOf(one, "last", "told"), "gpc0=5 conn_cur=0");
        // What is changed here is told all the same.
        await one.cli("set table t key own data.gpt0 3");
        await until(async () => dataOf(other, "t", "own"), "the key that was set here");
        assert.equal(await dataOf(one, "copy", "own"), undefined);
      });
    }
  }
});
