/**
 * Limits on new connections: rates and counts of the process, of frontends and of TLS, with one
 * thread and with two. What is over a limit waits in the kernel's queue, and nothing is lost.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { makeAuthority } from "../support/certificates.ts";
import { until } from "../support/deadline.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

interface Lines {
  readonly global?: string;
  readonly frontend?: string;
  readonly bind?: string;
}

const config = (nbthread: number, { global = "", frontend = "", bind = "" }: Lines): string => `
global
    nbthread ${nbthread}
    ${global}
defaults
    mode http
    timeout client 20s
frontend fe
    bind 127.0.0.1:\${P:fe} ${bind}
    ${frontend}
    http-request return status 200
frontend plain
    bind 127.0.0.1:\${P:plain}
    http-request return status 200
`;

/** A field of `show info`. */
async function info(proxy: Proxy, name: string): Promise<number> {
  const found = new RegExp(`^${name}: (\\d+)$`, "m").exec(await proxy.cli("show info"));
  assert.ok(found !== null, `show info has ${name}`);
  return Number(found[1]);
}

/** A column of the frontend `fe` in `show stat`. */
async function stat(proxy: Proxy, column: string): Promise<number> {
  const [header = "", ...rows] = (await proxy.cli("show stat")).split("\n");
  const at = header.replace("# ", "").split(",").indexOf(column);
  return Number(rows.find((row) => row.startsWith("fe,FRONTEND,"))?.split(",")[at]);
}

/** Connects, asks, and leaves with the answer. */
async function ask(proxy: Proxy, answered: () => void): Promise<number> {
  using client = await RawClient.connect(proxy.port("fe"));
  const { status } = await client.exchange(GET, 20_000);
  answered();
  return status;
}

/** `count` clients at once; the answers so far. */
function askAll(
  proxy: Proxy,
  count: number,
): { readonly done: Promise<number[]>; readonly answered: () => number } {
  let answered = 0;
  const asked = Array.from({ length: count }, () => ask(proxy, () => answered++));
  return { done: Promise.all(asked), answered: () => answered };
}

for (const nbthread of [1, 2]) {
  describe(`limits on connections, nbthread ${nbthread}`, { concurrency: 4 }, () => {
    // Threads may look at a rate within the same microsecond.
    const slack = nbthread - 1;

    for (const [name, lines, highest] of [
      ["maxconnrate", { global: "maxconnrate 4" }, "MaxConnRate"],
      ["maxsessrate", { global: "maxsessrate 4" }, "MaxSessRate"],
      ["rate-limit sessions", { frontend: "rate-limit sessions 4" }, "MaxSessRate"],
    ] as const) {
      test(`${name}: the others come in the seconds after`, async () => {
        await using proxy = await startSluice(config(nbthread, lines));
        const statuses = await askAll(proxy, 7).done;
        assert.deepEqual(statuses, Array(7).fill(200));
        const reached = await info(proxy, highest);
        assert.ok(reached >= 1 && reached <= 4 + slack, `${highest} ${reached}`);
      });
    }

    test("a limit that is lifted at run time lets all in at once", async () => {
      await using proxy = await startSluice(config(nbthread, { global: "maxconnrate 1" }));
      const clients = askAll(proxy, 40);
      await until(() => clients.answered() >= 1, "the first answer");
      assert.ok(clients.answered() < 20);
      assert.equal(await info(proxy, "ConnRateLimit"), 1);
      assert.equal((await proxy.cli("set rate-limit connections global 0")).trim(), "");
      assert.deepEqual(await clients.done, Array(40).fill(200));
      assert.equal(await info(proxy, "ConnRateLimit"), 0);
    });

    test("rate-limit sessions stands in show stat", async () => {
      await using proxy = await startSluice(
        config(nbthread, { frontend: "rate-limit sessions 1000" }),
      );
      assert.equal(await stat(proxy, "rate_lim"), 1000);
    });

    test("maxconn of a frontend is exact over all threads", async () => {
      await using proxy = await startSluice(config(nbthread, { frontend: "maxconn 1" }));
      const statuses = await askAll(proxy, 12).done;
      assert.deepEqual(statuses, Array(12).fill(200));
      assert.equal(await stat(proxy, "smax"), 1);
      assert.equal(await stat(proxy, "stot"), 12);
    });

    test("maxsslconn: the next handshake begins when a TLS connection went", async () => {
      const authority = makeAuthority();
      try {
        const { combinedPath } = authority.issue(["localhost"]);
        await using proxy = await startSluice(
          config(nbthread, { global: "maxsslconn 1", bind: `ssl crt ${combinedPath}` }),
        );
        const first = await RawClient.connect(proxy.port("fe"), { tls: {} });
        const second = RawClient.connect(proxy.port("fe"), { tls: {} });
        let secondIsIn = false;
        void second.then(() => (secondIsIn = true));
        using plain = await RawClient.connect(proxy.port("plain"));
        assert.equal((await plain.exchange(GET)).status, 200);
        assert.equal(await info(proxy, "CurrSslConns"), 1);
        assert.equal(secondIsIn, false);
        first.close();
        using client = await second;
        assert.equal((await client.exchange(GET)).status, 200);
        assert.equal(await info(proxy, "MaxSslConns"), 1);
      } finally {
        authority.remove();
      }
    });

    test("maxsslrate counts handshakes before they begin", async () => {
      const authority = makeAuthority();
      try {
        const { combinedPath } = authority.issue(["localhost"]);
        await using proxy = await startSluice(
          config(nbthread, { global: "maxsslrate 4", bind: `ssl crt ${combinedPath}` }),
        );
        const clients = await Promise.all(
          Array.from({ length: 7 }, () => RawClient.connect(proxy.port("fe"), { tls: {} })),
        );
        for (const client of clients) client.close();
        const reached = await info(proxy, "MaxSslRate");
        assert.ok(reached >= 1 && reached <= 4 + slack, `MaxSslRate ${reached}`);
        // Keys are counted when handshakes end, which may be closer together than they began.
        assert.ok((await info(proxy, "SslFrontendMaxKeyRate")) >= 1);
      } finally {
        authority.remove();
      }
    });
  });
}
