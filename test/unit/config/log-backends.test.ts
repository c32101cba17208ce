/** Backends in `mode log`: what they may say, what is ignored there, and who may lead to them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { memoryHost } from "./memory-host.ts";

function load(text: string): ReturnType<typeof loadConfig> {
  return loadConfig(["a"], memoryHost({ a: text }));
}

function messages(text: string, severity: "alert" | "warning"): string[] {
  return load(text)
    .diagnostics.all.filter((each) => each.severity === severity)
    .map((each) => each.message);
}

/** A log backend with those lines. */
const backend = (...lines: string[]): string =>
  `backend b\n${["mode log", ...lines].map((line) => ` ${line}\n`).join("")}`;

test("servers are for datagrams or for streams", () => {
  const { model, diagnostics } = load(
    `global\n log backend@b local0\n${backend("server s udp@127.0.0.1:1 weight 3")}` +
      "defaults\n mode log\nbackend c\n server t 127.0.0.1:2 log-proto octet-count log-bufsize 300\n",
  );
  assert.deepEqual(diagnostics.all, []);
  assert.deepEqual(model.global.logTargets[0]!.address, { kind: "backend", name: "b" });
  const [s, t] = model.proxies.map((proxy) => proxy.servers[0]!);
  assert.deepEqual([s!.datagram, s!.logFraming, s!.logBufferBytes], [true, "legacy", null]);
  assert.deepEqual([t!.datagram, t!.logFraming, t!.logBufferBytes], [false, "octet-count", 300]);
  assert.deepEqual(
    model.proxies.map((proxy) => proxy.mode),
    ["syslog", "syslog"],
  );
});

test("rules about connections are ignored", () => {
  const text = backend(
    "stick-table type ip size 10",
    "stick on src",
    "tcp-request content accept",
    "http-request deny",
    "use-server s if TRUE",
    "server s 127.0.0.1:1",
  );
  const { model } = load(text);
  const ignored = messages(text, "warning");
  for (const name of ["stick-table", "stick", "tcp-request content", "http-request", "use-server"])
    assert.ok(
      ignored.some((each) => each.startsWith(`'${name}' has no effect in`)),
      name,
    );
  const [proxy] = model.proxies;
  assert.deepEqual([proxy!.stickRules, proxy!.useServer], [[], []]);
  assert.deepEqual(proxy!.rules["http-request"], []);
});

const SERVER = "server s udp@127.0.0.1:1";

const FAULTS: readonly (readonly [text: string, message: RegExp])[] = [
  [backend("balance leastconn", SERVER), /'balance leastconn' is nothing for log lines/],
  [
    backend("balance log-hash lower", "hash-type consistent", SERVER),
    /needs 'hash-type map-based'/,
  ],
  [backend(SERVER, "server t 127.0.0.1:1"), /server 't' is of another kind than the one before/],
  [backend("server s uxdg@/tmp/x"), /needs an IP address/],
  [backend("server s udp@127.0.0.1"), /needs a port/],
  [backend("server s 127.0.0.1:1 log-bufsize 100"), /'log-bufsize 100' is too small/],
  [backend("default-server ssl verify none", SERVER), /'ssl' is not supported for a server of/],
  [backend("source 127.0.0.2", SERVER), /'source' is not supported for a server of/],
  [`listen b\n mode log\n ${SERVER}\n`, /listen 'b' cannot be in 'mode log'/],
  ["frontend f\n mode log\n bind :1\n", /frontend 'f' cannot be in 'mode log'/],
  [`backend c\n mode tcp\n ${SERVER}\n`, /'udp@127.0.0.1:1' is a datagram address/],
  ["global\n log backend@c local0\nbackend c\n mode tcp\n", /no backend 'c' in 'mode log'/],
  [
    `frontend f\n mode tcp\n bind :1\n default_backend b\n${backend(SERVER)}`,
    /'default_backend' leads to the log backend 'b'/,
  ],
];

for (const [text, message] of FAULTS) {
  test(`fault: ${text.trim().replaceAll("\n", " / ")}`, () => {
    assert.match(messages(text, "alert").join("\n"), message);
  });
}
