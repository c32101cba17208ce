/** `close-spread-time`: when a soft stop ends clients' connections, in both programs. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { haproxyProgram, startHaproxy, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";
import { get } from "./configs.ts";

const config = (global: string): string =>
  `global\n nbthread 1\n ${global}\ndefaults\n mode http\n timeout client 20s\n timeout connect 5s\n` +
  " timeout server 20s\nfrontend fe\n bind 127.0.0.1:${P:fe}\n http-request return status 200\n";

const CLIENTS = 12;
const WINDOW_MS = 600;

/** Connections that were answered once and wait for more. */
async function idleClients(proxy: Proxy): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  for (let count = 0; count < CLIENTS; count++) {
    const client = await RawClient.connect(proxy.port("fe"));
    clients.push(client);
    assert.equal((await client.exchange(get("/"))).status, 200);
  }
  return clients;
}

const isRefused = (port: number): Promise<boolean> =>
  RawClient.connect(port).then(
    (client) => {
      client[Symbol.dispose]();
      return false;
    },
    () => true,
  );

const programs = [
  ["Sluice", startSluice, false],
  ["haproxy", startHaproxy, haproxyProgram() === undefined && "haproxy is not installed"],
] as const;

for (const [name, start, skip] of programs) {
  describe(`close-spread-time: ${name}`, { skip, concurrency: true }, () => {
    test("idle connections end at times of their own", async () => {
      await using proxy = await start(config(`close-spread-time ${WINDOW_MS}`));
      const clients = await idleClients(proxy);
      const startMs = performance.now();
      proxy.signal("SIGUSR1");
      const endsMs = await Promise.all(
        clients.map(async (client) => {
          await client.expectClose();
          return performance.now() - startMs;
        }),
      );
      // Of twelve within 600 ms, all within 150 ms of each other would be luck of one in millions.
      assert.ok(Math.max(...endsMs) - Math.min(...endsMs) > WINDOW_MS / 4, endsMs.join());
      assert.equal(await proxy.exited(), 0);
    });

    test("an infinite window leaves connections alone", async () => {
      await using proxy = await start(config("close-spread-time infinite"));
      const clients = await idleClients(proxy);
      proxy.signal("SIGUSR1");
      await until(() => isRefused(proxy.port("fe")), "a closed listener");
      for (const client of clients) {
        const { status, fields } = await client.exchange(get("/"));
        assert.equal(status, 200);
        assert.ok(!fields.some(([field]) => field.toLowerCase() === "connection"));
        client[Symbol.dispose]();
      }
      assert.equal(await proxy.exited(), 0);
    });
  });
}
