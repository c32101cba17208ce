/** Every lack of a runtime is refused by name, and only where a configuration asks for it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilityRows, checkCapabilities } from "../../../../src/app/compile/capabilities.ts";
import { CollectedDiagnostics } from "../../../../src/config/diagnostics/collect.ts";
import { loadConfig } from "../../../../src/config/load.ts";
import type { Capabilities } from "../../../../src/runtime/runtime.ts";
import { memoryHost } from "../../config/memory-host.ts";

const able: Capabilities = {
  reusePort: true,
  threads: true,
  sharedListeners: true,
  inheritedFd: true,
  abstractSockets: true,
  unixDatagrams: true,
  ipv6Only: true,
  tlsCiphers: true,
  tlsGroupChoice: true,
  tls13Suites: true,
  tlsBelow12: true,
  tlsNoTickets: true,
  tlsMultipleKeyTypes: true,
  clientCertificates: true,
  revocationLists: true,
  startTls: true,
  sourceAddress: true,
  socketOptions: true,
  tcpInfo: true,
  tlsSession: true,
  tlsKeyLog: true,
  tlsGroup: true,
  chroot: true,
  setuid: true,
  daemonize: true,
  descriptorLimit: true,
  cpuAffinity: true,
  coreDumps: true,
};

/** What a runtime without `lacks` says of the configuration, as "severity line:column message". */
function verdict(config: string, lacks: readonly (keyof Capabilities)[]): string[] {
  const files = { "c.cfg": config, "a.pem": "", "ca.pem": "" };
  const { model } = loadConfig(["c.cfg"], memoryHost(files));
  const capabilities = { ...able };
  for (const capability of lacks) capabilities[capability] = false;
  const diagnostics = new CollectedDiagnostics();
  checkCapabilities(model, { name: "deno", capabilities }, diagnostics);
  return diagnostics.all.map(
    ({ at, message, severity }) =>
      `${severity} ${at === null ? "" : `${at.line}:${at.column} `}${message}`,
  );
}

const frontend = (bind: string): string => `frontend f\n mode http\n bind ${bind}\n`;
const backend = (server: string): string => `backend b\n mode http\n server s ${server}\n`;

/** A configuration that asks for the capability, and all that is said when it is missing. */
const cases: readonly (readonly [keyof Capabilities, string, readonly string[]])[] = [
  [
    "threads",
    "global\n nbthread 2\n",
    ["alert 'nbthread 2' is not possible here: deno runs no threads"],
  ],
  [
    "reusePort",
    `global\n nbthread 2\n${frontend("127.0.0.1:80")}`,
    [
      "alert 5:2 'bind' with 'nbthread 2' is not possible here: deno cannot share an address between threads",
    ],
  ],
  [
    "inheritedFd",
    frontend("fd@4"),
    ["alert 3:2 'fd@' is not possible here: deno cannot take over a descriptor"],
  ],
  [
    "abstractSockets",
    frontend("abns@x"),
    ["alert 3:2 'abns@' is not possible here: deno knows no abstract sockets"],
  ],
  [
    "abstractSockets",
    backend("abns@x"),
    ["alert 3:2 'abns@' is not possible here: deno knows no abstract sockets"],
  ],
  [
    "unixDatagrams",
    "global\n log /dev/log local0\n",
    ["alert 2:2 'log' is not possible here: deno cannot send to unix sockets as syslog does"],
  ],
  [
    "ipv6Only",
    frontend("[::1]:80 v6only"),
    [
      "alert 3:16 'v6only' is not possible here: deno cannot choose whether an IPv6 socket takes IPv4",
    ],
  ],
  [
    "tlsCiphers",
    frontend("127.0.0.1:80 ssl crt a.pem ciphers AES"),
    ["alert 3:34 'ciphers' is not possible here: deno cannot choose TLS ciphers"],
  ],
  [
    "tlsCiphers",
    "global\n ssl-default-server-ciphers AES\n",
    ["alert 'ssl-default-server-ciphers' is not possible here: deno cannot choose TLS ciphers"],
  ],
  [
    "tlsGroupChoice",
    frontend("127.0.0.1:80 ssl crt a.pem curves P-256 sigalgs ECDSA+SHA256"),
    [
      "alert 3:34 'curves' is not possible here: deno cannot choose TLS groups and signature algorithms",
      "alert 3:47 'sigalgs' is not possible here: deno cannot choose TLS groups and signature algorithms",
    ],
  ],
  [
    "tlsGroupChoice",
    "global\n ssl-default-bind-curves P-256\n ssl-default-server-sigalgs ECDSA+SHA256\n",
    [
      "alert 'ssl-default-bind-curves' is not possible here: deno cannot choose TLS groups and signature algorithms",
      "alert 'ssl-default-server-sigalgs' is not possible here: deno cannot choose TLS groups and signature algorithms",
    ],
  ],
  [
    "socketOptions",
    "global\n tune.rcvbuf.client 5000\n tune.notsent-lowat.server 5000\n",
    [
      "alert 'tune.rcvbuf.client' is not possible here: deno tells no descriptors to set options on",
      "alert 'tune.notsent-lowat.server' is not possible here: deno tells no descriptors to set options on",
    ],
  ],
  [
    "tls13Suites",
    "global\n ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256\n",
    [
      "warning 'ssl-default-bind-ciphersuites' has no effect: deno cannot choose TLS 1.3 suites, all of them are offered",
    ],
  ],
  [
    "tlsBelow12",
    frontend("127.0.0.1:80 ssl crt a.pem ssl-min-ver TLSv1.0"),
    ["alert 3:34 'ssl-min-ver' is not possible here: deno speaks no TLS below 1.2"],
  ],
  [
    "tlsNoTickets",
    frontend("127.0.0.1:80 ssl crt a.pem no-tls-tickets"),
    ["alert 3:34 'no-tls-tickets' is not possible here: deno cannot turn TLS tickets off"],
  ],
  [
    "clientCertificates",
    frontend("127.0.0.1:80 ssl crt a.pem ca-file ca.pem verify required"),
    ["alert 3:49 'verify' is not possible here: deno cannot verify client certificates"],
  ],
  [
    "startTls",
    frontend("127.0.0.1:80 accept-proxy ssl crt a.pem"),
    ["alert 3:20 'accept-proxy' is not possible here: deno cannot begin TLS after a PROXY header"],
  ],
  [
    "sourceAddress",
    backend("127.0.0.1:81 source 127.0.0.2"),
    ["alert 3:24 'source' is not possible here: deno cannot choose the address it connects from"],
  ],
  [
    "socketOptions",
    "frontend f\n mode http\n bind :80\n http-request set-tos 3\n tcp-request connection silent-drop\n",
    [
      "alert 5:25 'silent-drop' is not possible here: deno tells no descriptors to set options on",
      "alert 4:15 'set-tos' is not possible here: deno tells no descriptors to set options on",
    ],
  ],
  [
    "socketOptions",
    "frontend f\n mode http\n bind :80\n option nolinger\n",
    [
      "alert 'option nolinger' of frontend 'f' is not possible here: deno tells no descriptors to set options on",
    ],
  ],
  [
    "socketOptions",
    "frontend f\n mode http\n bind :80\n option clitcpka\n",
    [
      "alert 'option clitcpka' of frontend 'f' is not possible here: deno tells no descriptors to set options on",
    ],
  ],
  [
    "chroot",
    "global\n chroot /var/empty\n",
    ["alert 'chroot' is not possible here: deno cannot confine itself to a folder"],
  ],
  [
    "setuid",
    "global\n user nobody\n gid 65534\n",
    [
      "alert 'user' is not possible here: deno cannot change its user",
      "alert 'gid' is not possible here: deno cannot change its user",
    ],
  ],
  [
    "tlsKeyLog",
    "global\n tune.ssl.keylog on\n",
    [
      "alert 'tune.ssl.keylog' is not possible here: deno does not tell the secrets of a TLS connection",
    ],
  ],
  [
    "daemonize",
    "global\n daemon\n",
    ["alert 'daemon' is not possible here: deno cannot go into the background"],
  ],
  [
    "descriptorLimit",
    "global\n ulimit-n 1000\n fd-hard-limit 2000\n",
    [
      "alert 'ulimit-n' is not possible here: deno cannot set the limit of descriptors",
      "alert 'fd-hard-limit' is not possible here: deno cannot set the limit of descriptors",
    ],
  ],
  [
    "cpuAffinity",
    "global\n cpu-map 1/1 0\n cpu-set drop-cpu 7\n",
    [
      "alert 'cpu-map' is not possible here: deno cannot choose the CPUs of threads",
      "alert 'cpu-set' is not possible here: deno cannot choose the CPUs of threads",
    ],
  ],
  [
    "sharedListeners",
    `global\n nbthread 3\n${frontend("127.0.0.1:80 shards 2")}`,
    [
      "alert 5:20 'shards' is not possible here: deno does not share a listening socket among chosen threads",
    ],
  ],
  [
    "sharedListeners",
    `global\n nbthread 3\n${frontend("unix@/s thread 2-3")}`,
    [
      "alert 5:15 'thread' is not possible here: deno does not share a listening socket among chosen threads",
    ],
  ],
  [
    "coreDumps",
    "global\n set-dumpable\n",
    ["alert 'set-dumpable' is not possible here: deno cannot let cores be written"],
  ],
];

for (const [capability, config, expected] of cases) {
  test(`${capability}: ${config.trim().split("\n").at(-1)!.trim()}`, () => {
    assert.deepEqual(verdict(config, [capability]), expected);
    assert.deepEqual(verdict(config, []), []);
  });
}

test("a configuration that asks for none of it runs where nothing is possible", () => {
  const plain = `global\n log 127.0.0.1:514 local0\n${frontend("127.0.0.1:80 ssl crt a.pem")}${backend("127.0.0.1:81")}`;
  const all = Object.keys(able).filter((key): key is keyof Capabilities => key in able);
  assert.deepEqual(verdict(plain, all), []);
});

test("each capability has its row, but for those that certificates and expressions ask for", () => {
  const rows = new Set<string>(capabilityRows.map((row) => row.capability));
  assert.deepEqual(
    Object.keys(able).filter((key) => !rows.has(key)),
    ["tlsMultipleKeyTypes", "tcpInfo", "tlsSession", "tlsGroup"],
  );
  assert.equal(rows.size, capabilityRows.length);
});
