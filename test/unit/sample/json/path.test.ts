/** JSONPath over JSON text: what a path finds, and that no text breaks it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { numberInteger } from "../../../../src/sample/json/number.ts";
import { compileJsonPath, queryJson } from "../../../../src/sample/json/path.ts";
import { Random } from "../../support/random.ts";

function query(text: string, path: string, integers = false): unknown {
  const compiled = compileJsonPath(path);
  if ("fault" in compiled) throw new Error(compiled.fault);
  return integers ? queryJson(text, compiled.path, numberInteger) : queryJson(text, compiled.path);
}

test("finds members and elements", () => {
  const text = ' { "a" : { "b" : [ 1, [2, 3], {"c":"x"} ] }, "d.e" : true, "" : false }';
  assert.equal(query(text, "$.a.b[0]"), "1");
  assert.equal(query(text, "$.a.b[1][1]"), "3");
  assert.equal(query(text, "$.a.b[2].c"), "x");
  assert.equal(query(text, "$.a.b[1]"), "[2, 3]");
  assert.equal(query(text, "$.d\\.e"), true);
  assert.equal(query(text, "$."), false);
  assert.equal(query(text, "$.a.b[3]"), undefined);
  assert.equal(query(text, "$.a"), undefined, "an object is no sample");
  assert.equal(query(text, "$.b"), undefined);
});

test("the first of two members with the same key counts", () => {
  assert.equal(query('{"a":1,"a":2}', "$.a"), "1");
  assert.equal(query('{"a":{"x":1},"a":{"b":2}}', "$.a.b"), undefined);
});

test("numbers are texts of six digits, or integers that are exact", () => {
  const numbers: readonly (readonly [string, string, number | undefined])[] = [
    ["12.5", "12.5", 12],
    ["-0", "-0", 0],
    ["1.0", "1", 1],
    ["1234567", "1.23457e+06", 1234567],
    ["123456.5", "123456", 123456],
    ["123457.5", "123458", 123457],
    ["1e-5", "1e-05", 1],
    ["0.0001", "0.0001", 0],
    ["1e400", "inf", 1],
    ["9007199254740991", "9.0072e+15", 9007199254740991],
    ["9007199254740992", "9.0072e+15", undefined],
    ["-010", "-10", -8],
    ["0x1f", "0", 31],
  ];
  for (const [text, shown, integer] of numbers) {
    assert.equal(query(`{"v":${text}}`, "$.v"), shown, text);
    assert.equal(query(`{"v":${text}}`, "$.v", true), integer, text);
  }
});

test("escapes that stand for one byte are decoded, others give nothing", () => {
  assert.equal(query('"a\\"\\\\\\b\\f\\n\\r\\t\\u00e9"', "$"), 'a"\\\b\f\n\r\t\xe9');
  for (const escape of ["\\/", "\\u0100", "\\u0000", "\\ud83d", "\\u00", "\\q"])
    assert.equal(query(`"${escape}"`, "$"), undefined, escape);
});

test("text that is no JSON gives nothing, what lies behind the value is not read", () => {
  for (const text of ["", " ", "{", '{"b":[1},"a":1}', '{"b":tru,"a":1}', "{'a':1}", '{"a" 1}'])
    assert.equal(query(text, "$.a"), undefined, text);
  assert.equal(query('{"a":1}rubbish', "$.a"), "1");
  assert.equal(query('{"b":[1,2,],"a":1', "$.a"), "1");
});

test("twenty levels are read and no more, in one pass over long texts", () => {
  const nested = (levels: number): string => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
  assert.equal(query(nested(20), `$${"[0]".repeat(20)}`), "1");
  assert.equal(query(nested(21), `$${"[0]".repeat(21)}`), undefined);
  assert.equal(query(`{"a":${nested(19)},"b":2}`, "$.b"), "2");
  assert.equal(query(`{"a":${nested(20)},"b":2}`, "$.b"), undefined);
  for (const hostile of ["[", '{"a":', '"', '["', "-", "0", " ", '{"a":"\\'])
    query(hostile.repeat(200_000), "$.a");
});

test("paths that can find nothing are named", () => {
  for (const path of ["", "a", "$a", "$[", "$[]", "$[-1]", "$[00]", "$[1]x", "$['a']"])
    assert.ok("fault" in compileJsonPath(path), path);
});

test("random texts never throw", () => {
  const random = new Random(7259);
  const pieces = ["{", "}", "[", "]", ",", ":", '"a"', '"', "\\", "1", "-", ".", "e", "true", " "];
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: random.below(20) }, () => pieces[random.below(15)]!).join("");
    const path = `$${["", ".a", "[0]", ".a.a", "[1].a"][random.below(5)]!}`;
    const value = query(text, path);
    assert.ok(value === undefined || typeof value === "string" || typeof value === "boolean");
  }
});
