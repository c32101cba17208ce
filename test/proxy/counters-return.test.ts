/** Whatever becomes of a request, what was counted as in use is given back: connections, slots, sessions. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { get, oneToOne, post } from "../compat/configs.ts";
import { until } from "../support/deadline.ts";
import { type Origin, okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const config = oneToOne(
  "http-response deny deny_status 403 if { res.hdr(X-Deny) -m found }",
  "retries 1\n    retry-on 500 empty-response\n    timeout server 150ms",
  "maxconn 2",
);

/** The columns of `show stat` that must come back to 0, as "row column value" where they are not. */
async function stillInUse(proxy: Proxy): Promise<string[]> {
  const [header = "", ...rows] = (await proxy.cli("show stat")).trim().split("\n");
  const names = header.replace("# ", "").split(",");
  const columns = ["qcur", "scur", "used_conn_cur"].map(
    (name) => [name, names.indexOf(name)] as const,
  );
  return rows.flatMap((row) => {
    const cells = row.split(",");
    return columns
      .filter(([, at]) => at >= 0 && Number(cells[at]) !== 0)
      .map(([name, at]) => `${cells[0]}/${cells[1]} ${name} ${cells[at]}`);
  });
}

describe("counters return to zero", () => {
  let origin: Origin;
  let proxy: Proxy;
  before(async () => {
    origin = await startOrigin(({ request, reset, end, send }) => {
      switch (request.target) {
        case "/deny":
          return okResponse("x", "X-Deny: 1\r\n");
        case "/500":
          return "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";
        case "/reset":
          return reset();
        case "/close":
          return end();
        case "/garbage":
          return "garbage\r\n\r\n";
        case "/cut":
          send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
          return end();
        case "/hang":
          return undefined;
        default:
          return okResponse("ok");
      }
    });
    proxy = await startSluice(config, { ports: { web: origin.port } });
  });
  after(async () => {
    await proxy?.stop();
    await origin?.stop();
  });

  const close = "Connection: close\r\n";
  const chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
  const requests: Readonly<Record<string, [text: string, start: string]>> = {
    "a response": [get("/", close), "HTTP/1.1 200 "],
    "a denied response": [get("/deny", close), "HTTP/1.1 403 "],
    "a status that is retried": [get("/500", close), "HTTP/1.1 500 "],
    "a server that resets": [get("/reset", close), "HTTP/1.1 502 "],
    "a server that closes": [get("/close", close), "HTTP/1.1 502 "],
    "a server that talks garbage": [get("/garbage", close), "HTTP/1.1 502 "],
    "a response that is cut": [get("/cut", close), "HTTP/1.1 200 "],
    "a server that hangs": [get("/hang", close), "HTTP/1.1 504 "],
    "a malformed body": [chunked, "HTTP/1.1 400 "],
    "half a body": [post("/", "abc", close).replace("Length: 3", "Length: 9"), "HTTP/1.1 504 "],
  };
  for (const [name, [text, start]] of Object.entries(requests)) {
    test(name, async () => {
      for (let round = 0; round < 5; round++) {
        using client = await RawClient.connect(proxy.port("fe"));
        client.send(text);
        const answer = await client.readAll();
        assert.equal(answer.slice(0, start.length), start);
      }
      await until(async () => (await stillInUse(proxy)).length === 0, "zero").catch(
        () => undefined,
      );
      assert.deepEqual(await stillInUse(proxy), []);
    });
  }

  test("clients that leave: waiting for the server, in the queue, inside their body", async () => {
    const texts = [
      get("/hang"),
      get("/hang"),
      get("/hang"),
      post("/", "abc").replace("Length: 3", "Length: 9"),
    ];
    const clients = await Promise.all(texts.map(() => RawClient.connect(proxy.port("fe"))));
    for (const [index, client] of clients.entries()) client.send(texts[index]!);
    await until(
      async () => (await stillInUse(proxy)).some((line) => line.includes("qcur")),
      "a queue",
    );
    for (const client of clients) client.reset();
    await until(async () => (await stillInUse(proxy)).length === 0, "zero").catch(() => undefined);
    assert.deepEqual(await stillInUse(proxy), []);
  });
});
