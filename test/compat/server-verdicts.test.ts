/**
 * `server`, `default-server` and `server-template` lines, right and wrong: `haproxy -c` and the
 * loader accept and refuse the same ones. Left out: numbers that HAProxy reads as far as they are
 * digits, or as unsigned, and which are refused here ("maxconn x", "port 65536"); ids as defaults,
 * which are refused here; what is said of servers when all is compiled (`track`).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { haproxyVerdict, loaderTakes, withoutHaproxy } from "../support/verdicts.ts";

const server = "server s 127.0.0.1:80";
const onServers: readonly string[] = [
  "no-agent-check",
  "no-backup",
  "no-check",
  "no-check-send-proxy",
  "no-check-ssl",
  "no-send-proxy",
  "no-send-proxy-v2",
  "no-ssl",
  "no-ssl-reuse",
  "no-disabled",
  "no-stick",
  "stick",
  "non-stick",
  "no-non-stick",
  "enabled",
  "weight 257",
  "weight -1",
  "weight 0",
  "id 0",
  "id -1",
  "id x",
  "pool-max-conn -2",
  "pool-purge-delay -1",
  "rise 0",
  "fall 0",
  "inter 0",
  "inter x",
  "error-limit 0",
  "slowstart -1",
  "slowstart x",
  "observe x",
  "on-error x",
  "on-marked-down x",
  "cookie",
  "track",
  "ws auto",
  "ws h1",
  "ws x",
  "pool-conn-name",
  "foo",
  "no-foo",
  "namespace x",
  "sni req.hdr(host)",
  "redir",
  "no-verifyhost",
  "tls-tickets",
  "check-ssl",
  "check-ssl verify none",
  "check-ssl no-check-ssl",
  ...["1", "10/8", "10.1", "10.0.0.0/255.0.0.0", "10.0.0.0/33", "::/129", "a"].map(
    (network) => `resolve-net ${network}`,
  ),
  ...[
    "",
    "foo:x",
    ":80",
    "*",
    "127.0.0.1:0",
    "127.0.0.1:x",
    "127.0.0.1:80",
    "127.0.0.1:80-90",
    "127.0.0.1:+8",
    "[::1]:80",
    "fd@3",
    "tcp@127.0.0.1",
    "udp@127.0.0.1",
  ].map((address) => `addr ${address}`),
  ...[
    "",
    "foo:x",
    "*",
    "::1",
    "localhost",
    "127.0.0.1:",
    "127.0.0.1:80",
    "unix@/x",
    "ipv4@::1",
  ].map((address) => `agent-addr ${address}`),
];

const asDefaults: readonly string[] = [
  "name x",
  "disabled",
  "enabled",
  "no-check",
  "non-stick",
  "stick",
  "weight 300",
  "cookie a",
  "127.0.0.1:80",
  "",
];

const lines: readonly string[] = [
  "server-template s 3 127.0.0.1:80",
  "server-template s 1-3 127.0.0.1:80",
  "server-template s 3-1 127.0.0.1:80",
  "server-template s 0 127.0.0.1:80",
  "server-template s -1 127.0.0.1:80",
  "server-template s 1- 127.0.0.1:80",
  "server-template s x 127.0.0.1:80",
  "server-template s 0-2 127.0.0.1:80",
  "server-template s 2 127.0.0.1:80-90",
  "server-template s 2",
  "server-template s",
  "server-template",
  "server-template s/ 2 127.0.0.1:80",
  "server-template s 2 127.0.0.1:80 id 5",
  "server-template s 2 127.0.0.1:80 id 1",
  "server-template s 2 127.0.0.1:80\n server s1 127.0.0.1:80",
  "server-template s 2 127.0.0.1:80 id 5\n server x 127.0.0.1:80 id 6",
  "server-template s 2 127.0.0.1:80\n server x 127.0.0.1:80 id 2",
  "server-template s 2 127.0.0.1:80\n server-template s 2-3 127.0.0.1:80",
  "server-template s 2 unix@/x",
  "server-template s 2 nohost.invalid:80 init-addr none",
  "server-template s 3-3 127.0.0.1:80",
  "server-template s 2 127.0.0.1:80 track b/x\n server x 127.0.0.1:80 check",
  "server-template s 2 127.0.0.1:80 cookie a",
  "server s 127.0.0.1:80 id 5\n server t 127.0.0.1:80 id 5",
  "server s 127.0.0.1:80\n server t 127.0.0.1:80 id 1",
  "server s 127.0.0.1:80 id 2\n server t 127.0.0.1:80",
  "server s 127.0.0.1:80\n server s 127.0.0.1:80",
  "server s/1 127.0.0.1:80",
  "server s 127.0.0.1:80 id 4294967296",
  "server s 127.0.0.1:80 id 2147483648",
];

const base = "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n";
const before = `${base}frontend f\n bind unix@f.sock\nbackend b\n `;
const files: readonly string[] = [
  ...onServers.map((text) => `${server} ${text}`),
  ...asDefaults.map((text) => `default-server ${text}\n ${server}`),
  ...lines,
];

for (const lines of files) {
  test(lines.replaceAll("\n", " | "), { skip: withoutHaproxy }, () => {
    const text = `${before}${lines}\n`;
    const { isTaken, said } = haproxyVerdict(text);
    assert.equal(loaderTakes(text), isTaken, said);
  });
}
