/** What is said of settings of pools and protocols to servers that cannot be had. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { memoryHost } from "./memory-host.ts";

function told(text: string): readonly string[] {
  return loadConfig(["a"], memoryHost({ a: text }))
    .diagnostics.all.filter((each) => each.severity === "alert")
    .map((each) => each.message);
}

const ofServer = (option: string): readonly string[] =>
  told(
    `defaults\n timeout client 1s\n timeout server 1s\n timeout connect 1s\nbackend b\n server s 127.0.0.1:80 ${option}\n`,
  );

test("descriptors do not bound pools", () => {
  for (const name of ["tune.pool-low-fd-ratio", "tune.pool-high-fd-ratio"])
    assert.match(told(`global\n ${name} 20\n`).join(), /is not supported: idle connections are/);
});

test("WebSockets go over HTTP/1", () => {
  assert.deepEqual(ofServer("ws auto"), []);
  assert.deepEqual(ofServer("ws h1"), []);
  assert.match(ofServer("ws h2").join(), /no HTTP\/2/);
  assert.match(ofServer("ssl-reuse").join(), /made anew/);
});
