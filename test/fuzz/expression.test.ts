/**
 * Random expressions, conditions and formats: nothing throws, what is refused says where, and what
 * is accepted evaluates. The seed is fixed; a failure names the text.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileCondition } from "../../src/pattern/condition.ts";
import { converterRows } from "../../src/sample/converter-rows.ts";
import { compileExpression } from "../../src/sample/expression.ts";
import { fetchRows } from "../../src/sample/fetch-rows.ts";
import { compileLogFormat } from "../../src/sample/log-format/log-format.ts";
import { Random } from "../unit/support/random.ts";
import { requestTxn, tableOf, testScope, wordOf, wordsOf } from "../unit/support/txn.ts";

const ROUNDS = 4000;
const random = new Random(20261122);
const request = requestTxn("GET /p/x?a=1 HTTP/1.1", ["Host: h", "X: a, b", "Cookie: s=1"]);
const ARGUMENTS = [
  "0",
  "1",
  "-1",
  "9",
  "host",
  "x",
  "t",
  "b",
  "b/s1",
  "txn.v",
  "a,b",
  '"',
  "'",
  "\\",
  "(",
  "%Y",
  "10.0.0.0/8",
  "",
];
const JSON_TEXT = '{"a":[1,{"b":"c"}],"n":-1.5e3}';
/** Arguments that converters of formats want, right and wrong. */
const SPECIAL_ARGUMENTS = [
  "$.a[0]",
  "$.a[",
  "'$.a[1].b'",
  "int",
  "int32",
  "1.2.3",
  "connect",
  "username",
  "17",
  "MsgType",
  "35",
  "acl",
  "!acl",
  "error",
  "ifexists",
  "0x2401",
  "any",
  "&",
  "proto",
  "99999999999999999999",
  "-9223372036854775808",
  "[a-z]+",
  "\\1",
  "gi",
  "txn.unset",
  "proc.x",
  "sha256",
  "2:3",
];
/** Values that converters do not expect. */
const ODD_INPUTS = [
  "str()",
  "bin(00ff0a)",
  "bin(0aff)",
  "int(-9223372036854775808)",
  "int(9223372036854775807)",
  "ipv6(::)",
  "ipv4(255.255.255.255)",
  "bool(0)",
  "method",
  `str('${JSON_TEXT}')`,
  "str('for=\"[::1]:80\";host=a')",
  "bin(383d4649582e342e3401393d350133353d410131303d31383001)",
  "bin(100f00044d51545404020000000363696400)",
  "bin(0a0208011002)",
];
const NOISE = [",", "(", ")", "]", "%", "{", "}", " ", "\0", "\xff", "\\", "'", '"'];

function pick<Item>(items: readonly Item[]): Item {
  return items[random.below(items.length)]!;
}

function call(name: string): string {
  if (random.below(2) === 0) return name;
  return `${name}(${Array.from({ length: random.below(4) }, () => pick(ARGUMENTS)).join(",")})`;
}

function expression(): string {
  const calls = [call(pick(fetchRows).name)];
  while (random.below(3) !== 0 && calls.length < 6) calls.push(call(pick(converterRows).name));
  const text = calls.join(",");
  if (random.below(4) !== 0) return text;
  const at = random.below(text.length + 1);
  return text.slice(0, at) + pick(NOISE) + text.slice(at + random.below(2));
}

/** Compiles in a fresh scope; what comes of it must have been reported, in place, or must run. */
function check(
  text: string,
  run: (scope: ReturnType<typeof testScope>) => (() => unknown) | undefined,
): void {
  const lastColumn = wordOf(text).column + text.length;
  const scope = testScope({ table: tableOf("127.0.0.1", { gpc0: 1 }), files: { x: "a 1\n" } });
  try {
    const evaluate = run(scope);
    if (evaluate === undefined) {
      assert.ok(scope.diagnostics.errorCount > 0, "refused without a word");
      for (const { at, message } of scope.diagnostics.all) {
        assert.ok(at !== null && at.line === 3 && at.file !== "", message);
        assert.ok(at.column >= 1 && at.column <= lastColumn, `column ${at.column}: ${message}`);
        assert.notEqual(message, "");
      }
    } else evaluate();
  } catch (error) {
    throw new Error(`on ${JSON.stringify(text)}`, { cause: error });
  }
}

/** A value that may be odd, and converters with arguments that may be right. */
function oddExpression(): string {
  const calls = [pick(ODD_INPUTS)];
  for (let count = 1 + random.below(3); count > 0; count--) {
    const { name, args } = pick(converterRows);
    const given = Array.from({ length: Math.min(args.length, random.below(args.length + 2)) }, () =>
      pick(random.below(2) === 0 ? SPECIAL_ARGUMENTS : ARGUMENTS),
    );
    calls.push(given.length === 0 ? name : `${name}(${given.join(",")})`);
  }
  return calls.join(",");
}

test("odd values through random converters", () => {
  let accepted = 0;
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const text = oddExpression();
    check(text, (scope) => {
      const compiled = compileExpression(wordOf(text), scope);
      if (compiled === undefined) return undefined;
      accepted++;
      return () => compiled.eval(request);
    });
  }
  assert.ok(accepted > ROUNDS / 8, `only ${accepted} were accepted`);
});

test("random expressions", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const text = expression();
    check(text, (scope) => {
      const compiled = compileExpression(wordOf(text), scope);
      return compiled === undefined ? undefined : () => compiled.eval(request);
    });
  }
});

test("random formats", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const text = `${pick(["", "a ", "%", "%%", "%ci", "%{+Q}"])}%[${expression()}]${pick(["", "%", "%hr", "%{+E,-Q}ST", "%zz"])}`;
    check(text, (scope) => {
      const compiled = compileLogFormat(wordOf(text), scope);
      return compiled === undefined ? undefined : () => compiled(request);
    });
  }
});

test("random conditions", () => {
  const words = [
    "{",
    "}",
    "!",
    "or",
    "||",
    "TRUE",
    "METH_GET",
    "-i",
    "-m",
    "str",
    "reg",
    "int",
    "gt",
    "1:2",
    "/p",
    "(",
    "-f",
    "x",
    "--",
  ];
  for (let round = 0; round < ROUNDS; round++) {
    const inner = Array.from({ length: random.below(6) }, () => pick(words)).join(" ");
    const text = pick([
      `if { ${expression().replaceAll(" ", "")} ${inner} }`,
      `if ${inner}`,
      `unless TRUE ${inner}`,
    ]);
    check(text, (scope) => {
      const compiled = compileCondition(wordsOf(text), scope);
      if (compiled === undefined) return undefined;
      return () => compiled === "always" || compiled.test(request);
    });
  }
});
