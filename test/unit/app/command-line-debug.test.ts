/** The `-d…` options of HAProxy, and what they stand over in a configuration. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandLine } from "../../../src/app/command-line/command-line.ts";
import type { CommandLine } from "../../../src/app/command-line/draft.ts";
import { cpuReport, loadedFiles } from "../../../src/app/command-line/reports.ts";
import { type LoadedConfig, loadConfig } from "../../../src/config/load.ts";
import { memoryHost } from "../config/memory-host.ts";

function options(...words: string[]): CommandLine {
  const parsed = parseCommandLine(words);
  if (typeof parsed === "string") throw new Error(parsed);
  return parsed;
}

/** Why the words are refused. */
function fault(...words: string[]): string {
  const parsed = parseCommandLine(words);
  assert.ok(typeof parsed === "string");
  return parsed;
}

function loaded(text: string, ...words: string[]): LoadedConfig {
  const { overrides } = options(...words);
  return loadConfig(["a"], { ...memoryHost({ a: text }), overrides });
}

test("what asks for nothing of Sluice's is accepted", () => {
  const plain = options("-f", "a");
  for (const word of ["-dM", "-dM50,no-merge", "-dMhelp", "-dI", "-dZ"])
    assert.deepEqual(options(word, "-f", "a"), plain, word);
});

test("what cannot be had is refused with its reason", () => {
  assert.equal(fault("-dt"), "-dt: there are no traces; -d tells what happens");
  assert.match(fault("-dth2:error"), /no traces/);
  assert.match(fault("-dC12"), /not anonymised/);
  assert.equal(fault("-dX"), "unknown option -dX");
});

test("the command line stands over the configuration", () => {
  const { global } = loaded(
    "global\n dns-accept-family ipv6\n ssl-server-verify required\n",
    "-4",
    "-dV",
    "-dR",
  ).model;
  assert.deepEqual(global.process.dnsFamilies, [4]);
  assert.equal(global.sslServerVerify, "none");
  assert.equal(global.process.sharesAddresses, false);
  const server = "backend b\n server s 127.0.0.1:1 ssl\n";
  assert.equal(loaded(server, "-dV").model.proxies[0]!.servers[0]!.verify, "none");
  assert.equal(loaded(server).model.proxies[0]!.servers[0]!.verify, "required");
});

test("what is turned off is not enabled", () => {
  const asked = (option: string): string => `.if enabled(${option})\n.notice ${option}\n.endif\n`;
  const text = asked("POLL") + asked("SERVER-SSL-VERIFY-NONE");
  const notices = (...words: string[]): string[] =>
    loaded(text, ...words)
      .diagnostics.all.filter(({ severity }) => severity === "notice")
      .map(({ message }) => message);
  assert.deepEqual(notices(), ["POLL"]);
  assert.deepEqual(notices("-dp"), []);
  assert.deepEqual(notices("-dV"), ["POLL", "SERVER-SSL-VERIFY-NONE"]);
});

test("-dC prints the words that were read", () => {
  let printed = "";
  const text =
    '# c\nglobal\n\t nbthread   2 # x\n.if 0\n node n\n.endif\n log-tag "a b"\n\nfrontend  f\n bind :1\n';
  const dump = (line: string): void => void (printed += line);
  loadConfig(["a"], { ...memoryHost({ a: text }), dump });
  assert.equal(printed, "global\n\tnbthread 2\n\tlog-tag a b\nfrontend f\n\tbind :1\n");
  assert.equal(options("-dC").dumps, true);
});

test("-dL lists what is mapped to be run, once", () => {
  const maps =
    "00400000-00452000 r-xp 00000000 08:02 173521      /usr/bin/x\n" +
    "00651000-00652000 r--p 00051000 08:02 173521      /usr/bin/x\n" +
    "35b1800000-35b1820000 r-xp 00000000 08:02 135522  /usr/lib/a b.so\n" +
    "7fff-8000 r-xp 00000000 00:00 0                   [vdso]\n" +
    "35b1900000-35b1920000 rw-p 00000000 08:02 135523  /dev/zero\n";
  assert.equal(loadedFiles({ readText: () => maps }), "/usr/bin/x\n/usr/lib/a b.so\n");
});

test("-dc tells the CPUs of threads", () => {
  const { model } = loaded("global\n nbthread 2\n cpu-map 1/2 1\n");
  const topology = { online: [0, 1, 2], allowed: [0, 1], unitOf: () => undefined };
  assert.equal(
    cpuReport(model, topology),
    "CPUs online : 0,1,2\nCPUs allowed : 0,1\nThread 1/1 : 0,1\nThread 1/2 : 1\n",
  );
});
