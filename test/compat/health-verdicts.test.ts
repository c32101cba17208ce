/**
 * Rules of checks, right and wrong, each in a backend of its own: `-c` of both programs refuses the
 * same lines. Left out: words behind a `comment` rule, which HAProxy does not read.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { haproxyProgram, sluiceProgram } from "../support/programs.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const rules: readonly string[] = [
  "tcp-check expect string A",
  "tcp-check expect",
  "tcp-check expect string",
  "tcp-check expect foo",
  "tcp-check expect comment c",
  "tcp-check expect string A foo",
  "tcp-check expect string A min-recv 3",
  "tcp-check expect string A on-error x ok-status L6OK comment c",
  "tcp-check expect comment a comment b string x comment c",
  "tcp-check expect string A comment",
  "tcp-check expect string A rstring B",
  "tcp-check expect !string A",
  "tcp-check expect ! string A",
  "tcp-check expect ! !!string A",
  "tcp-check expect !",
  "tcp-check expect string A !",
  "tcp-check expect string A ! comment x",
  "tcp-check expect ! comment a string A",
  "tcp-check expect !comment a string A",
  "tcp-check connect comment a port 1 comment b",
  "tcp-check send a comment b",
  "tcp-check send a b",
  "tcp-check send",
  "http-check expect status 200 comment c",
  "http-check expect status 200 status 201",
  "http-check expect status 200 string A",
  "http-check expect !status 200",
  "http-check expect ! comment a status 200",
  "http-check expect hdr name X comment y",
  "http-check expect hdr name X value y comment z",
  "http-check expect hdr name -m beg X value -m end y min-recv 2",
  "http-check expect hdr name X foo",
  "http-check expect hdr comment z name X",
  "http-check expect",
  "http-check expect !",
];

const times = "timeout client 1s\n timeout server 1s\n timeout connect 1s";
const backendOf = (rule: string, at: number): string =>
  `backend b${at}\n ${rule}\n server s 127.0.0.1:1 check\n`;
const config =
  `defaults\n mode http\n ${times}\nfrontend f\n bind unix@s.sock\n` +
  rules.map(backendOf).join("");

const folder = makeTempFolder();
after(() => folder.remove());

/** The lines that a program complains of, once each. */
function refused({ command, args }: ReturnType<typeof sluiceProgram>): string[] {
  writeFileSync(join(folder.path, "c.cfg"), config);
  const { stdout, stderr } = spawnSync(command, [...args, "-c", "-f", "c.cfg"], {
    cwd: folder.path,
    encoding: "utf8",
  });
  const lines = config.split("\n");
  const found = `${stdout}${stderr}`.matchAll(/\[ALERT\].*\bc\.cfg:(\d+)/g);
  return [...new Set(Array.from(found, ([, line]) => lines[Number(line) - 1]!.trim()))];
}

const haproxy = haproxyProgram();

test("rules of checks are refused as by haproxy", { skip: haproxy === undefined }, () => {
  const expected = refused(haproxy!);
  assert.ok(expected.length > 10, "haproxy refuses some");
  assert.deepEqual(refused(sluiceProgram()), expected);
});
