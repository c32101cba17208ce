/** PCRE patterns as they are read, and what is refused because it could run away. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRegex } from "../../../src/pattern/regex.ts";

function matches(pattern: string, text: string, flags: "" | "i" = ""): boolean {
  const result = compileRegex(pattern, flags);
  assert.ok("regex" in result, "fault" in result ? result.fault : "");
  return result.regex.test(text);
}

test("what PCRE writes otherwise is translated", () => {
  assert.ok(matches("(?i)^abc", "ABC"));
  assert.ok(matches("^[[:alpha:]_]+[[:digit:]]$", "ab_9"));
  assert.ok(matches("^[]a]+$", "a]"));
  assert.ok(matches("^[^]a]$", "b"));
  assert.ok(matches("\\Aab\\z", "ab"));
  assert.ok(matches("^\\Qa.b\\E$", "a.b"));
  assert.ok(!matches("^\\Qa.b\\E$", "axb"));
  assert.ok(matches("^(?P<n>a)(?#note)b$", "ab"));
  assert.ok(matches("^\\x{41}$", "A"));
  assert.ok(!matches("^\\s$", "\xa0"));
  assert.ok(matches("^a.b$", "a\rb"));
  assert.ok(!matches("^a.b$", "a\nb"));
});

test("look-around and back references with repeats that end anywhere are refused by place", () => {
  for (const [pattern, part] of [
    ["(a+)+$(?=x)", "(a+)+"],
    ["(?!b)(.*)(.*)x", "[^\\n]*"],
    ["(a)(a|a)*\\1", "(a|a)*"],
    ["(?=(a*)*b)c", "(a*)*"],
  ] as const) {
    const result = compileRegex(pattern, "");
    assert.ok("fault" in result, pattern);
    assert.ok(result.fault.includes(`could take too long`), result.fault);
    assert.ok(result.fault.includes(`'${part}' can end at many places`), result.fault);
  }
});

test("look-around and back references with repeats that end in one way are kept", () => {
  assert.ok(matches("^(?!/admin)(/[a-z]+)+$", "/a/b"));
  assert.ok(!matches("^(?!/admin)(/[a-z]+)+$", "/admin/b"));
  assert.ok(matches("(?<!x)[a-z]+y", "axby"));
  assert.ok(matches("^(['\"]?)x\\1$", "'x'") && !matches("^(['\"]?)x\\1$", "'x"));
});

test("a back reference to what may not have matched is refused: PCRE then matches nothing", () => {
  for (const pattern of ["(a)?\\1", "(a)|\\1", "(?:\\1b|(a))+", "(?!(a))\\1"]) {
    const result = compileRegex(pattern, "");
    assert.ok("fault" in result && result.fault.includes("may not have matched"), pattern);
  }
});

test("a fault names its place", () => {
  for (const [pattern, place] of [
    ["ab(c", 3],
    ["a**", 3],
    ["[z-a]", 2],
    ["x[abc", 2],
    ["a\\i", 2],
    ["a{3,2}", 2],
    ["(a)\\2", 4],
    ["(?z)", 1],
    ["a)", 2],
  ] as const) {
    const result = compileRegex(pattern, "");
    assert.ok("fault" in result && result.fault.endsWith(`(at character ${place})`), pattern);
  }
});

test("a pattern of too many steps is refused", () => {
  const result = compileRegex("(a{1000}){1000}", "");
  assert.ok("fault" in result && result.fault.includes("too long"));
});

test("a repeat of what is empty ends", () => {
  assert.ok(matches("^((?:){65535}){65535}$", "") && matches("(|a)*b", "aab"));
});

test("possessive and atomic forms are named", () => {
  for (const pattern of ["a++b", "(?>ab)c"]) {
    const result = compileRegex(pattern, "");
    assert.ok("fault" in result && result.fault.includes("not supported"), pattern);
  }
});

test("flags hold for the rest of their group, or for theirs", () => {
  assert.ok(matches("^a(?i)b$", "aB") && !matches("^a(?i)b$", "AB"));
  assert.ok(matches("^(a(?i)b|c)d$", "Cd") && !matches("^(a(?i)b|c)d$", "CD"));
  assert.ok(matches("^(?i:a)b$", "Ab") && !matches("^(?i:a)b$", "AB"));
  assert.ok(matches("(?x) ^ a # begin\n b $", "ab"));
  assert.ok(matches("(?s)^a.b$", "a\nb") && matches("(?m)^b$", "a\nb\nc"));
  assert.ok(matches("(?i)^[^a]$", "b") && !matches("(?i)^[^a]$", "A"));
});

test("the last newline of a text may stand behind $", () => {
  assert.ok(matches("^a$", "a\n") && matches("a\\Z", "a\n") && !matches("a\\z", "a\n"));
  assert.ok(!matches("^a$", "a\n\n") && !matches("(?m)^$", "a\n"));
});

test("what JS cannot say is refused, not read otherwise", () => {
  const patterns = [
    "a\\Kb",
    "\\Ga",
    "\\p{L}",
    "\\X",
    "\\i",
    "\\u0041",
    "[\\R]",
    "[[:foo:]]",
    "[[.a.]]",
    "[a-z",
    "a\\",
    "(?|(a)|(b))",
    "(?R)",
  ];
  for (const pattern of patterns) assert.ok("fault" in compileRegex(pattern, ""), pattern);
});

test("escapes and classes that JS writes otherwise", () => {
  assert.ok(matches("^\\N$", "a") && !matches("^\\N$", "\n"));
  assert.ok(matches("^\\o{101}$", "A"));
  assert.ok(matches("^[[:^alpha:]]+$", "1-_") && !matches("^[[:^alpha:]]+$", "a"));
  assert.ok(matches("^(?P<n>a|b)(?P=n)$", "bb") && !matches("^(?P<n>a|b)(?P=n)$", "ab"));
  assert.ok(matches("^\\v\\V$", "\x0ba"));
});
