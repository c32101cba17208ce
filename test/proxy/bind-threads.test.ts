/** `thread` and `shards` of `bind` lines: connections are served by the threads that the lines name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/deadline.ts";
import { valueOf } from "../support/http-reading.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

const config = (binds: string): string => `
global
    nbthread 3
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend fe
    option socket-stats
    ${binds}
    http-request return status 200 hdr x-thread %[thread] hdr x-listener %[so_name]
`;

/** Thread and listener of a connection. */
async function servedBy(client: RawClient): Promise<string> {
  const answer = await client.exchange(GET);
  client.close();
  return `${valueOf(answer, "x-listener")} on ${valueOf(answer, "x-thread")}`;
}

async function servedByAll(proxy: Proxy, name: string, connections: number): Promise<string[]> {
  const seen: Set<string> = new Set();
  for (let at = 0; at < connections; at++) {
    seen.add(await servedBy(await RawClient.connect(proxy.port(name))));
  }
  return [...seen].sort();
}

/** Listeners of the frontend in `show stat`, with the connections that each has had. */
async function listeners(proxy: Proxy): Promise<readonly (readonly [string, number])[]> {
  const rows = (await proxy.cli("show stat")).split("\n").map((row) => row.split(","));
  const own = rows.filter(([name, server]) => name === "fe" && server !== "FRONTEND");
  return own.map((row) => [row[1]!, Number(row[7])] as const);
}

test("a line of one thread is served by that thread, lines beside it by theirs", async () => {
  await using proxy = await startSluice(
    config(
      "bind 127.0.0.1:${P:two} name two thread 2\n" +
        "bind 127.0.0.1:${P:parted} name even thread even\n" +
        "bind 127.0.0.1:${P:parted} name odd thread 1/1,1/3",
    ),
  );
  assert.deepEqual(await servedByAll(proxy, "two", 20), ["two on 1"]);
  const seen: Set<string> = new Set();
  await until(async () => {
    for (const one of await servedByAll(proxy, "parted", 5)) seen.add(one);
    return seen.size >= 3;
  }, "connections on all three threads");
  assert.deepEqual([...seen].sort(), ["even on 1", "odd on 0", "odd on 2"]);
  const rows = await listeners(proxy);
  assert.deepEqual(
    rows.map(([name]) => name),
    ["two", "even", "odd"],
  );
  assert.equal(rows[0]![1], 20);
});

test("threads keep their lines through a reload", async () => {
  await using proxy = await startSluice(config("bind 127.0.0.1:${P:two} name two thread 2"));
  assert.equal(await proxy.cli("reload"), "Success=1\n\n");
  assert.deepEqual(await servedByAll(proxy, "two", 10), ["two on 1"]);
});

test("shards are sockets of some threads each", async () => {
  await using proxy = await startSluice(config("bind 127.0.0.1:${P:fe} name fe shards 2"));
  const seen: Set<string> = new Set();
  await until(async () => {
    for (const one of await servedByAll(proxy, "fe", 5)) seen.add(one);
    return (await listeners(proxy)).every(([, connections]) => connections > 0) && seen.size >= 2;
  }, "connections at both shards");
  assert.equal((await listeners(proxy)).length, 2);
});

test("one shard is one socket, for as many threads as there are", async () => {
  await using proxy = await startSluice(
    config("bind 127.0.0.1:${P:fe} name fe shards by-group thread 2-3"),
  );
  const seen = await servedByAll(proxy, "fe", 20);
  assert.ok(
    seen.every((one) => one === "fe on 1" || one === "fe on 2"),
    seen.join(),
  );
  assert.deepEqual(await listeners(proxy), [["fe", 20]]);
});

test("a unix socket of one thread is served by that thread", async () => {
  await using proxy = await startSluice(config("bind unix@two.sock name two thread 2"));
  const served = await servedBy(await RawClient.connect(`${proxy.folder}/two.sock`));
  assert.equal(served, "two on 1");
});
