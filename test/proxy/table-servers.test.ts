/**
 * Which server an entry means after the configuration has changed: by its name, or by its address
 * (`srvkey`). Over a reload of Sluice, and over -sf, where peers tell it, also from and to HAProxy.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { haproxyVersion, startHaproxy, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { request } from "../support/raw-client.ts";
import { finishLesson } from "../support/whole-lesson.ts";

const config = (srvkey: string, servers: readonly string[]): string => `
global
    localpeer A
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
peers mp
    peer A 127.0.0.1:\${P:peer}
    peer B 127.0.0.1:1
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be
backend be
    stick-table type string len 20 size 100 expire 60s peers mp ${srvkey}
    stick on url_param(k)
    ${servers.map((server) => `server ${server}`).join("\n    ")}
`;

/** Three places that say which one they are. */
const PLACES = ["one", "two", "three"];
const at = (place: string): string => `127.0.0.1:\${P:${place}}`;

const BEFORE = [`a ${at("one")}`, `b ${at("two")}`];
/** The numbers of the servers change; a goes to another address, and its own one gets a new name. */
const AFTER = [`new ${at("one")}`, `b ${at("two")}`, `a ${at("three")}`];

/** Where key 1, which a got, goes afterwards. */
const expected: readonly (readonly [srvkey: string, place: string])[] = [
  ["srvkey name", "three"],
  ["srvkey addr", "one"],
];

const ask = async (proxy: Proxy, key: string): Promise<string> => {
  const text = `GET /?k=${key} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
  return (await request(proxy.port("fe"), text)).body;
};

async function withOrigins(run: (ports: Record<string, number>) => Promise<void>): Promise<void> {
  await using one = await startOrigin(() => okResponse("one"));
  await using two = await startOrigin(() => okResponse("two"));
  await using three = await startOrigin(() => okResponse("three"));
  await run({ one: one.port, two: two.port, three: three.port });
}

const programs = [
  ["Sluice", startSluice],
  ...(haproxyVersion() === null ? [] : [["HAProxy", startHaproxy] as const]),
] as const;

describe("the server of an entry", () => {
  for (const [srvkey, place] of expected) {
    test(`${srvkey}: over a reload`, () =>
      withOrigins(async (ports) => {
        await using proxy = await startSluice(config(srvkey, BEFORE), { ports });
        assert.deepEqual([await ask(proxy, "1"), await ask(proxy, "2")], PLACES.slice(0, 2));
        const lines = (servers: readonly string[]): string =>
          servers.map((server) => `server ${server}`).join("\n    ");
        const filled = (text: string): string =>
          text.replaceAll(/\$\{P:(\w+)\}/g, (_, name: string) => String(ports[name]));
        const text = readFileSync(proxy.configPath, "latin1");
        const changed = text.replace(filled(lines(BEFORE)), filled(lines(AFTER)));
        assert.notEqual(changed, text);
        writeFileSync(proxy.configPath, changed);
        assert.equal(await proxy.cli("reload"), "Success=1\n\n");
        assert.deepEqual([await ask(proxy, "1"), await ask(proxy, "2")], [place, "two"]);
      }));

    for (const [oldName, startOld] of programs) {
      for (const [nextName, startNext] of programs) {
        test(`${srvkey}: told by ${oldName} to ${nextName}`, () =>
          withOrigins(async (ports) => {
            await using old = await startOld(config(srvkey, BEFORE), { ports });
            await finishLesson(old.port("peer"));
            assert.deepEqual([await ask(old, "1"), await ask(old, "2")], PLACES.slice(0, 2));
            const taken = { ...ports, ...Object.fromEntries(old.ports) };
            const args = ["-sf", String(old.pid)];
            await using next = await startNext(config(srvkey, AFTER), { ports: taken, args });
            await until(
              async () => (await next.cli("show table be")).includes("key=2 "),
              "the entries are told",
            );
            assert.deepEqual([await ask(next, "1"), await ask(next, "2")], [place, "two"]);
          }));
      }
    }
  }
});
