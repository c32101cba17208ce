/** Upgrades and CONNECT: bytes both ways from the head on, half-closes, and refusals. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { get, oneToOne } from "../compat/configs.ts";
import { until } from "../support/deadline.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";
import { type RawServer, type ServedConnection, startRawServer } from "../support/raw-server.ts";

const UPGRADE = get("/ws", "Connection: upgrade\r\nUpgrade: echo\r\n");
const SWITCH = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";
const REFUSAL = "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno";

describe("tunnels", () => {
  let server: RawServer;
  let proxy: Proxy;
  let serve: (connection: ServedConnection) => Promise<void>;
  before(async () => {
    server = await startRawServer((connection) => serve(connection));
    proxy = await startSluice(oneToOne("", "retries 0"), { ports: { web: server.port } });
  });
  after(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  test("bytes right behind both heads come through", async () => {
    serve = async ({ inbox, send }) => {
      await inbox.takeUntil("\r\n\r\n");
      send(`${SWITCH}from the server`);
      send(`got ${await inbox.take(15)}`);
    };
    using client = await RawClient.connect(proxy.port("fe"));
    client.send(`${UPGRADE}from the client`);
    assert.equal((await client.readResponse()).status, 101);
    assert.equal(await client.inbox.take(34), "from the servergot from the client");
  });

  test("the client's half-close reaches the server, whose bytes still reach the client", async () => {
    serve = async ({ inbox, send, end }) => {
      await inbox.takeUntil("\r\n\r\n");
      send(SWITCH);
      const all = await inbox.takeAll();
      send(`after ${all}`);
      end();
    };
    using client = await RawClient.connect(proxy.port("fe"));
    client.send(UPGRADE);
    await client.readResponse();
    client.send("last words");
    client.shutdown();
    assert.equal(await client.readAll(), "after last words");
  });

  test("a half-close before the 101 is passed on behind it", async () => {
    serve = async ({ inbox, send, end }) => {
      await inbox.takeUntil("\r\n\r\n");
      send(SWITCH);
      send(`all ${await inbox.takeAll()}`);
      end();
    };
    using client = await RawClient.connect(proxy.port("fe"));
    client.send(`${UPGRADE}early`);
    client.shutdown();
    assert.equal((await client.readResponse()).status, 101);
    assert.equal(await client.readAll(), "all early");
  });

  test("the server's half-close reaches the client, whose bytes still reach the server", async () => {
    let last = "";
    serve = async ({ inbox, send, end }) => {
      await inbox.takeUntil("\r\n\r\n");
      send(`${SWITCH}bye`);
      end();
      last = await inbox.takeAll();
    };
    using client = await RawClient.connect(proxy.port("fe"));
    client.send(UPGRADE);
    await client.readResponse();
    assert.equal(await client.readAll(), "bye");
    client.send("still here");
    client.shutdown();
    await until(() => last === "still here", "the client's last words at the server");
  });

  test("behind a refused upgrade comes an ordinary request", async () => {
    const from = server.received.length;
    serve = async ({ inbox, send }) => {
      for (;;) {
        await inbox.takeUntil("\r\n\r\n");
        send(REFUSAL);
      }
    };
    using client = await RawClient.connect(proxy.port("fe"));
    client.send(`${UPGRADE}GET /second HTTP/1.1\r\nHOST: a\r\n\r\n`);
    assert.equal((await client.readResponse()).status, 403);
    assert.equal((await client.readResponse()).status, 403);
    assert.ok(
      server.received.slice(from).endsWith("\r\n\r\nGET /second HTTP/1.1\r\nhost: a\r\n\r\n"),
    );
  });

  test("CONNECT: nothing behind it is sent before the server agrees", async () => {
    let early = "";
    const asked = Promise.withResolvers<void>();
    const agreed = Promise.withResolvers<void>();
    serve = async ({ inbox, send }) => {
      await inbox.takeUntil("\r\n\r\n");
      asked.resolve();
      await agreed.promise;
      early = inbox.pending;
      send("HTTP/1.1 200 OK\r\n\r\n");
      send(`got ${await inbox.take(5)}`);
    };
    using client = await RawClient.connect(proxy.port("fe"));
    client.send("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\nhello");
    await asked.promise;
    await proxy.cli("show info");
    agreed.resolve();
    await client.inbox.takeUntil("\r\n\r\n");
    assert.equal(await client.inbox.take(9), "got hello");
    assert.equal(early, "");
  });

  test("behind a refused CONNECT comes an ordinary request", async () => {
    const from = server.received.length;
    serve = async ({ inbox, send }) => {
      for (;;) {
        await inbox.takeUntil("\r\n\r\n");
        send(REFUSAL);
      }
    };
    using client = await RawClient.connect(proxy.port("fe"));
    client.send(
      "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\nGET /second HTTP/1.1\r\nHOST: a\r\n\r\n",
    );
    assert.equal((await client.readResponse()).status, 403);
    assert.equal((await client.readResponse()).status, 403);
    const forwarded =
      "CONNECT a:80 HTTP/1.1\r\nhost: a\r\n\r\nGET /second HTTP/1.1\r\nhost: a\r\n\r\n";
    assert.equal(server.received.slice(from), forwarded);
  });

  test("a 101 that nobody asked for is refused", async () => {
    serve = async ({ inbox, send }) => {
      await inbox.takeUntil("\r\n\r\n");
      send(SWITCH);
    };
    using client = await RawClient.connect(proxy.port("fe"));
    assert.equal((await client.exchange(get("/"))).status, 502);
  });
});
