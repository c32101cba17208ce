/**
 * Configurations as distributions install them and as firewalls and Kubernetes controllers write
 * them: `-c` takes them, as haproxy does.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { haproxyProgram, haproxyVersion, sluiceProgram } from "../support/programs.ts";

const folder = join(import.meta.dirname, "stock");

/** What haproxy 2 does not know yet. */
const NEWER: ReadonlySet<string> = new Set(["openshift.cfg", "opnsense.cfg"]);

interface Verdict {
  readonly status: number | null;
  readonly alerts: readonly string[];
}

function verdictOf(program: { command: string; args: readonly string[] }, file: string): Verdict {
  const { status, stdout, stderr } = spawnSync(
    program.command,
    [...program.args, "-c", "-f", file],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  const lines = `${stdout}${stderr}`.split("\n");
  return {
    status,
    alerts: lines.filter((line) => line.startsWith("[ALERT]") && /:\d+/.test(line)),
  };
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".cfg"))) {
  test(`${file} is taken`, () => {
    assert.deepEqual(verdictOf(sluiceProgram(), file), { status: 0, alerts: [] });
  });

  const oracle = haproxyProgram();
  const isKnown = oracle !== undefined && (!NEWER.has(file) || haproxyVersion()![0] > 2);
  test(`${file} is taken by haproxy`, { skip: !isKnown }, () => {
    assert.deepEqual(verdictOf(oracle!, file), { status: 0, alerts: [] });
  });
}
