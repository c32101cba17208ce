/** What a regex begins with, and where no literal text can be told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { literalPrefix } from "../../../src/pattern/regex-prefix.ts";

test("literal text behind the anchor, up to what is more than literal", () => {
  for (const [pattern, prefix] of [
    ["^/images/\\d+", "/images/"],
    ["^/a\\.b/", "/a.b/"],
    ["^/ab?c", "/a"],
    ["^/ab*", "/a"],
    ["^/ab{2}", "/a"],
    ["^/ab+", "/a"],
    ["^/ab(?#c)*", "/a"],
    ["^/ab\\E*", "/a"],
    ["^\\.?x", ""],
    ["^abc$", "abc"],
    ["^a(b)", "a"],
    ["^a[b]", "a"],
    ["^a.b", "a"],
    ["^a\\wb", "a"],
    ["^a\\x41", "a"],
    ["^a\\Qb\\E", "a"],
    ["^caf\xe9", "caf"],
    ["^a|b", ""],
    ["^(a|b)", ""],
    ["abc", ""],
    ["(?i)^abc", ""],
    ["^", ""],
    ["", ""],
    ["^a\\", "a"],
  ] as const) {
    assert.equal(literalPrefix(pattern), prefix, pattern);
  }
});
