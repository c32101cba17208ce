/**
 * Options of `bind`, `stats socket` and `server` lines about owners, protocols and trust, right and
 * wrong: `haproxy -c` and the loader accept and refuse the same ones.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosticsOf, haproxyVerdict, loaderTakes, withoutHaproxy } from "../support/verdicts.ts";

const onBinds: readonly string[] = [
  "uid 0 gid 0",
  "uid",
  "gid",
  "proto h1",
  "proto none",
  "proto foo",
  "proto",
  "ecdhe",
  "prefer-client-ciphers",
  "crt-ignore-err",
  "ca-ignore-err",
  "crl-file /nowhere",
  "crl-file",
  "id 5",
  "backlog 0",
  "thread 1",
  "thread 2",
  "thread 3",
  "thread 1-2",
  "thread 1-3",
  "thread 3-",
  "thread 2-1",
  "thread odd",
  "thread even",
  "thread all",
  "thread 1/2",
  "thread 1/3",
  "thread 1/1-3",
  "thread 1/odd",
  "thread 2/1",
  "thread 0/1",
  "thread 1,1/2",
  "thread 0",
  "thread 1/65",
  "thread 65",
  "thread x",
  "thread 3 thread 1",
  "shards",
  "shards 0",
  "shards 1",
  "shards 3",
  "shards x",
  "shards -1",
  "shards 100000",
  "shards by-thread",
  "shards 2 thread 2",
];

const onStatsSockets: readonly string[] = [
  "uid 0 gid 0 mode 600 level admin",
  "uid",
  "mode 99",
  "level foo",
  "severity-output string",
  "severity-output foo",
  "severity-output",
];

const onServers: readonly string[] = [
  "proto h1",
  "proto none",
  "proto foo",
  "proto",
  "log-proto legacy",
  "log-proto octet-count",
  "log-proto foo",
  "log-proto",
  "crl-file /nowhere",
];

const file = (mode: string, bind: string, server: string, global = ""): string => `global
 nbthread 2
 ${global}
defaults
 mode ${mode}
 timeout client 1s
 timeout server 1s
 timeout connect 1s
frontend f
 bind unix@f.sock ${bind}
backend b
 server s 127.0.0.1:80 ${server}
`;

/** Lines of several sockets, which have no one number. */
const severalSockets: readonly string[] = [
  "unix@f.sock,unix@g.sock",
  "unix@f.sock,unix@g.sock id 5",
  "127.0.0.1:80-81 id 5",
];

const files: readonly (readonly [title: string, text: string])[] = [
  ...["http", "tcp"].flatMap((mode) => [
    ...onBinds.map((text) => [`mode ${mode}, bind ${text}`, file(mode, text, "")] as const),
    ...onServers.map((text) => [`mode ${mode}, server ${text}`, file(mode, "", text)] as const),
  ]),
  ...severalSockets.map((text) => [`bind ${text}`, file("http", `\n bind ${text}`, "")] as const),
  ...onStatsSockets.map(
    (text) =>
      [`stats socket ${text}`, file("http", "", "", `stats socket unix@s.sock ${text}`)] as const,
  ),
];

for (const [title, text] of files) {
  test(title, { skip: withoutHaproxy }, () => {
    const { isTaken, said } = haproxyVerdict(text);
    assert.equal(loaderTakes(text), isTaken, said);
  });
}

/** HAProxy 2.6 knows them not, or takes what Sluice does not: what the loader says. */
const said: readonly (readonly [title: string, text: string, expected: RegExp | null])[] = [
  ["threads of several sets", file("http", "thread 1,2", ""), null],
  ["threads of open sets", file("http", "thread -1,1/", ""), /do not go together/],
  ["threads up to one", file("http", "thread -1", ""), null],
  ["shards of the group", file("http", "shards by-group", ""), null],
  [
    "a stats socket of thread 2",
    file("http", "", "", "stats socket unix@s.sock thread 2"),
    /thread 1 answers at stats sockets/,
  ],
  ["no-alpn", file("http", "no-alpn", ""), null],
  ["idle-ping of binds", file("http", "idle-ping 5s", ""), null],
  ["idle-ping of servers", file("http", "", "idle-ping 5s"), null],
  ["idle-ping without a time", file("http", "", "idle-ping x"), /cannot read 'x'/],
  ["log-bufsize", file("http", "", "log-bufsize 100"), null],
  ["log-bufsize 0", file("http", "", "log-bufsize 0"), /must be between 1/],
  ["proto h2 of binds", file("http", "proto h2", ""), /^HTTP\/2 is not supported/],
  ["proto fcgi", file("http", "", "proto fcgi"), /^FastCGI is not supported$/],
  ["uid that is none", file("http", "uid abc", ""), /'abc' is not a number/],
  ["some errors ignored", file("http", "crt-ignore-err 10", ""), /ignore some errors only/],
  ["errors of one kind ignored", file("http", "crt-ignore-err all", ""), /cannot go alone/],
  ["no-ca-names", file("http", "no-ca-names", ""), /tell clients the names of all authorities/],
  ["generate-certificates", file("http", "generate-certificates", ""), /makes no certificates/],
  ["tls-ticket-keys", file("http", "tls-ticket-keys f", ""), /keys of session tickets themselves/],
  ["nbconn", file("http", "nbconn 3", ""), /serve in the other direction/],
  ["quic-socket", file("http", "quic-socket listener", ""), /does not speak QUIC/],
];

for (const [title, text, expected] of said) {
  test(`the loader on ${title}`, () => {
    const errors = diagnosticsOf(text)
      .all.filter(({ severity }) => severity === "alert")
      .map(({ message }) => message);
    if (expected === null) assert.deepEqual(errors, []);
    else assert.match(errors.join("\n"), expected);
  });
}
