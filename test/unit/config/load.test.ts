import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { renderAll, renderDiagnostic } from "../../../src/config/diagnostics/render.ts";
import { memoryHost } from "./memory-host.ts";

const messages = (loaded: ReturnType<typeof loadConfig>): readonly string[] =>
  loaded.diagnostics.all.map(
    ({ at, message }) => `${at === null ? "" : `${at.file}:${at.line}:${at.column} `}${message}`,
  );

test("a folder stands for its .cfg files in byte order, hidden ones left out", () => {
  const loaded = loadConfig(
    ["z.cfg", "d"],
    memoryHost({
      "z.cfg": ".notice z\n",
      "d/b.cfg": ".notice b\n",
      "d/a.cfg": ".notice a\n",
      "d/B.cfg": ".notice B\n",
      "d/.h.cfg": ".alert hidden\n",
      "d/c.conf": ".alert other\n",
      "d/sub.cfg/x": "",
    }),
  );
  assert.deepEqual(loaded.files, ["z.cfg", "d/B.cfg", "d/a.cfg", "d/b.cfg"]);
  assert.deepEqual(messages(loaded), [
    "z.cfg:1:1 z",
    "d/B.cfg:1:1 B",
    "d/a.cfg:1:1 a",
    "d/b.cfg:1:1 b",
  ]);
});

test("an empty folder and a missing file are errors", () => {
  assert.deepEqual(messages(loadConfig([], memoryHost({}))), ["no configuration file to read"]);
  assert.deepEqual(messages(loadConfig(["none.cfg"], memoryHost({}))), [
    "cannot read configuration file 'none.cfg': No such file or directory",
  ]);
});

test("a section ends with its file", () => {
  const loaded = loadConfig(
    ["a", "b"],
    memoryHost({ a: "frontend f\n mode http\n", b: " bind :80\n" }),
  );
  assert.deepEqual(messages(loaded).slice(0, 1), [
    "b:1:2 unknown keyword 'bind' before any section",
  ]);
});

test("setenv holds from the next line on, also in later files, and the process is left alone", () => {
  const env = { KEPT: "k" };
  const loaded = loadConfig(
    ["a", "b"],
    memoryHost(
      {
        a: 'global\n setenv X "1 2"\n .notice "$X"\n unsetenv KEPT\n',
        b: '.notice "$X|${KEPT-gone}"\n',
      },
      env,
    ),
  );
  assert.deepEqual(messages(loaded), ["a:3:2 1 2", "b:1:1 1 2|gone"]);
  assert.deepEqual(env, { KEPT: "k" });
  assert.equal(loaded.environment.get("X"), "1 2");
  assert.equal(loaded.environment.get("KEPT"), null);
  assert.equal(loaded.environment.get("HAPROXY_CFGFILES"), "a;b");
});

test("a block that is never closed is reported where it opens", () => {
  const loaded = loadConfig(["a"], memoryHost({ a: "global\n.if 1\n.if 0\n.endif\n" }));
  assert.deepEqual(messages(loaded), ["a:2:1 this '.if' is never closed"]);
});

test("after '.else' nothing but '.endif' goes on", () => {
  const loaded = loadConfig(
    ["a"],
    memoryHost({ a: ".if 0\n.else\n.notice yes\n.else\n.elif 1\n.notice yes\n.endif\n" }),
  );
  assert.deepEqual(messages(loaded), [
    "a:3:1 yes",
    "a:4:1 a second '.else' in this block",
    "a:5:1 '.elif' after '.else'",
    "a:6:1 yes",
  ]);
});

test("no condition is evaluated in a skipped block, nor after the branch that counts", () => {
  const loaded = loadConfig(
    ["a"],
    memoryHost({
      a: ".if 0\n.if bad(\n.elif bad(\n.endif\n.endif\n.if 1\n.notice t\n.elif bad(\n.alert no\n.endif\n",
    }),
  );
  assert.deepEqual(messages(loaded), ["a:7:1 t"]);
});

test("a NUL byte is refused with its place", () => {
  const loaded = loadConfig(["a"], memoryHost({ a: "global\n log-tag a\0b\n" }));
  assert.deepEqual(messages(loaded), ["a:2:11 a NUL byte in the line"]);
});

test("defaults are copied: a line in one proxy changes no other", () => {
  const loaded = loadConfig(
    ["a"],
    memoryHost({
      a:
        "defaults\n mode http\n option persist\n log 127.0.0.1 local0\n stats auth a:b\n" +
        "listen one\n no option persist\n no log\n stats auth c:d\n timeout client 5\nlisten two\n",
    }),
  );
  const [one, two] = loaded.model.proxies;
  assert.deepEqual([...one!.switches], []);
  assert.deepEqual([...two!.switches], ["persist"]);
  assert.equal(one!.logTargets.length, 0);
  assert.equal(two!.logTargets.length, 1);
  assert.equal(one!.stats!.auth.length, 2);
  assert.equal(two!.stats!.auth.length, 1);
  assert.equal(two!.timeouts.client, null);
});

test("a second anonymous defaults section starts from the built-in settings", () => {
  const loaded = loadConfig(
    ["a"],
    memoryHost({ a: "defaults\n mode http\n retries 9\ndefaults\n option persist\nbackend b\n" }),
  );
  assert.deepEqual([loaded.model.proxies[0]!.mode, loaded.model.proxies[0]!.retries], ["tcp", 3]);
});

test("rules of a defaults section serve frontends or backends, not both", () => {
  const text =
    "defaults d\n mode http\n http-request deny\nfrontend f from d\n bind :80\n timeout client 1s\nbackend b from d\n";
  assert.deepEqual(messages(loadConfig(["a"], memoryHost({ a: text }))), [
    "a:7:1 backend 'b' inherits rules from the defaults section 'd' that a frontend uses too",
  ]);
});

test("an HTTP frontend cannot use a TCP backend, the other way round it can", () => {
  const text = (front: string, back: string): string =>
    `frontend f\n mode ${front}\n bind :80\n timeout client 1s\n default_backend b\nbackend b\n mode ${back}\n`;
  assert.deepEqual(messages(loadConfig(["a"], memoryHost({ a: text("http", "tcp") }))), [
    "a:5:18 the HTTP frontend 'f' cannot use the TCP backend 'b' (a:6)",
  ]);
  assert.deepEqual(messages(loadConfig(["a"], memoryHost({ a: text("tcp", "http") }))), []);
});

test("ids that are given are kept, the others have that of their position or the next free one", () => {
  // Recorded from HAProxy 2.6.
  const loaded = loadConfig(
    ["a"],
    memoryHost({
      a:
        "backend a\nbackend b\n id 2\nbackend c\nbackend d\n id 7\n" +
        "backend e\n server a 127.0.0.1:6\n server b 127.0.0.1:6 id 1\n server c 127.0.0.1:6\n",
    }),
  );
  const { proxies } = loaded.model;
  assert.deepEqual(
    proxies.map(({ id }) => id),
    [3, 2, 5, 7, 8],
  );
  assert.deepEqual(
    proxies.map(({ idForced }) => idForced),
    [false, true, false, true, false],
  );
  assert.deepEqual(
    proxies[4]?.servers.map(({ id }) => id),
    [2, 1, 4],
  );
  assert.deepEqual(
    proxies[4]?.servers.map(({ idForced }) => idForced),
    [false, true, false],
  );
});

test("the file's bytes are kept as they are, and shown as the text they spell", () => {
  const utf8 = Buffer.from('global\n log-tag "café" x\n', "utf8").toString("latin1");
  const loaded = loadConfig(["a"], memoryHost({ a: utf8 }));
  const shown = renderAll(loaded.diagnostics.all, { colour: false, source: loaded.source });
  assert.equal(
    shown,
    [
      "[ALERT]   a:2:18: 'log-tag' does not take the argument 'x'",
      '     log-tag "café" x',
      "                    ^",
      "[ALERT]   1 error. Fatal errors found in configuration.",
      "",
    ].join("\n"),
  );
});

test("control characters of a file do not reach the terminal", () => {
  const loaded = loadConfig(["a"], memoryHost({ a: "global\n foo\x1b[2J\n" }));
  const shown = renderAll(loaded.diagnostics.all, { colour: false, source: loaded.source });
  assert.ok(!shown.includes("\x1b"), shown);
});

test("colour only when asked", () => {
  const diagnostic = {
    severity: "warning",
    at: { file: "a", line: 1, column: 2, width: 3 },
    message: "m",
    hint: "h",
  } as const;
  const source = (): string => "\tfoo";
  assert.equal(
    renderDiagnostic(diagnostic, { colour: false, source }),
    "[WARNING] a:1:2: m\n    \tfoo\n    \t^~~\n  h\n",
  );
  assert.equal(
    renderDiagnostic(diagnostic, { colour: true, source }),
    "\x1b[1;33m[WARNING]\x1b[0m a:1:2: m\n    \tfoo\n    \t\x1b[1;33m^~~\x1b[0m\n  h\n",
  );
});
