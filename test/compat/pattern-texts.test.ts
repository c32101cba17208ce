/**
 * What the texts of patterns and samples are read as: addresses with something behind them, names
 * of hosts, the ends of the integers; and which patterns are refused by both programs.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { haproxyProgram, sluiceProgram } from "../support/programs.ts";
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const addresses: readonly string[] = [
  ..."1.2.3.4 1.2.3.4:80 1.2.3.4: 1.2.3.4:x 1.2.3.4x 1.2.3.4/24 1.2.3.4.5 1.2.3.4. 1.2.3.".split(
    " ",
  ),
  ..."1.2.3:80 1.2.3 256.1.1.1 1.2.3.400 01.2.3.4 1.2.3.0004 1..3.4 1 [::1]:80 [::1]".split(" "),
  ..."::1/64 ::ffff:1.2.3.4 1:2:3.4.5.6 localhost".split(" "),
];

const conditions: readonly string[] = [
  "src localhost",
  "src localhost/8",
  "src LocalHost",
  "dst_port ne 80",
  "int(80) -m int ne 80",
  "int(80) -m int ne 79",
  "int(80) -m int ne 81 80",
  "int(80) -m int ne",
  "int(80) -m int gt 5 ne 7",
  "int(9223372036854775807) -m int 9223372036854775807",
  "int(9223372036854775807) -m int lt 9223372036854775807",
];

const shown = conditions.map(
  (condition, index) =>
    `    http-request set-var-fmt(txn.r) "%[var(txn.r)]${index}/" if { ${condition} }`,
);

compareArea(
  "texts of patterns",
  {
    config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(txn.ip) req.fhdr(x),ipmask(32,128)
${shown.join("\n")}
    http-request return status 200 content-type text/plain lf-string "%[var(txn.ip)] %[var(txn.r)]"
`,
  },
  Object.fromEntries(
    addresses.map((text): [string, Case] => [
      text,
      async (side) =>
        (await side.ask("fe", `GET / HTTP/1.1\r\nHost: h\r\nX: ${text}\r\n\r\n`)).body,
    ]),
  ),
);

const folder = mkdtempSync(join(tmpdir(), "sluice-patterns-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "patterns.cfg");

/** Whether `-c` takes a frontend with a rule under the condition. */
function isAccepted({ command, args }: ReturnType<typeof sluiceProgram>, text: string): boolean {
  const rule = `    http-request deny if { ${text} }`;
  writeFileSync(path, `${httpDefaults}frontend fe\n    bind 127.0.0.1:1\n${rule}\n`);
  return spawnSync(command, [...args, "-c", "-f", path]).status === 0;
}

const verdicts: Readonly<Record<string, boolean>> = {
  "src 1.2.3.4:80": false,
  "src ne 1.2.3.4": false,
  "src 1.2.3.4/33": false,
  "src_port 9223372036854775807": true,
  "src_port 9223372036854775808": false,
  "src_port -- -9223372036854775807": true,
  "src_port -- -9223372036854775808": false,
  "src_port 1:99999999999999999999": false,
  "src_port gt 9223372036854775807": false,
  "src_port ne 9223372036854775808": false,
  "src_port +5": false,
  "src_port 5:3": false,
  "src_port 00000000000000000000005": true,
};

const haproxy = haproxyProgram();
for (const [text, verdict] of Object.entries(verdicts)) {
  test(`${text} is ${verdict ? "accepted" : "refused"}`, () => {
    assert.equal(isAccepted(sluiceProgram(), text), verdict);
    if (haproxy !== undefined) assert.equal(isAccepted(haproxy, text), verdict);
  });
}
