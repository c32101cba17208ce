/**
 * Compressors are given back however an exchange ends. `maxzlibmem 1` is room for four of gzip: were
 * one kept by each of the exchanges that are given up here, the last would not be compressed. The
 * codings that HAProxy lacks are tried here as well.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { get, httpDefaults, post } from "../compat/configs.ts";
import { until } from "../support/deadline.ts";
import { valueOf } from "../support/http-reading.ts";
import { startSluice } from "../support/programs.ts";
import { RawClient, request } from "../support/raw-client.ts";
import { startRawServer, type ServedConnection } from "../support/raw-server.ts";

const config = `
global
    maxzlibmem 1
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    compression direction both
    compression algo gzip
    compression algo-req gzip
    default_backend be

frontend other
    bind 127.0.0.1:\${P:other}
    compression algo br zstd
    default_backend be

backend be
    server web 127.0.0.1:\${P:web}
`;

const LIMIT_MS = 20_000;
const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n";
const body = "text ".repeat(1000);
const whole = `${head}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** Does what the target says. */
async function serve({ inbox, send, end, reset }: ServedConnection): Promise<void> {
  for (;;) {
    const [, target] = (await inbox.takeUntil("\r\n\r\n")).split(" ");
    if (target === "/whole") send(whole);
    else if (target === "/cut" || target === "/reset") {
      send(`${head}3\r\nabc\r\n`);
      if (target === "/cut") end();
      else reset();
    } else if (target === "/begin") send(`${head}3\r\nabc\r\n`);
  }
}

describe("compression", () => {
  test("compressors are given back however the exchange ends", { timeout: LIMIT_MS }, async () => {
    await using server = await startRawServer(serve);
    await using proxy = await startSluice(config, { ports: { web: server.port } });
    const port = proxy.port("fe");
    const accepting = "Accept-Encoding: gzip\r\n";
    for (let round = 0; round < 10; round++) {
      for (const target of ["/cut", "/reset", "/begin"]) {
        using client = await RawClient.connect(port);
        client.send(get(target, accepting));
        const isThere = (): boolean =>
          client.inbox.pending.includes("\r\n\r\n") || client.inbox.state !== "open";
        await until(isThere, `an answer to ${target}`);
      }
      // An upload that is given up, and one whose server is silent.
      using client = await RawClient.connect(port);
      client.send(post("/silent", "x".repeat(100), accepting).slice(0, -50));
      const seen = `${round}`;
      await until(() => server.received.split("POST ").length === Number(seen) + 2, "the upload");
    }
    await until(
      async () => {
        const answer = await request(port, get("/whole", accepting));
        const isCoded = valueOf(answer, "content-encoding") === "gzip";
        const text = isCoded ? gunzipSync(Buffer.from(answer.body, "latin1")).toString() : "";
        return isCoded && text === body;
      },
      "room for another compressor",
      LIMIT_MS,
    );
  });

  test("Brotli and Zstandard", { timeout: LIMIT_MS }, async () => {
    await using server = await startRawServer(serve);
    await using proxy = await startSluice(config, { ports: { web: server.port } });
    const decoders = { br: brotliDecompressSync, zstd: zstdDecompressSync };
    for (const [coding, decode] of Object.entries(decoders)) {
      const asked = get("/whole", `Accept-Encoding: ${coding}\r\n`);
      const answer = await request(proxy.port("other"), asked);
      assert.equal(valueOf(answer, "content-encoding"), coding);
      assert.equal(decode(Buffer.from(answer.body, "latin1")).toString(), body);
    }
  });
});
