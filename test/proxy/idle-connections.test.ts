/** Pooled server connections that the server closes, and 100-continue said by the proxy itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { get, oneToOne } from "../compat/configs.ts";
import { until } from "../support/deadline.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";
import { startRawServer } from "../support/raw-server.ts";

test("a server that closes connections after each response costs no client an error", async () => {
  await using server = await startRawServer(async ({ inbox, send, end }) => {
    await inbox.takeUntil("\r\n\r\n");
    send(okResponse("ok"));
    end();
  });
  await using proxy = await startSluice(oneToOne("", "retries 0"), { ports: { web: server.port } });
  using client = await RawClient.connect(proxy.port("fe"));
  for (let round = 0; round < 50; round++) {
    assert.equal((await client.exchange(get("/"))).status, 200, `round ${round}`);
  }
  await until(() => server.connectionCount >= 50, "a connection for each request");
});

test("wait-for-body tells a client that waits to go on, before any server is asked", async () => {
  await using origin = await startOrigin(({ request }) => okResponse(request.body));
  const config = oneToOne("http-request wait-for-body time 5s");
  await using proxy = await startSluice(config, { ports: { web: origin.port } });
  using client = await RawClient.connect(proxy.port("fe"));
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  assert.equal((await client.readResponse()).status, 100);
  assert.equal(origin.requests.length, 0);
  client.send("body");
  assert.equal((await client.readFinal()).body, "body");
});

/** Answers the first request of each connection, and closes it when the second one begins. */
async function servesOnce(bodies: string[]): Promise<Awaited<ReturnType<typeof startRawServer>>> {
  return await startRawServer(async ({ number, inbox, send, reset }) => {
    const answer = async (): Promise<void> => {
      const head = await inbox.takeUntil("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      bodies.push(`${number} ${await inbox.take(length)}`);
      send(okResponse("ok"));
    };
    await answer();
    // The first connection is reused and dies; what comes next is a new one.
    await inbox.takeUntil("\r\n\r\n");
    reset();
  });
}

for (const [method, body] of [
  ["PUT", "all of it"],
  ["DELETE", ""],
  ["GET", ""],
] as const) {
  test(`a ${method} goes out again when the reused connection dies`, async () => {
    const bodies: string[] = [];
    await using server = await servesOnce(bodies);
    const config = oneToOne("", "retries 0\n    http-reuse always");
    await using proxy = await startSluice(config, { ports: { web: server.port } });
    using client = await RawClient.connect(proxy.port("fe"));
    const request = `${method} / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    for (let round = 0; round < 4; round++)
      assert.equal((await client.exchange(request)).status, 200, `round ${round}`);
    assert.deepEqual(
      bodies,
      [1, 2, 3, 4].map((number) => `${number} ${body}`),
    );
  });
}

test("a body that comes slowly goes out again from its beginning", async () => {
  const bodies: string[] = [];
  await using server = await servesOnce(bodies);
  const config = oneToOne("", "retries 0\n    http-reuse always");
  await using proxy = await startSluice(config, { ports: { web: server.port } });
  using client = await RawClient.connect(proxy.port("fe"));
  await client.exchange(get("/"));
  client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf");
  await until(() => server.connectionCount === 2, "another connection");
  client.send("rest");
  assert.equal((await client.readResponse()).status, 200);
  assert.deepEqual(bodies, ["1 ", "2 halfrest"]);
});
