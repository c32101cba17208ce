/** Lines about compression, right and wrong: accepted and refused as HAProxy does. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadConfig } from "../../src/config/load.ts";
import { haproxyProgram, haproxyVersion } from "../support/programs.ts";
import { memoryHost } from "../unit/config/memory-host.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-compression-"));
after(() => rmSync(folder, { recursive: true }));

const inGlobal: readonly string[] = [
  "maxcomprate 100",
  "maxcomprate",
  "maxcomprate 0 1",
  "maxcompcpuusage 0",
  "maxcompcpuusage 100",
  "maxcompcpuusage 101",
  "maxcompcpuusage -1",
  "maxcompcpuusage",
  "maxzlibmem 10",
  "maxzlibmem",
  "tune.comp.maxlevel 1",
  "tune.comp.maxlevel 9",
  "tune.comp.maxlevel 0",
  "tune.comp.maxlevel 10",
  "tune.comp.maxlevel x",
  "tune.comp.maxlevel 5 6",
];

const inProxy: readonly string[] = [
  "compression algo gzip",
  "compression algo gzip deflate raw-deflate identity",
  "compression algo gzip gzip\n compression algo gzip",
  "compression algo GZIP",
  "compression algo gzip lzma",
  "compression algo",
  "compression",
  "compression foo",
  "compression type text/html text/",
  "compression type",
  "compression offload",
  "compression offload x",
  "no compression algo gzip",
  "filter compression",
  "filter compression x",
  "filter compression\n filter compression",
  "filter compression\n compression algo gzip",
  "mode tcp\n compression algo gzip",
];

/** What 2.6 does not know. */
const newer: readonly string[] = [
  "compression algo-res gzip identity",
  "compression algo-res",
  "compression algo-res lzma",
  "compression algo-req gzip",
  "compression algo-req gzip deflate",
  "compression algo-req",
  "compression type-req text/",
  "compression type-res",
  "compression direction both",
  "compression direction up",
  "compression direction",
  "compression minsize-req 1k",
  "compression minsize-res 1m 3",
  "compression minsize-res -1",
  "compression minsize-res x",
  "compression minsize-req",
  "filter bwlim-out x default-limit 1 default-period 1s\n compression algo gzip",
  "filter bwlim-out x default-limit 1 default-period 1s\n filter compression\n compression algo gzip",
];

const base = "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n";
const opening = "listen l\n bind unix@s.sock\n";

const files: readonly (readonly [string, string, boolean])[] = [
  ...inGlobal.map((line) => [line, `global\n ${line}\n${base}${opening}`, false] as const),
  ...inProxy.map((line) => [line, `${base}${opening} ${line}\n`, false] as const),
  ...newer.map((line) => [line, `${base}${opening} ${line}\n`, true] as const),
  ["in defaults: offload", `${base} compression offload\n${opening}`, false],
  [
    "in defaults: the rest",
    `${base} compression algo gzip\n compression type a\n${opening}`,
    false,
  ],
  ["in defaults: filter", `${base} filter compression\n${opening}`, false],
];

const oracle = haproxyProgram();
const [major = 0, minor = 0] = haproxyVersion() ?? [];
const isNew = major > 3 || (major === 3 && minor >= 2);

for (const [name, text, isNewer] of files) {
  const skip = oracle === undefined ? "haproxy is not installed" : isNewer && !isNew;
  test(name.replaceAll("\n", " | "), { skip }, () => {
    const path = join(folder, "c.cfg");
    writeFileSync(path, text);
    const { status, stderr } = spawnSync(oracle!.command, [...oracle!.args, "-c", "-f", path], {
      cwd: folder,
      encoding: "utf8",
    });
    const { diagnostics } = loadConfig(["c.cfg"], memoryHost({ "c.cfg": text }));
    assert.equal(diagnostics.errorCount === 0, status === 0, stderr);
  });
}
