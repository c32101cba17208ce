/**
 * Two data-path threads: what is changed at the admin socket, or by a rule in a variable of the
 * process, holds on both. One keep-alive connection to each thread tells.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const config = `
global
    nbthread 2
    set-var proc.start int(40),add(2)
    set-var-fmt proc.same "%[uuid]"
defaults
    mode http
    timeout connect 2s
    timeout client 20s
    timeout server 5s
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(proc.seen) path,field(3,/) if { path_beg /set/ }
    http-request set-var(proc.from) src if { path_beg /set/ }
    http-request unset-var(proc.seen) if { path /unset }
    acl listed path -f paths.lst
    http-request deny status 403 if listed
    http-request return status 200 hdr thread %[thread] content-type text/plain lf-string "%[path,map(hosts.map,none)]|%[var(proc.start)]|%[var(proc.same)]|%[var(proc.seen)]|%[var(proc.from)]"
`;

/** A connection to a thread, which answers request after request. */
class Lane {
  readonly thread: string;
  readonly client: RawClient;

  constructor(thread: string, client: RawClient) {
    this.thread = thread;
    this.client = client;
  }

  static async open(port: number): Promise<Lane> {
    const client = await RawClient.connect(port);
    const { fields } = await client.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    return new Lane(fields.find(([name]) => name === "thread")![1], client);
  }

  async ask(path: string): Promise<{ readonly status: number; readonly parts: readonly string[] }> {
    const { status, body } = await this.client.exchange(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    return { status, parts: body.split("|") };
  }
}

/** One connection to each of the two threads. */
async function laneForEachThread(port: number): Promise<readonly Lane[]> {
  const lanes = new Map<string, Lane>();
  await until(async () => {
    const lane = await Lane.open(port);
    if (lanes.has(lane.thread)) lane.client.close();
    else lanes.set(lane.thread, lane);
    return lanes.size === 2;
  }, "a connection to each of two threads");
  return [...lanes.values()].sort((a, b) => a.thread.localeCompare(b.thread));
}

describe("with two threads", () => {
  let proxy: Proxy;
  let lanes: readonly Lane[];

  before(async () => {
    proxy = await startSluice(config, { files: { "paths.lst": "/old\n", "hosts.map": "/a first\n" } });
    lanes = await laneForEachThread(proxy.port("fe"));
  });

  after(async () => {
    for (const { client } of lanes ?? []) client.close();
    await proxy?.stop();
  });

  /** What each thread says at once, with no time between the command's answer and the request. */
  const statuses = (path: string) => Promise.all(lanes.map(async (lane) => (await lane.ask(path)).status));
  const mapped = (path: string) => Promise.all(lanes.map(async (lane) => (await lane.ask(path)).parts[0]));

  test("there is one connection to each", () => {
    assert.deepEqual(lanes.map(({ thread }) => thread), ["0", "1"]);
  });

  test("add acl and del acl hold for the very next request of each", async () => {
    const acl = `${proxy.folder}/paths.lst`;
    const file = (await proxy.cli("show acl")).includes(acl) ? acl : "paths.lst";
    for (let round = 0; round < 20; round++) {
      const path = `/new/${round}`;
      assert.deepEqual(await statuses(path), [200, 200]);
      assert.equal((await proxy.cli(`add acl ${file} ${path}`)).trim(), "");
      assert.deepEqual(await statuses(path), [403, 403]);
      assert.equal((await proxy.cli(`del acl ${file} ${path}`)).trim(), "");
      assert.deepEqual(await statuses(path), [200, 200]);
    }
    assert.deepEqual(await statuses("/old"), [403, 403]);
    assert.equal((await proxy.cli(`clear acl ${file}`)).trim(), "");
    assert.deepEqual(await statuses("/old"), [200, 200]);
  });

  test("set, add, del and clear map hold for the very next request of each", async () => {
    const path = `${proxy.folder}/hosts.map`;
    const file = (await proxy.cli("show map")).includes(path) ? path : "hosts.map";
    assert.deepEqual(await mapped("/a"), ["first", "first"]);
    for (let round = 0; round < 20; round++) {
      assert.equal((await proxy.cli(`set map ${file} /a round-${round}`)).trim(), "");
      assert.deepEqual(await mapped("/a"), [`round-${round}`, `round-${round}`]);
    }
    assert.equal((await proxy.cli(`add map ${file} /b second`)).trim(), "");
    assert.deepEqual(await mapped("/b"), ["second", "second"]);
    assert.equal((await proxy.cli(`del map ${file} /b`)).trim(), "");
    assert.deepEqual(await mapped("/b"), ["none", "none"]);
    assert.equal((await proxy.cli(`clear map ${file}`)).trim(), "");
    assert.deepEqual(await mapped("/a"), ["none", "none"]);
  });

  test("variables of the global section are there at the first request, the same on each", async () => {
    const [one, two] = await Promise.all(lanes.map((lane) => lane.ask("/x")));
    assert.equal(one!.parts[1], "42");
    assert.match(one!.parts[2]!, /^[0-9a-f-]{36}$/);
    assert.deepEqual(two!.parts.slice(1, 3), one!.parts.slice(1, 3));
  });

  test("a variable of the process that one thread sets or unsets comes to the other", async () => {
    for (const [index, setter] of lanes.entries()) {
      const other = lanes[1 - index]!;
      assert.equal((await setter.ask(`/set/by-${index}`)).parts[3], `by-${index}`);
      await until(async () => (await other.ask("/x")).parts[3] === `by-${index}`, "the variable on the other thread");
      assert.equal((await other.ask("/x")).parts[4], "127.0.0.1");
    }
    await lanes[0]!.ask("/unset");
    await until(async () => (await lanes[1]!.ask("/x")).parts[3] === "", "the variable gone on the other thread");
  });

  test("two threads that set the same variable at once end up with the same value", async () => {
    for (let round = 0; round < 10; round++) {
      await Promise.all(lanes.map((lane) => lane.ask(`/set/${round}-${lane.thread}`)));
      await until(async () => {
        const [one, two] = await Promise.all(lanes.map((lane) => lane.ask("/x")));
        return one!.parts[3] === two!.parts[3];
      }, "the same value on both");
    }
  });
});
