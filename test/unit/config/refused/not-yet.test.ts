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
};

for (const [name, reason] of Object.entries(REASONS)) {
  test(`refused with its reason: ${name}`, () => {
    const host = memoryHost({ a: `backend b\n ${name} JSESSIONID len 52 timeout 3h\n` });
    const errors = loadConfig(["a"], host).diagnostics.all.map((each) => each.message);
    assert.ok(errors.includes(`'${name}' is not supported: ${reason}`), errors.join("\n"));
  });
}

for (const [line, since, hint] of [
  [
    "appsession JSESSIONID len 52",
    "1.6",
    "use 'cookie', or a 'stick-table' with 'stick store-response'",
  ],
  [
    "reqirep ^a b",
    "2.1",
    "use 'http-request replace-header', or replace-path or replace-uri for the request line",
  ],
  ["option http-tunnel", "2.1", "leave it out: connections stay open as long as both sides want"],
] as const) {
  test(`what HAProxy has no more says what to use: ${line}`, () => {
    const { all } = loadConfig(["a"], memoryHost({ a: `backend b\n ${line}\n` })).diagnostics;
    const name = line.startsWith("option ") ? line : line.split(" ")[0]!;
    assert.deepEqual(
      all.map((each) => [each.message, each.hint]),
      [[`'${name}' is no directive any more, since HAProxy ${since}`, hint]],
    );
  });
}
