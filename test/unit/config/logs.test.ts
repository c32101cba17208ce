/** Log targets, rings and log profiles: what they become, and what is wrong with them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { memoryHost } from "./memory-host.ts";

function load(text: string): ReturnType<typeof loadConfig> {
  return loadConfig(["a"], memoryHost({ a: text }));
}

function alerts(text: string): string[] {
  return load(text)
    .diagnostics.all.filter((each) => each.severity === "alert")
    .map((each) => each.message);
}

test("options of a target, then facility and levels", () => {
  const { model } = load(
    "global\n log tcp@127.0.0.1 len 200 format rfc5424 sample 1,3-4:6 local3 err alert\n" +
      " log uxdg@/dev/log local0\n log uxst@/run/log daemon\n log fd@5 user\n",
  );
  const [tcp, datagram, stream, fd] = model.global.logTargets;
  const to = { kind: "ip", host: "127.0.0.1", port: 514, family: 4 };
  assert.deepEqual(tcp!.address, { kind: "stream", to });
  assert.deepEqual(tcp!.sample, {
    ranges: [
      { first: 1, last: 1 },
      { first: 3, last: 4 },
    ],
    size: 6,
  });
  assert.deepEqual([tcp!.maxBytes, tcp!.format], [200, "rfc5424"]);
  assert.deepEqual([tcp!.facility, tcp!.maxLevel, tcp!.minLevel], [19, 3, 1]);
  assert.deepEqual(datagram!.address, { kind: "unix", path: "/dev/log" });
  assert.deepEqual(stream!.address, { kind: "stream", to: { kind: "unix", path: "/run/log" } });
  assert.deepEqual(fd!.address, { kind: "fd", fd: 5 });
});

test("a ring with its server", () => {
  const { model } = load(
    "ring r\n description text\n format iso\n maxlen 300\n size 4k\n timeout connect 1s\n" +
      " timeout server 2s\n server s 127.0.0.1:514 log-proto octet-count\n",
  );
  const [ring] = model.rings;
  assert.deepEqual(
    [ring!.description, ring!.format, ring!.maxBytes, ring!.sizeBytes],
    ["text", "iso", 300, 4096],
  );
  assert.deepEqual([ring!.connectTimeoutMs, ring!.serverTimeoutMs], [1000, 2000]);
  assert.equal(ring!.servers[0]!.framing, "octet-count");
});

test("a profile keeps what it says of each step", () => {
  const { model } = load('log-profile p\n log-tag t\n on any sd "x"\n on close drop\n');
  const [profile] = model.logProfiles;
  assert.equal(profile!.tag, "t");
  assert.deepEqual([...profile!.steps.keys()], ["any", "close"]);
  assert.equal(profile!.steps.get("close")!.drop, true);
  assert.equal(profile!.steps.get("any")!.structuredData!.text, "x");
});

test("log-steps takes 'all' or names", () => {
  const { model } = load(
    "frontend a\n mode http\n bind :1\n log-steps all\nfrontend b\n mode http\n bind :2\n log-steps accept,close\n",
  );
  assert.deepEqual(
    model.proxies.map((proxy) => proxy.logSteps),
    [
      ["accept", "request", "connect", "response", "close"],
      ["accept", "close"],
    ],
  );
});

const FAULTS: readonly (readonly [string, string])[] = [
  ["global\n log stdout sample 0:3 local0", "'0' is not a range that begins at 1 or later"],
  ["global\n log stdout sample 3-2:3 local0", "'3-2' is not a range that begins at 1 or later"],
  ["global\n log stdout sample 1-3,2:3 local0", "the range '2' overlaps another one"],
  ["global\n log stdout sample 1-4:3 local0", "the range '1-4' goes beyond the sample's size 3"],
  ["global\n log stdout sample x local0", "a sample is written <ranges>:<size>"],
  ["global\n log ring@r local0", "there is no ring section 'r'"],
  ["global\n log stdout profile p local0", "there is no log-profile section 'p'"],
  ["global\n log backend@b local0", "there is no backend 'b' in 'mode log'"],
  ["ring r\nring r", "the ring 'r' is there already"],
  ["ring r\n size 10", "'size' must be between 1024 and 1073741824, not 10"],
  [`ring r${"\n server s 127.0.0.1:1".repeat(29)}`, "a ring has 28 servers at most"],
  ["ring r\n backing-file x", "'backing-file' is not supported: rings are kept in memory only"],
  [
    "ring r\n server s 127.0.0.1:1 ssl",
    "'server ... ssl' in a ring is not supported by this version of Sluice yet",
  ],
  ["log-profile p\nlog-profile p", "the log-profile section 'p' is there already"],
  [
    "frontend f\n mode http\n bind :1\n log-steps accept,nope",
    "'nope' is not a step of a transaction",
  ],
];

for (const [text, message] of FAULTS) {
  test(`fault: ${text.replaceAll("\n", " / ")}`, () => {
    assert.deepEqual(alerts(`${text}\n`), [message]);
  });
}
