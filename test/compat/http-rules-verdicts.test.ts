/**
 * Lines of HTTP rules, right and wrong: `haproxy -c` and Sluice accept and refuse the same ones, and
 * both warn or both stay silent: rules out of order, rules behind a final one, conditions that never
 * hold where they stand.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadConfig } from "../../src/config/load.ts";
import type { RuleModel, RuleSetName } from "../../src/config/model.ts";
import { conditionOf } from "../../src/app/compile/conditions.ts";
import { REQUEST } from "../../src/app/compile/places.ts";
import { compileErrorReplies } from "../../src/rules/error-replies.ts";
import { compileRules } from "../../src/rules/compile-rules.ts";
import { actionRows } from "../../src/rules/rows.ts";
import { ruleScope } from "../unit/rules/world.ts";
import { haproxyProgram } from "../support/programs.ts";
import { verdictLines } from "./http-rules-verdicts.ts";

const haproxy = haproxyProgram();
const folder = mkdtempSync(join(tmpdir(), "sluice-rule-verdicts-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "f.txt"), "hi\n");

const times = " timeout client 1s\n timeout server 1s\n timeout connect 1s\n";
const opening =
  "global\n expose-experimental-directives\n log 127.0.0.1:514 local0\n" +
  `defaults\n mode http\n${times}`;
const bind = " bind unix@s.sock\n";
const server = " server s1 127.0.0.1:1\n";

/** A configuration around lines, by the section they go to. */
const around: Readonly<Record<string, (lines: string) => string>> = {
  frontend: (lines) => `frontend f\n${bind} ${lines}\n default_backend be\nbackend be\n${server}`,
  backend: (lines) => `frontend f\n${bind} default_backend be\nbackend be\n ${lines}\n${server}`,
  listen: (lines) => `listen f\n${bind} ${lines}\n${server}`,
  "tcp frontend": (lines) =>
    `frontend f\n mode tcp\n${bind} ${lines}\n default_backend be\nbackend be\n mode tcp\n${server}`,
  defaults: (lines) =>
    `defaults x\n mode http\n${times} ${lines}\nfrontend f from x\n${bind} default_backend be\n` +
    `backend be\n${server}`,
};

interface Verdict {
  readonly accepted: boolean;
  readonly warned: boolean;
}

function verdictOfHaproxy(text: string): Verdict {
  writeFileSync(join(folder, "c.cfg"), text);
  const { command, args } = haproxy!;
  const result = spawnSync(command, [...args, "-c", "-f", "c.cfg"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { accepted: result.status === 0, warned: result.stderr.includes("[WARNING]") };
}

function verdictOfSluice(text: string): Verdict {
  writeFileSync(join(folder, "c.cfg"), text);
  const readBytes = (path: string): Buffer => readFileSync(join(folder, path));
  const { model, diagnostics } = loadConfig(["c.cfg"], {
    env: {},
    abilities: { features: [], enabled: [], sslLibrary: { name: "", version: "" } },
    files: { readBytes, list: () => [], kind: () => "file" },
  });
  const said = [...diagnostics.all];
  for (const proxy of model.proxies) {
    const count = (direction: string): number =>
      proxy.captures.filter((slot) => slot.direction === direction).length;
    const scope = ruleScope({ kind: proxy.kind, files: { "f.txt": "hi\n" } });
    const placed = {
      ...scope,
      captureSlots: count,
      providing: (provides: number, what: string) => ({ ...placed, provides, what }),
    };
    for (const [set, rules] of Object.entries(proxy.rules) as [RuleSetName, RuleModel[]][])
      compileRules(rules, set, placed, actionRows);
    compileErrorReplies(proxy.errorFiles, placed);
    const request = scope.providing(REQUEST, "use_backend");
    const others = [...proxy.useBackend, ...proxy.persistRules].map(({ condition }) => condition);
    for (const words of [...others, ...proxy.monitorFail]) conditionOf(words, request);
    compileRules(proxy.stats?.httpRequestRules ?? [], "http-request", placed, actionRows);
    said.push(...scope.diagnostics.all);
  }
  return {
    accepted: !said.some(({ severity }) => severity === "alert"),
    warned: said.some(({ severity }) => severity !== "alert"),
  };
}

const skip = haproxy === undefined && "haproxy is not installed";
for (const [section, lines] of Object.entries(verdictLines)) {
  for (const line of lines) {
    test(`${section}: ${line.replaceAll("\n", " | ")}`, { skip }, () => {
      const text = opening + around[section]!(line);
      const expected = verdictOfHaproxy(text);
      const actual = verdictOfSluice(text);
      assert.equal(actual.accepted, expected.accepted);
      // What is refused may be told in more words or fewer.
      if (expected.accepted) assert.equal(actual.warned, expected.warned);
    });
  }
}
