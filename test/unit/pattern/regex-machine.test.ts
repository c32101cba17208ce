/**
 * The machine against the runtime's engine: random patterns and texts from a seed must match at
 * the same place with the same groups, where JS reads a pattern as Perl does. What Perl reads
 * otherwise, about empty rounds and the groups of earlier ones, stands in a table that
 * test/compat/regex-machine.test.ts compares with PCRE.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { searchCost } from "../../../src/pattern/regex/cost.ts";
import { keepsGroups } from "../../../src/pattern/regex/emit.ts";
import { MachineSearch } from "../../../src/pattern/regex/machine.ts";
import type { Match } from "../../../src/pattern/regex/match.ts";
import { NativeSearch } from "../../../src/pattern/regex/native.ts";
import { type ParsedRegex, parseRegex } from "../../../src/pattern/regex/parse.ts";
import { canBeEmpty, someNode } from "../../../src/pattern/regex/tree.ts";
import { randomOf, randomPattern, randomText } from "../../support/random-regex.ts";

const SEED = 20_261_122;
const PATTERNS = 3_000;
const TEXTS = 6;

function parsed(pattern: string, ignoresCase: boolean): ParsedRegex {
  const result = parseRegex(pattern, ignoresCase);
  assert.ok(!("at" in result), `${pattern}: ${"at" in result ? result.message : ""}`);
  return result;
}

function machineOf(pattern: string, ignoresCase = false): MachineSearch {
  const { tree, groups } = parsed(pattern, ignoresCase);
  const machine = MachineSearch.of(tree, groups);
  assert.ok(machine !== null, pattern);
  return machine;
}

/** Whether JS reads a pattern as Perl does. */
function isReadAlike({ tree }: ParsedRegex): boolean {
  const repeatsEmpty = someNode(tree, (node) => node.kind === "repeat" && canBeEmpty(node.body));
  return keepsGroups(tree) && !repeatsEmpty;
}

/** What is seen of a match; groups beyond the ninth are not. */
function seen(match: Match | null): unknown {
  if (match === null) return null;
  const groups = Array.from(match.groups, (group) => group ?? "").slice(0, 10);
  return { start: match.start, end: match.end, groups };
}

test("random patterns match as on the runtime's engine", () => {
  const random = randomOf(SEED);
  let compared = 0;
  for (let i = 0; i < PATTERNS; i++) {
    const pattern = randomPattern(random);
    const ignoresCase = random() < 0.3;
    const texts = Array.from({ length: TEXTS }, () => randomText(random, 12));
    const regex = parsed(pattern, ignoresCase);
    const machine = MachineSearch.of(regex.tree, regex.groups);
    if (!isReadAlike(regex) || machine === null) continue;
    const native = new NativeSearch(regex.tree);
    for (const text of texts) {
      const at = `${pattern} on '${text}', seed ${SEED}`;
      assert.equal(machine.test(text), native.test(text), at);
      assert.deepEqual(seen(machine.exec(text)), seen(native.exec(text)), at);
      assert.deepEqual(seen(machine.execRest(text)), seen(native.execRest(text)), at);
    }
    compared++;
  }
  assert.ok(compared > PATTERNS / 3, `${compared} patterns compared`);
});

test("a match is found as Perl prefers it", () => {
  const rows: readonly (readonly [string, string, readonly string[] | null])[] = [
    ["a|ab", "ab", ["a"]],
    ["(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]],
    ["a*?b", "aab", ["aab"]],
    ["(a*?)(a*)", "aa", ["aa", "", "aa"]],
    ["(?:(a)|b)*", "ab", ["ab", "a"]],
    ["(a*)*", "aa", ["aa", ""]],
    ["(|a)*", "aa", ["", ""]],
    ["(|a)+", "aa", ["", ""]],
    ["(?:a|b??|c)+", "ac", ["a"]],
    ["(a|b*?)*?c", "abc", ["abc", "b"]],
    ["x*", "axx", [""]],
    ["x+", "axxa", ["xx"]],
    ["\\bb", "ab b", ["b"]],
    ["a{2,3}", "aaaa", ["aaa"]],
    ["a{2,3}?", "aaaa", ["aa"]],
    ["(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)", "abcdefghij", [..."abcdefghi"]],
    ["b", "aaa", null],
  ];
  for (const [pattern, text, groups] of rows) {
    const match = machineOf(pattern).exec(text);
    const expected = groups !== null && groups.length === 9 ? ["abcdefghij", ...groups] : groups;
    assert.deepEqual(match && match.groups.map((group) => group ?? ""), expected, pattern);
  }
});

test("a search takes steps in proportion to the text, whatever the pattern", () => {
  const evil = [
    "(a+)+b",
    "a*a*a*b",
    "(a|a)*b",
    "(a|aa)+b",
    "(.*)(.*)(.*)x",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(a?){30}a{30}b",
    "(.*a){12}b",
    "((a*)*)*b",
    "(?:a?b??)*?c",
    "(x+x+)+y|(a+a+)+z",
  ];
  for (const pattern of evil) {
    const machine = machineOf(pattern);
    const { factor, degree } = searchCost(parsed(pattern, false).tree);
    assert.ok(degree > 1 && factor > 0, pattern);
    for (const char of ["a", "x"]) {
      machine.exec(char.repeat(1024));
      const few = machine.steps;
      machine.exec(char.repeat(16_384));
      const many = machine.steps - few;
      assert.ok(many <= 16.1 * few + 1000, `${pattern}: ${few}, ${many} steps`);
      assert.ok(many / 16_384 < 600, `${pattern}: ${many} steps`);
      machine.steps = 0;
    }
  }
});
