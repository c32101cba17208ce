/** Hints about the engine, about what Sluice has not, and what `tune.h2` leaves in the model. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { globalAbsentHintDirectives } from "../../../src/config/directives/global-absent-hints.ts";
import { globalHttp2Directives } from "../../../src/config/directives/global-http2.ts";
import { globalTuneHintDirectives } from "../../../src/config/directives/global-tune-hints.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { blankGlobal } from "../../../src/config/model/blank/global.ts";
import { memoryHost } from "./memory-host.ts";

const load = (text: string): ReturnType<typeof loadConfig> =>
  loadConfig(["a"], memoryHost({ a: text }));

function told(...lines: readonly string[]): readonly string[] {
  return load(`global\n ${lines.join("\n ")}\n`).diagnostics.all.map(({ message }) => message);
}

/** An argument that fits the syntax; "" for none. */
function argumentFor(syntax: string): string {
  const choice = /\{ (\S+)/.exec(syntax)?.[1];
  if (choice !== undefined) return choice === "on" && syntax.includes(".mode") ? "off" : choice;
  if (syntax.includes("<event")) return "err,hup";
  return syntax.includes("<") ? "5000" : "";
}

test("every hint is taken and leaves the model as it is", () => {
  const expected = { ...blankGlobal(), experimental: true };
  for (const { name, syntax } of [...globalTuneHintDirectives, ...globalAbsentHintDirectives]) {
    const short = /0\.\.|cpu|queues|level|ratio/.test(syntax);
    const zero = /maxrecord/.test(name);
    const given = zero
      ? "0"
      : name.startsWith("lua-")
        ? "x"
        : short && syntax.includes("<")
          ? "5"
          : argumentFor(syntax);
    const { model, diagnostics } = load(
      `global\n expose-experimental-directives\n ${name} ${given}\n`,
    );
    assert.deepEqual(diagnostics.all, [], name);
    assert.deepEqual(model.global, expected, name);
  }
});

test("arguments of hints are checked where they stand", () => {
  for (const [line, expected] of [
    ["tune.buffers.limit -1", /must be between 0/],
    ["tune.buffers.reserve x", /'x' is not a number/],
    ["tune.bufsize.small 0", /must be between 1/],
    ["tune.epoll.mask-events err,foo", /does not know 'foo'/],
    ["tune.epoll.mask-events err hup", /does not take the argument 'hup'/],
    ["tune.events.max-events-at-once 10001", /between 1 and 10000/],
    ["tune.idletimer 65536ms", /between 0 and 65535/],
    ["tune.listener.multi-queue some", /does not know 'some'/],
    ["tune.maxpollevents 1000001", /between 0 and 1000000/],
    ["tune.memory.hot-size 0", /at least 1/],
    ["tune.ring.queues 17", /between 0 and 16/],
    ["tune.idle-pool.shared", /expects one of 'on', 'off'/],
    ["tune.ssl.default-dh-param 512", /between 1024/],
    ["httpclient.ssl.verify", /expects one of 'none', 'required'/],
    ["httpclient.resolvers.id a b", /does not take the argument 'b'/],
    ["stress-level 10", /between 0 and 9/],
    ["no-quic on", /does not take the argument 'on'/],
  ] as const) {
    assert.match(told(line).join(), expected, line);
  }
});

test("what is experimental has to be allowed first", () => {
  for (const line of ["tune.disable-fast-forward", "tune.fd.edge-triggered on"]) {
    assert.match(told(line).join(), /is experimental/);
    assert.deepEqual(told("expose-experimental-directives", line), []);
  }
});

test("what nothing could do is refused with its reason", () => {
  assert.match(told("ocsp-update.mode on").join(), /fetches no OCSP responses/);
  assert.match(told("tune.ssl.maxrecord 1400").join(), /the runtimes size the records/);
  assert.match(told("lua-load x.lua").join(), /written in TypeScript/);
  assert.match(told("wurfl-data-file x").join(), /does not tell devices apart/);
  assert.match(told("tune.sndbuf.backend 5000").join(), /sockets of logs keep/);
  assert.match(told("tune.fail-alloc 1").join(), /cannot be told to fail/);
  for (const side of ["bind", "server"])
    assert.match(
      told(`ssl-default-${side}-client-sigalgs RSA+SHA256`).join(),
      /clients' certificates alone/,
    );
});

test("settings of HTTP/2 stay in the model", () => {
  const { model, diagnostics } = load(`global
 tune.h2.fe.glitches-threshold 1
 tune.h2.fe.initial-window-size 2
 tune.h2.fe.max-concurrent-streams 3
 tune.h2.fe.max-frames-at-once 4
 tune.h2.fe.rxbuf 5k
 tune.h2.fe.max-rst-at-once 6
 tune.h2.fe.max-total-streams 7
 tune.h2.be.glitches-threshold 11
 tune.h2.be.initial-window-size 12
 tune.h2.be.max-concurrent-streams 13
 tune.h2.be.max-frames-at-once 14
 tune.h2.be.rxbuf 1m
 tune.h2.header-table-size 8192
 tune.h2.initial-window-size 32768
 tune.h2.max-concurrent-streams 50
 tune.h2.max-frame-size 16384
 tune.h2.log-errors connection
 tune.h2.zero-copy-fwd-send off
 tune.glitches.kill.cpu-usage 80
 h2-workaround-bogus-websocket-clients
`);
  assert.deepEqual(diagnostics.all, []);
  assert.deepEqual(model.global.http2, {
    client: {
      glitchesThreshold: 1,
      initialWindowBytes: 2,
      maxConcurrentStreams: 3,
      maxFramesAtOnce: 4,
      receiveBufferBytes: 5120,
      maxResetsAtOnce: 6,
      maxTotalStreams: 7,
    },
    server: {
      glitchesThreshold: 11,
      initialWindowBytes: 12,
      maxConcurrentStreams: 13,
      maxFramesAtOnce: 14,
      receiveBufferBytes: 1_048_576,
    },
    headerTableBytes: 8192,
    initialWindowBytes: 32_768,
    maxConcurrentStreams: 50,
    maxFrameBytes: 16_384,
    logErrors: "connection",
    glitchCpuPercent: 80,
    announcesWebSockets: false,
  });
});

test("settings of HTTP/2 have ranges", () => {
  for (const { name } of globalHttp2Directives) assert.notDeepEqual(told(`${name} -1`), [], name);
  assert.match(told("tune.h2.header-table-size 4095").join(), /between 4096 and 65536/);
  assert.match(told("tune.h2.max-frame-size 16383").join(), /between 16384 and 16777215/);
  assert.match(told("tune.glitches.kill.cpu-usage 101").join(), /between 0 and 100/);
  assert.deepEqual(told("no h2-workaround-bogus-websocket-clients"), []);
});

test("lengths in logs and memory of sockets", () => {
  const { model, diagnostics } = load(`global
 tune.http.cookielen 10
 tune.http.logurilen 20
 tune.rcvbuf.client 4k
 tune.rcvbuf.server 5k
 tune.sndbuf.client 6k
 tune.sndbuf.server 7k
 tune.notsent-lowat.client 8k
 tune.notsent-lowat.server 9k
`);
  assert.deepEqual(diagnostics.all, []);
  const { tuning } = model.global;
  assert.equal(tuning.cookieLength, 10);
  assert.equal(tuning.requestLineLength, 20);
  assert.deepEqual(tuning.clientSockets, {
    receiveBytes: 4096,
    sendBytes: 6144,
    unsentBytes: 8192,
  });
  assert.deepEqual(tuning.serverSockets, {
    receiveBytes: 5120,
    sendBytes: 7168,
    unsentBytes: 9216,
  });
});

test("default TLS options in the words of lines", () => {
  const { model, diagnostics } = load(`global
 ssl-default-bind-options no-sslv3 no-tlsv10 no-tlsv11 no-tlsv12 prefer-client-ciphers no-tls-tickets strict-sni
 ssl-default-server-options force-tlsv12
`);
  assert.deepEqual(diagnostics.all, []);
  assert.equal(model.global.sslBindMinVersion, "TLSv1.3");
  assert.equal(model.global.sslBindNoTickets, true);
  assert.equal(model.global.sslBindStrictSni, true);
  assert.equal(model.global.sslServerMinVersion, "TLSv1.2");
  assert.equal(model.global.sslServerMaxVersion, "TLSv1.2");
  assert.match(
    told("ssl-default-server-options prefer-client-ciphers").join(),
    /does not take 'prefer-client-ciphers'/,
  );
  assert.match(told("ssl-default-server-options no-tls-tickets").join(), /session tickets/);
  assert.match(told("ssl-default-bind-options force-sslv3").join(), /no runtime speaks SSLv3/);
});

test("what is let pass, turned away or held back", () => {
  const { model, diagnostics } = load(`global
 h1-accept-payload-with-any-method
 h1-do-not-close-on-insecure-transfer-encoding
 pp2-never-send-local
 harden.reject-privileged-ports.tcp on
 tune.max-checks-per-thread 7
`);
  assert.deepEqual(diagnostics.all, []);
  const { tuning } = model.global;
  assert.equal(tuning.takesBodyOfAnyMethod, true);
  assert.equal(tuning.keepsAfterTwoLengths, true);
  assert.equal(tuning.checksAsClient, true);
  assert.equal(tuning.refusesPrivilegedPorts, true);
  assert.equal(tuning.checksAtOnce, 7);
  assert.match(told("pp2-never-send-local on").join(), /does not take the argument 'on'/);
  assert.match(told("harden.reject-privileged-ports.tcp").join(), /expects one of 'on', 'off'/);
});

test("limits of variables are those of a session", () => {
  const { model, diagnostics } = load(`global
 tune.vars.sess-max-size 300
 tune.vars.txn-max-size 200
 tune.vars.reqres-max-size 100
 tune.vars.global-max-size 0
 tune.vars.proc-max-size 0
`);
  assert.deepEqual(diagnostics.all, []);
  assert.deepEqual(model.global.tuning.variables, { sess: 300, txn: 200, reqres: 100 });
  assert.match(told("tune.vars.global-max-size 100").join(), /counted in each session/);
});
