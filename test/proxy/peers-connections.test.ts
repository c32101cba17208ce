/** Connections between peers: by TLS, from an address of one's own, over a reload, and who is counted. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { until } from "../support/deadline.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";

/** Process `local` of A and B, each with options for both ends. */
const config = (local: string, bind = "", server = ""): string => `
global
    localpeer ${local}
defaults
    mode http
    timeout client 10s
peers mp
    default-bind ${bind === "" ? "v4v6" : bind}
    default-server ${server === "" ? "no-tfo" : server}
    bind 127.0.0.1:\${P:${local.toLowerCase()}}
    ${["A", "B"].map((name) => `server ${name} ${name === local ? "" : `127.0.0.1:\${P:${name.toLowerCase()}}`}`).join("\n    ")}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request return status 200 hdr x-peer "\${HAPROXY_LOCALPEER}"
backend t
    stick-table type string len 20 size 100 expire 60s peers mp store gpc0
`;

const LIMIT_MS = 15_000;

const knows = (proxy: Proxy, key: string): Promise<boolean> =>
  until(
    async () => (await proxy.cli("show table t")).includes(`key=${key} `),
    `key ${key} is learned`,
    LIMIT_MS,
  );

const tell = (proxy: Proxy, key: string): Promise<string> =>
  proxy.cli(`set table t key ${key} data.gpc0 1`);

async function exchange(one: Proxy, other: Proxy): Promise<void> {
  await tell(one, "one");
  await knows(other, "one");
  await tell(other, "other");
  await knows(one, "other");
}

const info = async (proxy: Proxy): Promise<string[]> =>
  (await proxy.cli("show info")).match(/^(Active|Connected)Peers: \d+/gm) ?? [];

const skip = hasOpenssl ? false : "openssl is not installed";

describe("connections of peers", () => {
  test("by TLS, each with a certificate that the other one asks for", { skip }, async () => {
    const authority = makeAuthority();
    try {
      const { combinedPath } = authority.issue(["localhost"]);
      const bind = `ssl crt ${combinedPath} ca-file ${authority.caPath} verify required`;
      const server = `ssl crt ${combinedPath} ca-file ${authority.caPath} verify required verifyhost localhost`;
      await using one = await startSluice(config("A", bind, server).replaceAll("${P:b}", "1"));
      const ports = { a: one.port("a") };
      await using other = await startSluice(config("B", bind, server), { ports });
      await exchange(one, other);
    } finally {
      authority.remove();
    }
  });

  test("from the address that 'source' says; counted while they stand", async () => {
    await using one = await startSluice(config("A").replaceAll("${P:b}", "1"));
    const ports = { a: one.port("a") };
    const source = "source 127.0.0.9 tcp-ut 5s";
    await using other = await startSluice(config("B", "", source), { ports });
    await exchange(one, other);
    assert.deepEqual(await info(other), ["ActivePeers: 1", "ConnectedPeers: 1"]);
    await other.stop();
    await until(
      async () => (await info(one)).includes("ConnectedPeers: 0"),
      "the connection is counted no more",
      LIMIT_MS,
    );
  });

  test("a reload connects anew and keeps all entries", async () => {
    await using one = await startSluice(config("A").replaceAll("${P:b}", "1"));
    const ports = { a: one.port("a") };
    await using other = await startSluice(config("B"), { ports });
    await exchange(one, other);
    assert.equal(await one.cli("reload"), "Success=1\n\n");
    assert.equal(await other.cli("reload"), "Success=1\n\n");
    assert.match(await one.cli("show table t"), /key=other /);
    await tell(one, "late");
    await knows(other, "late");
    await tell(other, "later");
    await knows(one, "later");
  });

  test("-L names the local peer, whatever localpeer says", async () => {
    await using one = await startSluice(config("A").replaceAll("${P:b}", "1"));
    const ports = { a: one.port("a") };
    const text = config("B").replace("localpeer B", "localpeer A");
    await using other = await startSluice(text, { ports, args: ["-L", "B"] });
    await exchange(one, other);
  });

  test("the process that takes over listens where the old one does, and learns from others", async () => {
    await using other = await startSluice(config("B").replaceAll("${P:a}", "1"));
    const ports = { b: other.port("b") };
    await using old = await startSluice(config("A"), { ports });
    await exchange(old, other);
    const taken = { ...ports, a: old.port("a") };
    await using next = await startSluice(config("A"), {
      ports: taken,
      args: ["-sf", String(old.pid)],
    });
    await knows(next, "one");
    await knows(next, "other");
  });
});
