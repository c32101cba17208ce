/**
 * What the process that takes over (-sf) is told by the one before it: all entries of the tables
 * that a peers section shares, over the local peer's address. Sluice and HAProxy, in every order.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { until } from "../support/deadline.ts";
import { haproxyVersion, startHaproxy, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { finishLesson } from "../support/whole-lesson.ts";

const config = `
global
    localpeer A
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
peers mp
    peer A 127.0.0.1:\${P:a}
    peer B 127.0.0.1:1
    table t type string len 20 size 100 expire 60s store gpc0
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc0 path table last
    http-request return status 200
backend last
    stick-table type ip size 100 expire 60s peers mp store server_id,http_req_rate(60s),gpt0
`;

const programs = [
  ["Sluice", startSluice],
  ...(haproxyVersion() === null ? [] : [["HAProxy", startHaproxy] as const]),
] as const;

async function fill(proxy: Proxy): Promise<void> {
  for (let n = 0; n < 20; n++) await proxy.cli(`set table mp/t key key${n} data.gpc0 ${n}`);
  await proxy.cli("set table last key 192.0.2.7 data.server_id 3 data.gpt0 5");
}

describe("tables over -sf", () => {
  for (const [oldName, startOld] of programs) {
    for (const [nextName, startNext] of programs) {
      test(`${oldName} tells ${nextName} what it knows, and ends`, async () => {
        await using old = await startOld(config);
        await finishLesson(old.port("a"));
        await fill(old);
        const ports = Object.fromEntries(old.ports);
        const args = ["-sf", String(old.pid)];
        await using next = await startNext(config, { ports, args });
        await until(
          async () => (await next.cli("show table mp/t")).includes("key=key19 "),
          "all keys are told",
        );
        const told = await next.cli("show table mp/t");
        for (let n = 0; n < 20; n++) assert.match(told, new RegExp(`key=key${n} .*gpc0=${n}\n`));
        assert.match(await next.cli("show table last"), /key=192\.0\.2\.7 .*server_id=3 .*gpt0=5/);
        assert.equal(await old.exited(15_000), 0);
        // Who is told does not tell its own changes back, and asks the old one for nothing.
        assert.match(await next.cli("show peers mp"), /id=A\(local,inactive\)/);
      });
    }
  }

  const skip = hasOpenssl ? false : "openssl is not installed";

  test("over TLS, with two threads", { skip }, async () => {
    const authority = makeAuthority();
    try {
      const { combinedPath } = authority.issue(["localhost"]);
      const trust = `ssl crt ${combinedPath} ca-file ${authority.caPath} verify required`;
      const lines = `default-bind ${trust}
    default-server ${trust}
    bind 127.0.0.1:\${P:a}
    server A
    server B`;
      const text = config
        .replace("peer A 127.0.0.1:${P:a}\n    peer B", lines)
        .replace("localpeer A", "localpeer A\n    nbthread 2");
      await using old = await startSluice(text);
      await fill(old);
      const args = ["-sf", String(old.pid)];
      await using next = await startSluice(text, { ports: Object.fromEntries(old.ports), args });
      assert.equal(await old.exited(15_000), 0);
      assert.match(await next.cli("show table mp/t key key19"), /gpc0=19\n/);
    } finally {
      authority.remove();
    }
  });

  test("without anybody who takes over a process that is told to stop ends all the same", async () => {
    await using old = await startSluice(config);
    await fill(old);
    old.signal("SIGUSR1");
    assert.equal(await old.exited(15_000), 0);
  });
});
