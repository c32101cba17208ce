import assert from "node:assert/strict";
import { test } from "node:test";
import { CollectedDiagnostics } from "../../../../src/config/diagnostics/collect.ts";
import { readLine } from "../../../../src/config/words/lexer.ts";

const variables: Readonly<Record<string, string>> = {
  A: "a b",
  E: "",
  L: " a  b ",
  ".LINE": "7",
  ".FILE": "t.cfg",
  _x: "under",
};

function words(source: string): readonly string[] | null {
  const diagnostics = new CollectedDiagnostics();
  const line = readLine(source, "t.cfg", 7, (name) => variables[name], diagnostics);
  assert.deepEqual(diagnostics.all, []);
  return line === null ? null : line.words.map((word) => word.text);
}

function errorOf(source: string): readonly [column: number, message: string] {
  const diagnostics = new CollectedDiagnostics();
  const line = readLine(source, "t.cfg", 7, (name) => variables[name], diagnostics);
  assert.equal(line, null);
  assert.equal(diagnostics.all.length, 1);
  const [only] = diagnostics.all;
  return [only!.at!.column, only!.message];
}

// Each pair was tried with HAProxy 2.6's `.notice`.
const asHaproxyCuts: readonly (readonly [string, readonly string[] | null])[] = [
  ["", null],
  ["   # only a comment", null],
  [" mode\thttp\r", ["mode", "http"]],
  ["a#b", ["a"]],
  ["a\\#b", ["a#b"]],
  ['a"b"c', ["abc"]],
  [`'$A "x" \\n'`, ['$A "x" \\n']],
  ['"a\'b"', ["a'b"]],
  ["a\\ b", ["a b"]],
  ['"a\\ b\\x41\\z"', ["a bA\\z"]],
  ["\\n\\r\\t\\\\\\'\\\"", ["\n\r\t\\'\""]],
  ['"\\q\\a"', ["\\q\\a"]],
  ["\\$A", ["\\$A"]],
  ['"\\$A"', ["$A"]],
  ["a\\", ["a\\"]],
  ["$A ${A}", ["$A", "${A}"]],
  ['""', [""]],
  ['"$A"', ["a b"]],
  ['"$A-b"', ["a b-b"]],
  ['"${A}${A}"', ["a ba b"]],
  ['"x${NONE}y"', ["xy"]],
  ['"${NONE-127.0.0.1:514 x}"', ["127.0.0.1:514 x"]],
  ['"${NONE-$A}"', ["$A"]],
  ['"${NONE-a\\}b}"', ["a\\b}"]],
  ['"${E-default}"', [""]],
  ['"${A-default}"', ["a b"]],
  ['"${A[*]}"', ["a", "b"]],
  ['"x${A[*]}y" z', ["xa", "by", "z"]],
  ['"${NONE[*]-p q}"', ["p", "q"]],
  ['"${L[*]}"', ["", "a", "b", ""]],
  ['"${.FILE}:$.LINE"', ["t.cfg:7"]],
  ['"${_x}"', ["under"]],
];

for (const [source, expected] of asHaproxyCuts) {
  test(`words of ${JSON.stringify(source)}`, () => assert.deepEqual(words(source), expected));
}

const mistakes: readonly (readonly [string, number, string])[] = [
  [' foo "abc', 6, "unmatched quote"],
  [" foo 'abc", 6, "unmatched quote"],
  [" foo \\x4 bar", 6, "truncated or invalid hexadecimal sequence"],
  [' foo "\\xzz"', 7, "truncated or invalid hexadecimal sequence"],
  [" foo \\x00", 6, "a NUL byte cannot be part of a word"],
  [' foo "${A" bar', 8, "unmatched brace in environment variable name"],
  [' foo "${A:-x}"', 8, "unmatched brace in environment variable name"],
  [' foo "${NONE-x', 8, "unmatched brace in environment variable name"],
  [' foo "${}"', 9, "forbidden first char in environment variable name"],
  [' foo "$1"', 8, "forbidden first char in environment variable name"],
  [' foo "$"', 8, "forbidden first char in environment variable name"],
  [' foo "${.NO}"', 9, "forbidden first char in environment variable name"],
  [' foo "${A[}"', 10, "truncated or invalid word expansion sequence"],
];

for (const [source, column, message] of mistakes) {
  test(`mistake in ${JSON.stringify(source)}`, () =>
    assert.deepEqual(errorOf(source), [column, message]));
}

test("a word knows where it stands and how wide it is as written", () => {
  const source = `  http-request\tset-header "X-A b" 'c'd`;
  const line = readLine(source, "t.cfg", 3, () => undefined, new CollectedDiagnostics());
  assert.deepEqual(
    line?.words.map(({ text, line: at, column, width }) => [text, at, column, width]),
    [
      ["http-request", 3, 3, 12],
      ["set-header", 3, 16, 10],
      ["X-A b", 3, 27, 7],
      ["cd", 3, 35, 4],
    ],
  );
  assert.equal(line?.source, source);
});

test("words that one variable gave all stand where it does", () => {
  const line = readLine('x "${A[*]}"', "f", 1, () => "p q", new CollectedDiagnostics());
  assert.deepEqual(
    line?.words.map(({ text, column, width }) => [text, column, width]),
    [
      ["x", 1, 1],
      ["p", 3, 9],
      ["q", 3, 9],
    ],
  );
});

test("a backslash that ends the line ends the word with it", () => {
  const line = readLine("ab\\", "f", 1, () => undefined, new CollectedDiagnostics());
  assert.deepEqual(
    line?.words.map(({ text, column, width }) => [text, column, width]),
    [["ab\\", 1, 3]],
  );
});
