/** Requests as the wire may cut them: many in one write, one in many, and the end of input behind. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { get, oneToOne, post } from "../compat/configs.ts";
import { type Origin, okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const CHUNKED =
  "POST /split HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-T: 1\r\n\r\n";

describe("how requests are cut", () => {
  let origin: Origin;
  let proxy: Proxy;
  before(async () => {
    origin = await startOrigin(({ request }) => okResponse(`${request.target} ${request.body}`));
    proxy = await startSluice(oneToOne(), { ports: { web: origin.port } });
  });
  after(async () => {
    await proxy?.stop();
    await origin?.stop();
  });

  test("a hundred requests in one write are answered in order", async () => {
    using client = await RawClient.connect(proxy.port("fe"));
    const targets = Array.from({ length: 100 }, (_, index) => `/${index}`);
    client.send(targets.map((target) => get(target)).join(""));
    const bodies: string[] = [];
    while (bodies.length < targets.length) bodies.push((await client.readFinal()).body);
    assert.deepEqual(
      bodies,
      targets.map((target) => `${target} `),
    );
  });

  test("requests before a half-close are all answered", async () => {
    using client = await RawClient.connect(proxy.port("fe"));
    client.send(get("/1") + post("/2", "body") + get("/3"));
    client.shutdown();
    const bodies = [await client.readFinal(), await client.readFinal(), await client.readFinal()];
    assert.deepEqual(
      bodies.map(({ body }) => body),
      ["/1 ", "/2 body", "/3 "],
    );
    await client.expectClose();
  });

  test("a request split at every byte is the same request", async () => {
    using client = await RawClient.connect(proxy.port("fe"));
    for (let at = 1; at < CHUNKED.length; at++) {
      const sent = origin.requests.length;
      client.send(CHUNKED.slice(0, at));
      // The first part is read before the second comes: an answer on another connection proves it.
      using probe = await RawClient.connect(proxy.port("fe"));
      await probe.exchange(get("/probe"));
      client.send(CHUNKED.slice(at));
      assert.equal((await client.readFinal()).body, "/split abcde", `split at ${at}`);
      const request = origin.requests.slice(sent).find(({ target }) => target === "/split");
      assert.deepEqual(request?.trailers, [["x-t", "1"]], `split at ${at}`);
    }
  });
});
