/**
 * Options of `bind` and `server` lines about sockets and TLS versions, and `source`, right and wrong:
 * `haproxy -c` and the loader accept and refuse the same ones.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { haproxyVerdict, loaderTakes, withoutHaproxy } from "../support/verdicts.ts";

const sources: readonly string[] = [
  "1.2.3.4",
  "1.2.3.4:80",
  "1.2.3.4:80-90",
  "1.2.3.4:90-80",
  "1.2.3.4:+5",
  "1.2.3.4:70000",
  "*",
  ":80",
  "foo",
  "fd@3",
  "",
  "0.0.0.0 usesrc client",
  "0.0.0.0 usesrc clientip",
  "0.0.0.0 usesrc 1.2.3.4",
  "0.0.0.0 usesrc 1.2.3.4:80",
  "0.0.0.0 usesrc 1.2.3.4:80-90",
  "0.0.0.0 usesrc hdr_ip(x)",
  "0.0.0.0 usesrc hdr_ip(x,2)",
  "0.0.0.0 usesrc hdr_ip(x,-2)",
  "0.0.0.0 usesrc hdr_ip(x,0)",
  "0.0.0.0 usesrc hdr_ip(x,-12)",
  "0.0.0.0 usesrc",
  "0.0.0.0 usesrc foo",
  "0.0.0.0 interface lo",
  "0.0.0.0 interface",
  "0.0.0.0 usesrc client interface lo",
  "0.0.0.0 interface lo usesrc client",
  "0.0.0.0 foo",
];

const onServers: readonly string[] = [
  "socks4 127.0.0.1:1080",
  "socks4 127.0.0.1",
  "socks4",
  "socks4 127.0.0.1:0",
  "socks4 1.2.3.4:1-5",
  "socks4 foo:1",
  "check-via-socks4",
  "no-check-via-socks4",
  "tcp-ut 5s",
  "tcp-ut",
  "tcp-ut 0",
  "tcp-ut 5x",
  "no-tfo",
  "pool-low-conn 5",
  "force-tlsv12",
  "force-tlsv13",
  "no-tlsv10",
  "no-tlsv12",
  "no-tlsv13",
  "no-sslv3",
  "no-ssl-reuse",
  "usesrc client",
];

const onBinds: readonly string[] = [
  "tcp-ut 5s",
  "tcp-ut 0",
  "tcp-ut",
  "tcp-ut x",
  "mss 500",
  "mss 0",
  "mss 70000",
  "mss x",
  "mss",
  "defer-accept",
  "tfo",
  "transparent",
  "interface lo",
  "interface nope",
  "interface",
  "force-tlsv12",
  "no-tlsv11",
  "no-sslv3",
];

const base = "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n";
const bind = "frontend f\n bind 127.0.0.1:18999";
const backend = "backend be\n";
const server = " server s 127.0.0.1:80";
const files: readonly (readonly [title: string, text: string])[] = [
  ...sources.map((text) => [`source ${text}`, `${bind}\n${backend} source ${text}\n${server}\n`]),
  ...sources.map((text) => [
    `server source ${text}`,
    `${bind}\n${backend}${server} source ${text}\n`,
  ]),
  ...onServers.map((text) => [`server ${text}`, `${bind}\n${backend}${server} ${text}\n`]),
  ...onBinds.map((text) => [`bind ${text}`, `${bind} ${text}\n${backend}${server}\n`]),
].map(([title, text]) => [title!, base + text!]);

for (const [title, text] of files) {
  test(title, { skip: withoutHaproxy }, () => {
    const { isTaken, said } = haproxyVerdict(text);
    assert.equal(loaderTakes(text), isTaken, said);
  });
}
