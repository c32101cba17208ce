/** Global unique ids, right and wrong: HAProxy 3.2 and the loader accept and refuse the same ones. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { haproxyVersion } from "../support/programs.ts";
import { haproxyVerdict, loaderTakes } from "../support/verdicts.ts";

const [major, minor] = haproxyVersion() ?? [0, 0];
const knowsGuids = major > 3 || (major === 3 && minor >= 1);
const base = "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n";
const server = "127.0.0.1:80";
const long = "x".repeat(127);

const front = (lines: string): string => `frontend f\n bind unix@f.sock\n ${lines}\n`;
const back = (...lines: string[]): string => `${front("")}backend b\n ${lines.join("\n ")}\n`;
const bind = (options: string, ...lines: string[]): string =>
  `frontend f\n bind ${options}\nbackend b\n ${lines.join("\n ")}\n`;

/** Each with what comes of it. */
const rows: readonly (readonly [text: string, isTaken: boolean])[] = [
  [front("guid a"), true],
  [front("guid A:b_c-d.1"), true],
  [front("guid"), false],
  [front("guid a/b"), false],
  [front("guid a,b"), false],
  [front("guid a@b"), false],
  [front(`guid ${long}`), true],
  [front(`guid ${long}x`), false],
  [`defaults d\n guid a\n${front("")}`, false],
  [`${front("guid a")}backend b\n guid a\n`, false],
  [`${front("guid a")}backend b\n guid A\n`, true],
  [`${front("disabled\n guid a")}backend b\n guid a\n`, false],
  [`${front("guid a")}backend b\n server s ${server} guid a\n`, false],
  [back(`server s ${server} guid a`, `server t ${server} guid b`), true],
  [back(`server s ${server} guid a`, `server t ${server} guid a`), false],
  [back(`server s ${server} disabled guid a`, `server t ${server} guid a`), false],
  [back(`server s ${server} guid a/b`), false],
  [back(`server s ${server} guid`), false],
  [back(`server-template s 3 ${server} guid a`), true],
  [back(`server-template s 3 ${server} guid a`, `server t ${server} guid a`), false],
  [back(`server-template s 3 ${server} guid a`, `server t ${server} guid a-1`), true],
  [bind("unix@a.sock guid-prefix a", "guid a"), true],
  [bind("unix@a.sock guid-prefix a", "guid a-0"), false],
  [bind("unix@a.sock guid-prefix a", "guid a-1"), true],
  [bind("unix@a.sock,unix@b.sock guid-prefix a", "guid a-1"), false],
  [bind("unix@a.sock guid-prefix a", `server s ${server} guid a-0`), false],
  [bind("unix@a.sock guid-prefix a\n bind unix@b.sock guid-prefix a"), false],
  [bind("unix@a.sock guid-prefix a\n bind unix@b.sock guid-prefix b"), true],
  [bind("unix@a.sock guid-prefix"), false],
  [bind("unix@a.sock guid-prefix a/b"), false],
  [bind(`unix@a.sock guid-prefix ${"x".repeat(125)}`), true],
  [bind(`unix@a.sock guid-prefix ${"x".repeat(126)}`), false],
];

for (const [text, isTaken] of rows) {
  test(text.replaceAll("\n", " | "), () => {
    assert.equal(loaderTakes(base + text), isTaken);
    if (!knowsGuids) return;
    const verdict = haproxyVerdict(base + text);
    assert.equal(verdict.isTaken, isTaken, verdict.said);
  });
}
