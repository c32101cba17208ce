import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../../src/config/load.ts";
import { memoryHost } from "../memory-host.ts";

/** A line that asks for what nothing honours yet, and the name under which it is refused. */
const refused: readonly (readonly [string, string])[] = [
  ["bind :443 ssl crt-list list", "the bind option 'crt-list'"],
];

for (const [line, name] of refused) {
  test(`refused by name: ${line}`, () => {
    const { diagnostics } = loadConfig(
      ["a"],
      memoryHost({ a: `listen l\n    mode http\n    ${line}\n` }),
    );
    const errors = diagnostics.all
      .filter((each) => each.severity === "alert")
      .map((each) => each.message);
    assert.ok(
      errors.includes(`${name} is not supported by this version of Sluice yet`),
      errors.join("\n"),
    );
  });
}

const REASONS: Readonly<Record<string, string>> = {
  "option external-check": "Sluice starts no programs",
  appsession: "HAProxy took it out in 1.6; 'stick' rules keep clients at servers",
};

for (const [name, reason] of Object.entries(REASONS)) {
  test(`refused with its reason: ${name}`, () => {
    const host = memoryHost({ a: `backend b\n ${name} JSESSIONID len 52 timeout 3h\n` });
    const errors = loadConfig(["a"], host).diagnostics.all.map((each) => each.message);
    assert.ok(errors.includes(`'${name}' is not supported: ${reason}`), errors.join("\n"));
  });
}
