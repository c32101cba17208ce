/** Keys in files beside their certificates: where `ssl-load-extra-*` have them looked for. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { haproxyProgram, sluiceProgram } from "../support/programs.ts";
import type { Program } from "../support/proxy.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const settings = [
  "maxconn 10",
  "ssl-load-extra-del-ext",
  "ssl-load-extra-files none all",
  "ssl-load-extra-files sctl key",
  "ssl-load-extra-files ocsp",
];
const oracle = haproxyProgram();

if (hasOpenssl && oracle !== undefined) {
  const folder = makeTempFolder();
  const authority = makeAuthority();
  after(() => {
    folder.remove();
    authority.remove();
  });
  const site = authority.issue(["site.example"]);
  for (const [certificate, key] of [
    ["short.crt", "short.key"],
    ["long.crt", "long.crt.key"],
  ] as const) {
    writeFileSync(join(folder.path, certificate), site.cert);
    writeFileSync(join(folder.path, key), site.key);
  }

  const isTaken = ({ command, args }: Program, path: string): boolean =>
    spawnSync(command, [...args, "-c", "-f", path], { cwd: folder.path }).status === 0;

  for (const setting of settings) {
    test(setting, () => {
      const verdicts = [oracle, sluiceProgram()].map((program) =>
        ["short.crt", "long.crt"].map((certificate) => {
          const path = join(folder.path, "c.cfg");
          writeFileSync(
            path,
            `global
    ${setting}
defaults
    timeout connect 1s
    timeout client 1s
    timeout server 1s
frontend fe
    bind 127.0.0.1:8443 ssl crt ${certificate}
`,
          );
          return isTaken(program, path);
        }),
      );
      assert.deepEqual(verdicts[1], verdicts[0]);
    });
  }
}
