/**
 * Lines of a peers section, right and wrong: `haproxy -c` and the loader accept and refuse the same
 * ones. Not compared is what Sluice refuses with its reason (src/config/peer-options.ts).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { haproxyVersion } from "../support/programs.ts";
import { diagnosticsOf, haproxyVerdict, loaderTakes, withoutHaproxy } from "../support/verdicts.ts";

/** In a section with `bind 127.0.0.1:18998` and `server A`, which is the local peer. */
const lines: readonly string[] = [
  "server B 127.0.0.1:5 source 127.0.0.1",
  "server B 127.0.0.1:5 tcp-ut 5s",
  "server B 127.0.0.1:5 ssl verify none",
  "server B 127.0.0.1:5 check",
  "server B 127.0.0.1:5 agent-check agent-port 5",
  "server B 127.0.0.1:5 resolvers r",
  "server B 127.0.0.1:5 weight 5 maxconn 5 cookie x backup",
  "server B 127.0.0.1:5 init-addr none",
  "server B 127.0.0.1:5 id 5",
  "server B 127.0.0.1:5 namespace x",
  "server A",
  "server B",
  "server B /tmp/x.sock",
  "peer B 127.0.0.1:5",
  "default-server check",
  "default-server ssl verify none",
  "default-bind name x",
  "default-bind mss 500",
  "default-bind nothing",
  "bind 127.0.0.1:18997",
  "shards 0",
  "shards x",
  "shards",
  "nothing",
];

/** Since 3.0. */
const newer: readonly string[] = [
  "shards 2",
  "shards 2\n server B 127.0.0.1:5 shard 1",
  "shards 2\n server B 127.0.0.1:5 shard 3",
  "server B 127.0.0.1:5 shard 0",
  "server B 127.0.0.1:5 shard 1",
];

const filled = (line: string): string =>
  `global\n localpeer A\npeers mp\n bind 127.0.0.1:18998\n server A\n ${line}\n` +
  "backend t\n stick-table type ip size 10 peers mp\n";

function compare(line: string, skip: string | false): void {
  test(line.replaceAll("\n", ";"), { skip }, () => {
    const { isTaken, said } = haproxyVerdict(filled(line));
    assert.equal(loaderTakes(filled(line)), isTaken, said);
  });
}

const [major] = haproxyVersion() ?? [0];
for (const line of lines) compare(line, withoutHaproxy);
for (const line of newer) compare(line, major < 3 && "haproxy has no shards");

test("what peers cannot be had with is refused for its reason", () => {
  const cases = [
    ["server B 127.0.0.1:5 send-proxy", /'send-proxy' cannot be had of peers: .* PROXY header/],
    ["server B 127.0.0.1:5 socks4 127.0.0.1:9", /'socks4' cannot be had of peers: .*directly/],
    ["server B 127.0.0.1:5 ssl verify none sni str(a)", /'sni' cannot be had of peers: .*stream/],
    ["server B 127.0.0.1:5 source 1.2.3.4 usesrc client", /'usesrc' cannot be had of peers/],
    ["default-bind accept-proxy", /'accept-proxy' cannot be had of peers: .*hello/],
    ["default-bind maxconn 5", /'maxconn' cannot be had of peers: .*bounded/],
  ] as const;
  for (const [line, reason] of cases) {
    const { all } = diagnosticsOf(filled(line));
    assert.ok(
      all.some(({ severity, message }) => severity === "alert" && reason.test(message)),
      `${line}: ${JSON.stringify(all)}`,
    );
  }
});

test("-L and an earlier peers section go before localpeer, which is said", () => {
  const warnings = (text: string, localPeer: string | null = null): string[] =>
    diagnosticsOf(text, localPeer).all.map(({ message }) => message);
  assert.deepEqual(warnings(filled("server B 127.0.0.1:5")), []);
  assert.match(warnings(filled("server B 127.0.0.1:5"), "Q")[0] ?? "", /-L names the local peer/);
  assert.match(
    warnings(`${filled("server B 127.0.0.1:5")}global\n localpeer B\n`)[0] ?? "",
    /comes after a peers section/,
  );
});
