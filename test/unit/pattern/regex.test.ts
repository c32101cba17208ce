/** PCRE patterns on the runtime's engine, and what is refused because it could run away. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRegex } from "../../../src/pattern/regex.ts";

function matches(pattern: string, text: string, flags = ""): boolean {
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

test("patterns that repeat what repeats are refused by name", () => {
  for (const pattern of [
    "(a+)+$",
    "^(a*)*b",
    "(.*)*x",
    "([a-z]+)*1",
    "(a|a)*b",
    "(\\w|\\d)+x",
    "((a+)b?)+c",
    "(?:x+x+)+y",
  ]) {
    const result = compileRegex(pattern, "");
    assert.ok("fault" in result, pattern);
    assert.match(result.fault, /could take exponential time/);
  }
});

test("repeats that can be read in one way only are kept", () => {
  for (const pattern of [
    "^(/[^/]+)*$",
    "^([a-z]+)$",
    "(foo|bar)+",
    "^/api/v[0-9]+/",
    "^(\\.[a-z]+){1,3}$",
    "^(?:,[^,]*)*$",
  ]) {
    assert.ok("regex" in compileRegex(pattern, ""), pattern);
  }
});

test("possessive and atomic forms are named", () => {
  for (const pattern of ["a++b", "(?>ab)c"]) {
    const result = compileRegex(pattern, "");
    assert.ok("fault" in result && result.fault.includes("not supported"), pattern);
  }
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
    "a(?i)b",
    "(?x) a",
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
