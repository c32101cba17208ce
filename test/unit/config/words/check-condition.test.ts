import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCondition } from "../../../../src/config/words/check-condition.ts";
import { memoryHost } from "../memory-host.ts";

const host = memoryHost({}, { SET: "yes" });

// The verdicts of `haproxy -cc` 2.6; the version and the features are this program's.
const cases: readonly (readonly [string, boolean])[] = [
  ["", false],
  ['"1"', true],
  ['streq("$SET",yes)', true],
  ["streq($SET,yes)", false],
  ["defined(SET) && version_atleast(3.5-dev5)", true],
  ["feature(OPENSSL)", true],
  ["feature(LUA)", false],
];

for (const [text, value] of cases) {
  test(`-cc ${text}`, () => assert.deepEqual(checkCondition(text, host), { value }));
}

test("mistakes of words and of conditions are told alike", () => {
  assert.deepEqual(checkCondition('1 || "x', host), {
    offset: 5,
    message: "unmatched quote",
    hint: 'the closing " is missing; write \\" for the character itself',
  });
  assert.deepEqual(checkCondition("1 1", host), {
    offset: 2,
    message: "unexpected '1' after the condition",
    hint: "expected '&&', '||' or the end",
  });
});
