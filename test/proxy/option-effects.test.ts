/** Options of `bind`, `server` and the statistics page that show only in sockets and counts. */
import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { get, httpDefaults, oneToOne } from "../compat/configs.ts";
import { until } from "../support/deadline.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";
import { startRawServer } from "../support/raw-server.ts";

/** Deno lacks both, and the configuration is refused by its name (test/unit/app/compile). */
const refused = process.env["SLUICE_RUNTIME"] === "deno" ? "Deno cannot choose this" : false;
const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === "::1");

test(
  "v4v6 takes IPv4 on an IPv6 socket, v6only does not",
  { skip: refused || (hasIpv6 ? false : "no IPv6 here") },
  async () => {
    await using proxy = await startSluice(`${httpDefaults}
listen both
    bind :::\${P:both} v4v6
    http-request return status 200
listen six
    bind :::\${P:six} v6only
    http-request return status 200
`);
    for (const [name, host] of [
      ["both", "::1"],
      ["both", "127.0.0.1"],
      ["six", "::1"],
    ] as const) {
      using client = await RawClient.connect(proxy.port(name), { host });
      assert.equal((await client.exchange(get("/"))).status, 200, `${name} ${host}`);
    }
    await assert.rejects(
      RawClient.connect(proxy.port("six"), { host: "127.0.0.1" }),
      /ECONNREFUSED/,
    );
  },
);

test("source is the address that servers see", { skip: refused }, async () => {
  const seen: (string | undefined)[] = [];
  await using server = await startRawServer(async ({ inbox, send, socket }) => {
    seen.push(socket.remoteAddress);
    await inbox.takeUntil("\r\n\r\n");
    send(okResponse());
  });
  await using proxy = await startSluice(oneToOne("", "", "source 127.0.0.5"), {
    ports: { web: server.port },
  });
  using client = await RawClient.connect(proxy.port("fe"));
  assert.equal((await client.exchange(get("/"))).status, 200);
  assert.deepEqual(seen, ["127.0.0.5"]);
});

/** How many server connections `count` requests of one client took. */
async function connectionsFor(serverOptions: string, count: number): Promise<number> {
  await using server = await startRawServer(async ({ inbox, send }) => {
    for (;;) {
      await inbox.takeUntil("\r\n\r\n");
      send(okResponse());
    }
  });
  await using proxy = await startSluice(oneToOne("", "http-reuse always", serverOptions), {
    ports: { web: server.port },
  });
  for (let i = 0; i < count; i++) {
    using client = await RawClient.connect(proxy.port("fe"));
    assert.equal((await client.exchange(get("/"))).status, 200);
  }
  return server.connectionCount;
}

test("max-reuse ends a server connection after so many further requests", async () => {
  assert.equal(await connectionsFor("", 6), 1);
  assert.equal(await connectionsFor("max-reuse 2", 6), 2);
  assert.equal(await connectionsFor("max-reuse 0", 6), 6);
});

test("pool-purge-delay closes a connection that nobody needed so long", async () => {
  await using server = await startRawServer(async ({ inbox, send }) => {
    await inbox.takeUntil("\r\n\r\n");
    send(okResponse());
    await inbox.takeUntil("\r\n\r\n", 10_000);
  });
  const config = oneToOne("", "http-reuse always", "pool-purge-delay 200ms");
  await using proxy = await startSluice(config, { ports: { web: server.port } });
  using client = await RawClient.connect(proxy.port("fe"));
  assert.equal((await client.exchange(get("/"))).status, 200);
  client.close();
  // The default of 5 s is longer than this wait lasts.
  await until(() => server.openCount === 0, "the end of the idle connection", 3000);
});

test("minconn is all that a server of an idle backend gets", async () => {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await using origin = await startOrigin(async () => {
    await released;
    return okResponse();
  });
  const config = oneToOne("", "fullconn 1000", "minconn 2 maxconn 10");
  await using proxy = await startSluice(config, { ports: { web: origin.port } });
  const clients = await Promise.all([1, 2, 3, 4].map(() => RawClient.connect(proxy.port("fe"))));
  const answers = clients.map((client) => client.exchange(get("/")));
  const twoWait = async (): Promise<boolean> =>
    (await proxy.cli("show stat")).includes("\nbe,BACKEND,2,");
  await until(twoWait, "two requests in the queue");
  await until(() => origin.requests.length === 2, "the two others at the server");
  release();
  for (const { status } of await Promise.all(answers)) assert.equal(status, 200);
  for (const client of clients) client.close();
});

test("stats scope shows the named proxies and no others", async () => {
  await using proxy = await startSluice(`${httpDefaults}
listen page
    bind 127.0.0.1:\${P:fe}
    stats uri /stats
    stats scope shown
    stats scope .
listen shown
    bind 127.0.0.1:\${P:shown}
listen hidden
    bind 127.0.0.1:\${P:hidden}
`);
  using client = await RawClient.connect(proxy.port("fe"));
  const { body } = await client.exchange(get("/stats;csv"));
  const names = new Set(
    body
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[0])
      .filter((name) => name !== ""),
  );
  assert.deepEqual([...names], ["page", "shown"]);
});
