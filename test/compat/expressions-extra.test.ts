/**
 * The hard cases of expressions, and the rows of later keywords: those are refused by name, each
 * at its own line, until they come.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sluiceProgram } from "../support/programs.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { httpDefaults } from "./configs.ts";
import { compareExpressions, type Row } from "./expression-table.ts";
import { extraRows } from "./expressions-extra.ts";
import { laterRows } from "./later-rows.ts";

compareExpressions(
  "hard cases of expressions",
  extraRows.map(({ expression, fields = [], target, expected }): Row => ({
    text: `%[${expression}]`,
    fields: ["Host: a", ...fields].map((field) => `${field}\r\n`).join(""),
    ...(target !== undefined && { target }),
    expected: `<${expected}>`,
  })),
);

test("keywords that come later are refused by name", () => {
  const folder = makeTempFolder();
  try {
    const path = join(folder.path, "later.cfg");
    const head = `${httpDefaults}backend spare\n    server s1 127.0.0.1:9\nfrontend fe\n    bind 127.0.0.1:0\n`;
    const rules = laterRows.map(({ text }) => `    http-request return lf-string '${text}'`);
    writeFileSync(path, `${head}${rules.join("\n")}\n`);
    const { command, args } = sluiceProgram();
    const { status, stderr } = spawnSync(command, [...args, "-c", "-f", path], {
      encoding: "utf8",
    });
    assert.equal(status, 1);
    const firstLine = head.split("\n").length;
    laterRows.forEach(({ refused }, index) => {
      const place = `later.cfg:${firstLine + index}:`;
      const line =
        stderr.split("\n").find((each) => each.includes(place)) ?? `nothing at ${place}\n${stderr}`;
      assert.ok(line.includes(`${refused} is not supported yet by this version`), line);
    });
  } finally {
    folder.remove();
  }
});
