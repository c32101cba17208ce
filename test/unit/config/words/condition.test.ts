import assert from "node:assert/strict";
import { test } from "node:test";
import { type ConditionFacts, evaluateCondition } from "../../../../src/config/words/condition.ts";
import { compareVersions } from "../../../../src/config/words/version.ts";

const facts: ConditionFacts = {
  version: "3.5-dev5",
  features: ["OPENSSL"],
  enabled: new Set(["POLL"]),
  sslLibrary: { name: "OpenSSL", version: "3.0.1" },
  variable: (name) => (name === "HOME" ? "/root" : undefined),
};

// Values and refusals are those of `haproxy -cc` 2.6, where it knows the predicate.
const values: readonly (readonly [string, boolean])[] = [
  ["", false],
  ["0", false],
  ["1", true],
  ["12", true],
  ["-1", true],
  ["01", true],
  ["-0", false],
  ["00", false],
  [" 1 ", true],
  ["1 && 0", false],
  ["1&&1", true],
  ["!0", true],
  ["! 0", true],
  ["!!1", true],
  ["(1)", true],
  ["( 1 )", true],
  ["0 || 1 && 0", false],
  ["1 || 0 && 0", true],
  ["(1 || 0) && 0", false],
  ["streq(a,a)", true],
  ["streq( a ,a)", false],
  ['streq("a b",a b)', true],
  ["streq(,)", true],
  ["!streq(a,b)", true],
  ["strneq(a,b)", true],
  ["strstr(abc,b)", true],
  ["strstr(abc,d)", false],
  ["defined(HOME)", true],
  ["defined( HOME)", false],
  ["defined()", false],
  ["feature(OPENSSL)", true],
  ["feature(openssl)", false],
  ["enabled(POLL)", true],
  ["version_atleast(2.4)", true],
  ["version_atleast(3.5-dev5)", true],
  ["version_atleast(3.5-dev6)", false],
  ["version_atleast(3.5)", false],
  ["version_atleast(abc)", true],
  ["version_before(3.5)", true],
  ["version_before(3.5-dev5)", false],
  ["version_before()", false],
  ["openssl_version_atleast(1.1.1)", true],
  ["openssl_version_before(3.0.1)", false],
  ["ssllib_name_startswith(OpenSSL)", true],
  ["ssllib_name_startswith(BoringSSL)", false],
];

for (const [text, value] of values) {
  test(`condition ${JSON.stringify(text)}`, () =>
    assert.deepEqual(evaluateCondition(text, facts), { value }));
}

const mistakes: readonly (readonly [string, number, string])[] = [
  ["0x", 1, "unexpected 'x' after the condition"],
  ["1a", 1, "unexpected 'a' after the condition"],
  ["1 1", 2, "unexpected '1' after the condition"],
  ["1)", 1, "unexpected ')' after the condition"],
  ["1 |", 2, "unexpected '|' after the condition"],
  ["(1", 2, "a ')' is missing here"],
  ["()", 1, "a condition is missing here"],
  ["!", 1, "a condition is missing here"],
  ["1 || ", 5, "a condition is missing here"],
  ["&& 1", 0, "a condition is missing here"],
  ["foo(1)", 0, "unknown predicate 'foo'"],
  ["1 || foo", 5, "unknown predicate 'foo'"],
  ["0 && foo", 5, "unknown predicate 'foo'"],
  ["streq(a)", 0, "'streq' got 1 arguments"],
  ["streq()", 0, "'streq' got 0 arguments"],
  ["streq(a,b,c)", 0, "'streq' got 3 arguments"],
  ["defined(A,B)", 0, "'defined' got 2 arguments"],
  ["streq(a,b", 5, "this '(' is never closed"],
];

for (const [text, offset, message] of mistakes) {
  test(`mistake in condition ${JSON.stringify(text)}`, () => {
    const result = evaluateCondition(text, facts);
    assert.ok("message" in result);
    assert.deepEqual([result.offset, result.message], [offset, message]);
  });
}

test("a mistyped predicate is answered with the nearest", () => {
  const result = evaluateCondition("featur(X)", facts);
  assert.ok("hint" in result);
  assert.equal(result.hint, "did you mean 'feature'?");
});

test("nesting without end is refused, not run into", () => {
  const result = evaluateCondition("(".repeat(100_000), facts);
  assert.ok("message" in result);
  assert.equal(result.message, "the condition is nested too deeply");
});

test("versions in ascending order", () => {
  const ascending = [
    "",
    "2.4",
    "3.5-dev4",
    "3.5-dev5",
    "3.5-dev5-12",
    "3.5-dev10",
    "3.5-rc1",
    "3.5",
    "3.5.1",
    "3.5.12",
    "3.6-dev0",
  ];
  for (const [index, version] of ascending.entries()) {
    assert.equal(compareVersions(version, version), 0, version);
    const next = ascending[index + 1];
    if (next !== undefined)
      assert.ok(compareVersions(version, next) < 0, `${version} before ${next}`);
  }
});
