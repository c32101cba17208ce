/** `show peers` of two processes that know each other: HAProxy and Sluice have the same things to tell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/deadline.ts";
import { haproxyVersion, startHaproxy, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";

const config = (local: string): string => `
global
    localpeer ${local}
defaults
    mode http
    timeout client 10s
peers mp
    peer A 127.0.0.1:\${P:a}
    peer B 127.0.0.1:\${P:b}
frontend fe
    bind 127.0.0.1:\${P:fe}
backend t
    stick-table type string len 20 size 100 expire 60s peers mp store gpc0,server_key
`;

/** What is told of, line by line: names with their values left out, and only what 2.6 tells as well. */
function shapeOf(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+flags=|dictionary cache|->/.test(line))
    .map((line) =>
      [...line.matchAll(/([a-z_]+)[=:]/g)]
        .map(([, name]) => name!)
        .filter((name) => !["app_state", "learn_state"].includes(name))
        .join(" "),
    );
}

const version = haproxyVersion();
const skip = version === null ? "haproxy is not installed" : false;

test("show peers tells the same of a peer that is connected", { skip }, async () => {
  const shapes: string[][] = [];
  for (const start of [startSluice, startHaproxy]) {
    await using one: Proxy = await start(config("A"));
    const ports = { a: one.port("a"), b: one.port("b") };
    await using other = await startSluice(config("B"), { ports });
    await one.cli("set table t key x data.gpc0 1");
    await other.cli("set table t key y data.gpc0 1");
    await until(
      async () =>
        (await one.cli("show table t")).includes("key=y ") &&
        /last_acked=1 last_pushed=1/.test(await one.cli("show peers mp")),
      "both know all",
      15_000,
    );
    shapes.push(shapeOf(await one.cli("show peers mp")));
    assert.equal((await one.cli("show peers nobody")).trim(), "No such peers");
  }
  assert.deepEqual(shapes[0], shapes[1]);
});
