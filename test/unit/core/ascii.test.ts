import assert from "node:assert/strict";
import { test } from "node:test";
import {
  LOWER_CASE,
  TOKEN_CHARS,
  equalsIgnoreCase,
  isToken,
  toLowerAscii,
  toUpperAscii,
} from "../../../src/core/ascii.ts";
import { editDistance, nearest } from "../../../src/core/edit-distance.ts";

test("token characters are those of RFC 9110 and no other byte", () => {
  const allowed = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  for (let code = 0; code < 256; code++) {
    assert.equal(TOKEN_CHARS[code] === 1, allowed.includes(String.fromCharCode(code)), `${code}`);
  }
  assert.equal(isToken("X-Forwarded-For"), true);
  for (const text of ["", "a b", "a:", "a\t", "\xe9", "a\0"]) assert.equal(isToken(text), false);
});

test("only ASCII letters have a case", () => {
  assert.equal(equalsIgnoreCase("Content-Type", "content-TYPE"), true);
  assert.equal(equalsIgnoreCase("a", "aa"), false);
  assert.equal(equalsIgnoreCase("\xc9", "\xe9"), false);
  assert.equal(equalsIgnoreCase("@", "`"), false);
  assert.equal(toLowerAscii("AbZ\xc9\xdf["), "abz\xc9\xdf[");
  assert.equal(toUpperAscii("aBz\xe9\xdf\xff\xb5{"), "ABZ\xe9\xdf\xff\xb5{");
  assert.equal(LOWER_CASE[0x5b], 0x5b);
  assert.equal(LOWER_CASE[0x5a], 0x7a);
});

test("the edit distance counts inserted, deleted, replaced and swapped letters", () => {
  const rows: readonly (readonly [string, string, number])[] = [
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "", 3],
    ["same", "same", 0],
    ["server", "sever", 1],
    ["sever", "server", 1],
    ["mode", "mobe", 1],
    ["bakcend", "backend", 1],
    ["kitten", "sitting", 3],
    ["ab", "ba", 1],
    ["abcd", "badc", 2],
  ];
  for (const [a, b, distance] of rows) assert.equal(editDistance(a, b), distance, `${a} ${b}`);
});

test("the nearest word is one that can have been meant", () => {
  const words = ["server", "backend", "balance", "bind", "mode", "option", "use_backend"];
  assert.equal(nearest("sever", words), "server");
  assert.equal(nearest("bakcend", words), "backend");
  assert.equal(nearest("BALANCE", words), "balance");
  assert.equal(nearest("use-bakend", words), "use_backend");
  assert.equal(nearest("bnd", words), "bind");
  assert.equal(nearest("xyz", words), undefined);
  assert.equal(nearest("frobnicate", words), undefined);
});
