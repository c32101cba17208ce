/** Runs of rules that share a lookup: what they choose is what asking each rule chooses. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileCondition } from "../../../src/pattern/condition.ts";
import { type Dispatch, dispatches } from "../../../src/pattern/dispatch.ts";
import type { Txn } from "../../../src/sample/txn.ts";
import { RandomNumbers } from "../../../src/core/random.ts";
import { requestTxn, testScope, wordsOf } from "../support/txn.ts";

interface Rules {
  readonly tests: readonly ((txn: Txn) => boolean)[];
  readonly runs: readonly (Dispatch | null)[];
  readonly scope: ReturnType<typeof testScope>;
}

function rulesOf(conditions: readonly string[], acls: readonly string[] = []): Rules {
  const scope = testScope({ acls: [...acls], files: { "hosts.lst": "f1.x\nf2.x\n" } });
  const compiled = conditions.map((text) => {
    const condition = compileCondition(wordsOf(text), scope);
    assert.ok(condition !== undefined, text);
    return condition === "always" ? { test: () => true, guard: null } : condition;
  });
  const runs = dispatches(
    compiled.map(({ guard }) => guard),
    scope.patterns,
  );
  return { tests: compiled.map(({ test }) => test), runs, scope };
}

/** The rules that apply, found with the help of the runs. */
function chosen({ tests, runs }: Rules, txn: Txn): number[] {
  const found: number[] = [];
  for (let i = 0; i < tests.length; i++) {
    const next = runs[i]?.next(txn, i) ?? i;
    assert.ok(next >= i);
    if (next !== i) i = next - 1;
    else if (tests[i]!(txn)) found.push(i);
  }
  return found;
}

/** The rules that apply, each asked. */
function asked({ tests }: Rules, txn: Txn): number[] {
  return [...tests.keys()].filter((index) => tests[index]!(txn));
}

const runsOf = ({ runs }: Rules): number[] => runs.map((run) => (run === null ? 0 : 1));
const get = (host: string, path = "/"): Txn =>
  requestTxn(`GET ${path} HTTP/1.1`, [`Host: ${host}`]);

describe("which rules share a lookup", () => {
  test("neighbours whose conditions begin with the same sample, match and case", () => {
    const rules = rulesOf(
      [
        "if { hdr(host) -i a.x }",
        "if h_b",
        "if { req.hdr(host) -m str -i c.x } { path /p }",
        "if { hdr(host) -i d.x } or h_b",
        "if { hdr(host) e.x }",
        "if { hdr(host) f.x }",
        "if { path_beg /a }",
        "unless { path_beg /b }",
        "if { path_beg /c }",
      ],
      ["h_b hdr(host) -i b.x", "h_b hdr(host) -i bb.x"],
    );
    assert.deepEqual(runsOf(rules), [1, 1, 1, 1, 0, 0, 0, 0, 0]);
    for (const host of ["A.x", "b.X", "BB.x", "c.x", "d.x", "e.x", "z", ""]) {
      for (const path of ["/p", "/a1", "/c"]) {
        const txn = get(host, path);
        assert.deepEqual(chosen(rules, txn), asked(rules, txn), `${host}${path}`);
      }
    }
  });

  test("not those that look at something else first, turn it round, or might change something", () => {
    const conditions = [
      "if { sc_inc_gpc0(0) gt 0 } { path /a }",
      "if !{ path /a }",
      "if { rand(2) -m str 1 }",
      "if { hdr(x),set-var(txn.x) a }",
      "if { path_reg ^/a }",
      "if { path_sub a }",
      "if { path /a } or { hdr(host) a }",
    ];
    for (const condition of conditions) {
      assert.deepEqual(runsOf(rulesOf([condition, condition, condition])), [0, 0, 0], condition);
    }
  });

  test("every value of a list counts", () => {
    const rules = rulesOf(["if { hdr(x) a }", "if { hdr(x) b }", "if { hdr(x) c }"]);
    const txn = requestTxn("GET / HTTP/1.1", ["Host: h", "X: c, b", "X: d"]);
    assert.deepEqual(chosen(rules, txn), [1, 2]);
    assert.deepEqual(chosen(rules, get("h")), []);
  });
});

describe("what they choose", () => {
  const letters = "abAB";
  const random = new RandomNumbers(Uint8Array.from({ length: 16 }, (_, at) => at + 1));
  const word = (most: number): string =>
    Array.from({ length: random.uint32() % (most + 1) }, () => letters[random.uint32() % 4]).join(
      "",
    );

  for (const match of ["str", "beg", "end"]) {
    for (const flag of ["", "-i"]) {
      test(`-m ${match} ${flag}: what asking each would, for random patterns and values`, () => {
        const rules = rulesOf(
          Array.from({ length: 40 }, () => {
            const patterns = Array.from({ length: 1 + (random.uint32() % 3) }, () => word(3));
            const before = match === "end" ? "B" : "/";
            const given = patterns.map((pattern) => `${before}${pattern}`).join(" ");
            return `if { path,ltrim(z) -m ${match} ${flag} -- ${given} }`;
          }),
        );
        assert.ok(runsOf(rules).every((run) => run === 1));
        for (let round = 0; round < 200; round++) {
          const txn = get("h", `/${word(6)}`);
          assert.deepEqual(chosen(rules, txn), asked(rules, txn));
        }
      });
    }
  }
});

describe("a change at the admin socket", () => {
  test("is followed, of the line's own patterns and of a file", () => {
    const rules = rulesOf([
      "if { hdr(host) -f hosts.lst own.x }",
      "if { hdr(host) b.x }",
      "if { hdr(host) c.x }",
    ]);
    const { patterns } = rules.scope;
    assert.deepEqual(chosen(rules, get("f2.x")), [0]);
    assert.deepEqual(chosen(rules, get("new.x")), []);
    const file = patterns.find("hosts.lst", "acl")!;
    patterns.apply({ op: "add", reference: file.id, version: null, key: "new.x", value: null });
    assert.deepEqual(chosen(rules, get("new.x")), [0]);
    patterns.apply({ op: "delete", reference: file.id, entry: { key: "f2.x", nth: null } });
    assert.deepEqual(chosen(rules, get("f2.x")), []);
    const line = patterns.references.find(({ description }) => /line/.test(description))!;
    patterns.apply({ op: "clear", reference: line.id, version: null });
    patterns.apply({ op: "add", reference: line.id, version: null, key: "late.x", value: null });
    assert.deepEqual(chosen(rules, get("late.x")), asked(rules, get("late.x")));
  });
});
