/**
 * `http-err-codes` and `http-fail-codes`: which statuses of servers entries count as errors and as
 * failures, and which words the lists are made of. A list without a sign is the manual's: haproxy
 * 3.2 takes only its last range.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { haproxyProgram, haproxyVersion, sluiceProgram } from "../support/programs.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { loadText } from "../support/verdicts.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const config = `
    http-err-codes -404,410-412 +200
    http-fail-codes 503 +404,500-501 -500
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    stick-table type string len 20 size 100 store http_err_cnt,http_fail_cnt
    http-request track-sc0 path
    http-request deny deny_status 404 if { path /denied }
    http-response set-header x-counted "%[sc0_http_err_cnt] %[sc0_http_fail_cnt]"
    http-after-response set-header x-counted "%[sc0_http_err_cnt] %[sc0_http_fail_cnt]"
    default_backend be
backend be
    server s 127.0.0.1:\${P:s}
`;

/** Errors and failures, by the status that the server gives. */
const counted: Readonly<Record<string, string>> = {
  "/200": "1 0",
  "/201": "0 0",
  "/400": "1 0",
  "/404": "0 1",
  "/410": "0 0",
  "/412": "0 0",
  "/413": "1 0",
  "/500": "0 0",
  "/501": "0 1",
  "/502": "0 0",
  "/503": "0 1",
  // A refusal of the proxy's own is the client's error whatever its status.
  "/denied": "1 0",
};

compareArea(
  "faults by chosen statuses",
  {
    config,
    origins: {
      s: ({ request }) => `HTTP/1.1 ${request.target.slice(1)} X\r\nContent-Length: 0\r\n\r\n`,
    },
    since: "3.2",
  },
  Object.fromEntries(
    Object.entries(counted).map(([path, expected]) => [
      path,
      async (side: Side) => {
        const { fields } = await side.ask("fe", get(path));
        const [, seen] = fields.find(([name]) => name === "x-counted")!;
        assert.equal(seen, expected);
        return seen;
      },
    ]),
  ),
);

test("a list without a sign replaces the codes by all of its own", () => {
  const { model, diagnostics } = loadText("global\n http-err-codes 400,402-403 +404 -403\n");
  assert.equal(diagnostics.errorCount, 0);
  assert.deepEqual([...model.global.faultCodes.errors], [400, 402, 404]);
});

const right = [
  "400",
  "400-499 -450 +500",
  "-450-459",
  "+501,505",
  "100-599",
  "400 -500-510,503 +200",
];
const wrong = [
  "",
  "99",
  "600",
  "400-",
  "500-400",
  "a",
  "+",
  "400,,401",
  "--400",
  "+ 400",
  "400,+500",
];
const folder = makeTempFolder();
after(() => folder.remove());

/** The lists that a program refuses. */
function refused({ command, args }: ReturnType<typeof sluiceProgram>): string[] {
  const path = join(folder.path, "c.cfg");
  const lists = [...right, ...wrong];
  writeFileSync(path, `global\n${lists.map((list) => ` http-err-codes ${list}\n`).join("")}`);
  const { stdout, stderr } = spawnSync(command, [...args, "-c", "-f", path], { encoding: "utf8" });
  const found = `${stdout}${stderr}`.matchAll(/\[ALERT\].*\bc\.cfg:(\d+)/g);
  return [...new Set(Array.from(found, ([, line]) => lists[Number(line) - 2]!))];
}

test("lists of statuses", () => assert.deepEqual(refused(sluiceProgram()), wrong));

const isKnown = (haproxyVersion()?.[0] ?? 0) > 2;
test("lists of statuses as haproxy", { skip: !isKnown }, () =>
  assert.deepEqual(refused(haproxyProgram()!), wrong),
);
