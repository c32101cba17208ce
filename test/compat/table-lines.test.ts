/**
 * Lines `stick-table`, right and wrong: `haproxy -c` and Sluice accept and refuse the same ones. Not
 * compared is what HAProxy takes and nobody can mean: a length of -1, a period of 0, words behind
 * the arguments of a data type or after its parenthesis.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseStickTableSpec } from "../../src/stick-table/spec.ts";
import { haproxyProgram, haproxyVersion } from "../support/programs.ts";

const haproxy = haproxyProgram();
const folder = mkdtempSync(join(tmpdir(), "sluice-table-lines-"));
after(() => rmSync(folder, { recursive: true }));

const DATA =
  "server_id gpt0 gpc0 conn_cnt conn_cur sess_cnt http_req_cnt http_err_cnt bytes_in_cnt " +
  "bytes_out_cnt gpc1 server_key server_name http_fail_cnt nobody gpt gpc GPC0";
const RATES =
  "gpc0_rate conn_rate sess_rate http_req_rate http_err_rate bytes_in_rate bytes_out_rate " +
  "gpc1_rate http_fail_rate";

/** Behind "stick-table"; what 2.6 knows. */
const lines: readonly string[] = [
  ...["ip", "ipv6", "integer", "string", "binary", "str", "IP", "bool", ""].map(
    (type) => `type ${type} size 10`,
  ),
  ...["1", "0", "x", "16", ""].flatMap((length) => [
    `type string len ${length} size 10`,
    `type binary len ${length} size 10`,
  ]),
  "type ip len 4 size 10",
  "type integer len 4 size 10",
  ...["0", "1", "10k", "1m", "1g", "4294967295", "4294967296", "-1", "x", "1x", "1.5", "k", ""].map(
    (size) => `type ip size ${size}`,
  ),
  ...["0", "1", "10s", "24d", "25d", "2147483647", "2147483648", "x", "5x", "-1", ""].map(
    (expire) => `type ip size 10 expire ${expire}`,
  ),
  "size 10",
  "type ip",
  "",
  "size 10 type ip",
  "type ip size 10 nopurge",
  "type ip size 10 nopurge expire 10s",
  "type ip size 10 nopurge 5",
  "type ip size 10 purge",
  "type ip size 10 type string",
  "type ip size 10 size 20",
  "type ip size 10 srvkey name",
  "type ip size 10 srvkey addr",
  "type ip size 10 srvkey id",
  "type ip size 10 srvkey",
  "type ip size 10 peers",
  "type ip size 10 store",
  ...DATA.split(" ").map((name) => `type ip size 10 store ${name}`),
  ...DATA.split(" ").map((name) => `type ip size 10 store ${name}(5)`),
  ...RATES.split(" ").flatMap((name) => [
    `type ip size 10 store ${name}`,
    `type ip size 10 store ${name}(10s)`,
  ]),
  ...["", "x", "1", "10s", "10x", "-1", "25d", "2147483648", "10s "].map(
    (period) => `type ip size 10 store conn_rate(${period})`,
  ),
  ...["0", "1", "100", "101", "-1", "x", ""].flatMap((count) => [
    `type ip size 10 store gpc(${count})`,
    `type ip size 10 store gpt(${count})`,
    `type ip size 10 store gpc_rate(${count},10s)`,
  ]),
  "type ip size 10 store gpc_rate(2)",
  "type ip size 10 store gpc_rate(2,x)",
  "type ip size 10 store gpc0,gpc1",
  "type ip size 10 store gpc0,",
  "type ip size 10 store ,gpc0",
  "type ip size 10 store gpc0,,gpc1",
  "type ip size 10 store gpc0,gpc0",
  "type ip size 10 store gpc0 store gpc0",
  "type ip size 10 store gpc0 gpc1",
  "type ip size 10 store gpc0 store conn_rate(3s),gpc1",
  "type ip size 10 store conn_rate(3s store gpc0",
  "type ip size 10 store gpc(2),gpc0",
  "type ip size 10 store gpc1,gpc(2)",
  "type ip size 10 store gpt(2),gpt0",
  "type ip size 10 store gpc_rate(2,1s),gpc0_rate(1s)",
  "type ip size 10 store gpc(2),gpc_rate(2,1s),gpt(1)",
  "type ip size 10 junk",
];

/** What 3.2 knows, and whether it takes it. */
const newer: readonly (readonly [line: string, accepted: boolean])[] = [
  ["type ipv4 size 10", true],
  ["type ipv4 len 4 size 10", false],
  ["type ip size 10 recv-only", true],
  ["type ip size 10 store glitch_cnt,glitch_rate(10s)", true],
  ["type ip size 10 store glitch_rate", false],
  ["type ip size 10 brates-factor 1", true],
  ["type ip size 10 brates-factor 1024", true],
  ["type ip size 10 brates-factor 1025", false],
  ["type ip size 10 brates-factor 0", false],
  ["type ip size 10 brates-factor -1", false],
  ["type ip size 10 brates-factor x", false],
  ["type ip size 10 brates-factor 10x", false],
  ["type ip size 10 brates-factor", false],
  ["type ip size 10 brates-factor 100 store bytes_in_rate(10s)", true],
  ["type ip size 10 write-to", false],
  ["type string len 1k size 10", false],
];

function verdictOfHaproxy(line: string): boolean {
  const text =
    "defaults\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n" +
    `frontend f\n bind unix@s.sock\nbackend be\n stick-table ${line}\n`;
  writeFileSync(join(folder, "c.cfg"), text);
  const { command, args } = haproxy!;
  return spawnSync(command, [...args, "-c", "-f", "c.cfg"], { cwd: folder }).status === 0;
}

function verdictOfSluice(line: string): boolean {
  return "spec" in parseStickTableSpec(line.split(" ").filter((word) => word !== ""));
}

for (const line of lines) {
  test(`stick-table ${line}`, { skip: haproxy === undefined && "haproxy is not installed" }, () => {
    assert.equal(verdictOfSluice(line), verdictOfHaproxy(line));
  });
}

const [major = 0, minor = 0] = haproxyVersion() ?? [];
const knowsNewer = major > 3 || (major === 3 && minor >= 2);
for (const [line, accepted] of newer) {
  test(`stick-table ${line}, since 3.2`, () => {
    assert.equal(verdictOfSluice(line), accepted);
    if (knowsNewer) assert.equal(verdictOfHaproxy(line), accepted);
  });
}
