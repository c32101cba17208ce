/** Each script of `vtc` as varnishtest drives it: the program is started, asked and ended unchanged. */
import assert from "node:assert/strict";
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findInstalled, sluiceProgram } from "../support/programs.ts";
import { sandbox } from "../support/sandbox.ts";

const SCRIPTS = join(import.meta.dirname, "vtc");
const varnishtest = findInstalled("varnishtest");
const skip = varnishtest ? false : "varnishtest is not installed";

for (const name of readdirSync(SCRIPTS).toSorted()) {
  test(`varnishtest drives it unchanged: ${name}`, { skip }, async () => {
    const { command, args } = sluiceProgram();
    await using box = sandbox({
      program: `#!/bin/sh\nexec '${[command, ...args].join("' '")}' "$@"\n`,
    });
    const program = join(box.folder, "program");
    chmodSync(program, 0o755);
    const words = ["-t", "20", join(SCRIPTS, name)];
    const child = box.run(varnishtest!, words, { HAPROXY_PROGRAM: program });
    assert.equal(await child.ended(), 0, child.output);
  });
}
