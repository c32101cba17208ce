/** Keys and tables that go together, and those that do not: what both programs take and refuse. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sluiceProgram } from "../support/programs.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { haproxyVerdict, withoutHaproxy } from "../support/verdicts.ts";

const config = (type: string, rule: string, more = ""): string => `
defaults
    mode http
    timeout connect 1s
    timeout client 1s
    timeout server 1s
frontend fe
    bind 127.0.0.1:18996
    ${rule}
backend t
    stick-table type ${type} size 10 store gpc0
    ${more}
`;

/** What Sluice says to `-c`. */
function verdictOfSluice(text: string): { readonly isTaken: boolean; readonly said: string } {
  const folder = makeTempFolder();
  try {
    const path = join(folder.path, "c.cfg");
    writeFileSync(path, text);
    const { command, args } = sluiceProgram();
    const { status, stderr } = spawnSync(command, [...args, "-c", "-f", path], {
      encoding: "utf8",
    });
    return { isTaken: status === 0, said: stderr };
  } finally {
    folder.remove();
  }
}

const track = (key: string): string => `http-request track-sc0 ${key} table t`;

const rows: readonly (readonly [title: string, text: string])[] = [
  ...["bool(true)", "method", "bin(0102)", "int(5)", "path"].map(
    (key) => [`a table of addresses, ${key}`, config("ip", track(key))] as const,
  ),
  ["a table of integers, method", config("integer", track("method"))],
  ["a table of integers, bool(true)", config("integer", track("bool(true)"))],
  ["a table of strings, method", config("string", track("method"))],
  ["a second stick-table line", config("ip", "", "stick-table type ip size 10")],
];

for (const [title, text] of rows) {
  test(title, { skip: withoutHaproxy }, () => {
    const { isTaken, said } = haproxyVerdict(text);
    const own = verdictOfSluice(text);
    assert.equal(own.isTaken, isTaken, `${said}\n${own.said}`);
  });
}
