/** Maps over several threads: changes at the socket, by rules and of files reach all of them. */
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { valueOf } from "../support/http-reading.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const THREADS = 2;

const config = (global = ""): string => `
global
    nbthread ${THREADS}
    ${global}
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-map(hosts.map) %[path] by-rule if { path_beg /rule }
    http-request del-map(hosts.map) /rule/gone if { path /rule/drop }
    http-request return status 200 hdr x-thread %[thread] hdr x-map "%[path,map(hosts.map,none)]"
`;

const files = { "hosts.map": "# hosts\n/a one\n" };
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** Connections that together are on every thread. */
async function onEveryThread(proxy: Proxy): Promise<readonly RawClient[]> {
  const clients: Map<string, RawClient> = new Map();
  await until(async () => {
    const client = await RawClient.connect(proxy.port("fe"));
    const thread = valueOf(await client.exchange(get("/")), "x-thread") ?? "";
    if (clients.has(thread)) client.close();
    else clients.set(thread, client);
    return clients.size === THREADS;
  }, "an answer of each thread");
  return [...clients.values()];
}

/** What each thread's map gives for the path. */
async function seen(clients: readonly RawClient[], path: string): Promise<readonly string[]> {
  const values: string[] = [];
  for (const client of clients) {
    values.push(valueOf(await client.exchange(get(path)), "x-map") ?? "");
  }
  return values;
}

const all = (value: string): readonly string[] => Array.from({ length: THREADS }, () => value);

async function eventually(clients: readonly RawClient[], path: string, value: string) {
  await until(
    async () => (await seen(clients, path)).every((one) => one === value),
    `${value} for ${path} on all threads`,
  );
}

const close = (clients: readonly RawClient[]): void => clients.forEach((client) => client.close());

describe("maps", () => {
  test("an answer at the socket means that every thread has the change", async () => {
    await using proxy = await startSluice(config(), { files });
    const clients = await onEveryThread(proxy);
    await proxy.cli("add map hosts.map /b two");
    assert.deepEqual(await seen(clients, "/b"), all("two"));
    const reference = /^(0x[0-9a-f]+) \/b/m.exec(await proxy.cli("show map hosts.map"))![1]!;
    await proxy.cli(`set map hosts.map #${reference} three`);
    assert.deepEqual(await seen(clients, "/b"), all("three"));
    await proxy.cli("add map hosts.map <<\n/c four\nbroken\n");
    assert.deepEqual(await seen(clients, "/c"), all("four"));
    close(clients);
  });

  test("a large version is filled in pieces and comes at once", async () => {
    await using proxy = await startSluice(config(), { files });
    const clients = await onEveryThread(proxy);
    await proxy.cli("prepare map hosts.map");
    const lines = Array.from({ length: 50_000 }, (_, index) => `/k${index} v${index}\n`).join("");
    let filled = false;
    const filling = proxy.cli(`add map @1 hosts.map <<\n${lines}`).then((answer) => {
      filled = true;
      return answer;
    });
    while (!filled) {
      assert.deepEqual(await seen(clients, "/k49999"), all("none"));
      assert.deepEqual(await seen(clients, "/a"), all("one"));
    }
    assert.equal(await filling, "\n");
    await proxy.cli("commit map @1 hosts.map");
    assert.deepEqual(await seen(clients, "/k49999"), all("v49999"));
    assert.deepEqual(await seen(clients, "/a"), all("none"));
    close(clients);
  });

  test("a rule's change is there for the next rule, and soon on all threads", async () => {
    await using proxy = await startSluice(config(), { files });
    const clients = await onEveryThread(proxy);
    const [first, second] = clients;
    assert.equal(valueOf(await first!.exchange(get("/rule/gone")), "x-map"), "by-rule");
    await until(
      async () => /by-rule/.test(await proxy.cli("get map hosts.map /rule/gone")),
      "the control thread to hear of it",
    );
    await second!.exchange(get("/rule/drop"));
    await until(
      async () => /found=no/.test(await proxy.cli("get map hosts.map /rule/gone")),
      "the control thread to hear that it is gone",
    );
    close(clients);
  });

  test("a file that changes is read on all threads", async () => {
    await using proxy = await startSluice(config("maps.watch on"), { files });
    const clients = await onEveryThread(proxy);
    const path = join(proxy.folder, "hosts.map");
    writeFileSync(`${path}.new`, "/a new\n");
    renameSync(`${path}.new`, path);
    await eventually(clients, "/a", "new");
    writeFileSync(path, "/a in-place\n/b too\n");
    await eventually(clients, "/b", "too");
    close(clients);
  });

  test("a change at the socket is written back, comments and all", async () => {
    await using proxy = await startSluice(config("maps.write-back on"), { files });
    const path = join(proxy.folder, "hosts.map");
    const clients = await onEveryThread(proxy);
    await proxy.cli("add map hosts.map /b two");
    await until(
      () => readFileSync(path, "latin1") === "# hosts\n/a one\n/b two\n",
      "the file to have the change",
    );
    close(clients);
  });

  test("a reload reads the files again, as HAProxy does", async () => {
    await using proxy = await startSluice(config(), { files });
    await proxy.cli("set map hosts.map /a changed");
    const before = await onEveryThread(proxy);
    assert.deepEqual(await seen(before, "/a"), all("changed"));
    await proxy.cli("reload");
    assert.deepEqual(await seen(before, "/a"), all("one"));
    await proxy.cli("set map hosts.map /a again");
    assert.deepEqual(await seen(before, "/a"), all("again"));
    close(before);
  });

  test("save writes at once", async () => {
    await using proxy = await startSluice(config(), { files });
    await proxy.cli("set map hosts.map /a changed");
    assert.equal(await proxy.cli("save map hosts.map"), "\n");
    assert.equal(readFileSync(join(proxy.folder, "hosts.map"), "latin1"), "# hosts\n/a changed\n");
    writeFileSync(join(proxy.folder, "hosts.map"), "/theirs x\n");
    assert.match(await proxy.cli("save map hosts.map"), /was changed by someone else/);
  });
});
