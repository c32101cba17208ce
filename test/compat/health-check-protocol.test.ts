/** `check-proto`: which ones `haproxy -c` and the loader take, and what is said of those that wait. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosticsOf, haproxyVerdict, loaderTakes, withoutHaproxy } from "../support/verdicts.ts";

function config(option: string, words: string): string {
  return `defaults
 mode http
 timeout client 1s
 timeout server 1s
 timeout connect 1s
frontend f
 bind unix@f.sock
backend b
 ${option}
 server s 127.0.0.1:80 ${words}
`;
}

const options = ["", "option httpchk", "option tcp-check", "option redis-check"];
const words = [
  "check check-proto h1",
  "check check-proto none",
  "check check-proto nope",
  "check check-proto",
  "check-proto h1",
  "check-proto none",
  "check-proto nope",
];

test("check-proto is taken where HAProxy takes it", { skip: withoutHaproxy }, () => {
  for (const option of options) {
    for (const row of words) {
      const text = config(option, row);
      const { isTaken, said } = haproxyVerdict(text);
      assert.equal(loaderTakes(text), isTaken, `'${option}' with '${row}': ${said}`);
    }
  }
});

test("check-proto refuses what checks do not speak yet, with the reason", () => {
  for (const [name, reason] of [
    ["h2", /HTTP\/2 is not supported by this version of Sluice yet/],
    ["fcgi", /FastCGI is not supported/],
    ["nope", /'nope' is not a protocol/],
  ] as const) {
    const [first] = diagnosticsOf(config("option httpchk", `check check-proto ${name}`)).all;
    assert.match(first?.message ?? "", reason);
  }
});
