/** Pattern sets: sharing, order, changes and the indexes of every match kind. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileLogFormat } from "../../../src/sample/log-format/log-format.ts";
import { matchRow } from "../../../src/pattern/match-rows.ts";
import { PatternStore } from "../../../src/pattern/store.ts";
import { PatternVersion } from "../../../src/pattern/version.ts";
import { compileCondition } from "../../../src/pattern/condition.ts";
import { requestTxn, testScope, txnOf, wordOf, wordsOf } from "../support/txn.ts";

const FILES = {
  "m.map": "ab 1\na 2\nabc 3\nab 4\nbc 5\nc 6\nabcd 7\nx  x1 x2  \n\ty y1\n",
  "dir.map": "a/b 1\n/b/ 2\nc 3\n/zz 4\nqq/ 5\n",
  "ip.map": "10.0.0.0/8 net8\n10.1.0.0/16 net16\n127.0.0.1 lo\n::1 lo6\n2001:db8::/32 doc\n",
  "int.map": "1:10 low\n5 five\n11: high\n:0 neg\n",
  "num.map": "a 1\nb -5\nc 12\n",
  "addr.map": "a 1.2.3.4\nb ::1\n",
  "regm.map": "^/a/([^/]*)/(.*) x\\1y\\2z\\3\n^/b u\\0v\\\\w\n",
};

function valueOf(expression: string): string | undefined {
  const scope = testScope({ files: FILES });
  const format = compileLogFormat(wordOf(`%[${expression}]`), scope);
  assert.equal(format === undefined, scope.diagnostics.errorCount > 0);
  return format?.(txnOf());
}

/** As haproxy 2.6 answered. */
const MAPS: readonly (readonly [string, string | undefined])[] = [
  ["str(a),map(m.map,D)", "2"],
  ["str(ab),map(m.map,D)", "1"],
  ["str(x),map(m.map,D)", "x1 x2"],
  ["str(ABC),map(m.map,D)", "D"],
  ["str(),map(m.map,D)", "D"],
  ["str(y),map(m.map)", "y1"],
  ["str(q),map(m.map)", ""],
  ["str(abcx),map_beg(m.map,D)", "3"],
  ["str(abcd),map_beg(m.map,D)", "7"],
  ["str(xabcd),map_end(m.map,D)", "7"],
  ["str(zabc),map_end(m.map,D)", "3"],
  ["str(zab),map_end(m.map,D)", "1"],
  ["str(zabc),map_sub(m.map,D)", "1"],
  ["str(zbc),map_sub(m.map,D)", "5"],
  ["str(abcde),map_sub(m.map)", "1"],
  ["str(abc),map_reg(m.map,D)", "1"],
  ["str(/a/b/c/),map_dir(dir.map,D)", "1"],
  ["str(/xa/b/c),map_dir(dir.map,D)", "2"],
  ["str(/b?c),map_dir(dir.map,D)", "2"],
  ["str(/zz/),map_dir(dir.map,D)", "4"],
  ["str(/qq),map_dir(dir.map,D)", "5"],
  ["str(a.b),map_dom(dir.map,D)", "2"],
  ["str(q:b),map_dom(dir.map,D)", "2"],
  ["str(q/c?x),map_dom(dir.map,D)", "3"],
  ["str(10.2.3.4),map_ip(ip.map,D)", "net8"],
  ["str(10.1.3.4),map_ip(ip.map,D)", "net16"],
  ["str(::ffff:10.1.1.1),map_ip(ip.map,D)", "net16"],
  ["str(2001:db8::1),map_ip(ip.map,D)", "doc"],
  ["str(1.1.1.1),map_ip(ip.map,D)", "D"],
  ["str(zz),map_ip(ip.map,D)", ""],
  ["src,map_ip(ip.map)", "lo"],
  ["str(5),map_int(int.map,D)", "low"],
  ["str(11),map_int(int.map,D)", "high"],
  ["str(-5),map_int(int.map,D)", "neg"],
  ["int(5),map(int.map)", "five"],
  ["str(b),map_str_int(num.map,7),add(0)", "-5"],
  ["str(z),map_str_int(num.map,7),add(0)", "7"],
  ["str(z),map_str_int(num.map)", ""],
  ["str(z),map_str_int(num.map,zz)", undefined],
  ["str(z),map_str_int(m.map)", undefined],
  ["str(z),map_str_ip(num.map)", undefined],
  ["str(b),map_str_ip(addr.map)", "::1"],
  ["str(z),map_str_ip(addr.map,9.9.9.9)", "9.9.9.9"],
  ["str(/a/bb/cc),map_regm(regm.map)", "xbbyccz"],
  ["str(/b),map_regm(regm.map)", "u/bv\\w"],
  ["str(/a/bb/cc),map_reg(regm.map)", "x\\1y\\2z\\3"],
  ["str(z),map(nope.map)", undefined],
  ["bin(01020304),map_ip(ip.map)", undefined],
];

for (const [expression, answer] of MAPS) {
  test(`map lookup ${expression}`, () => assert.equal(valueOf(expression), answer));
}

test("rules share a file's patterns, and a change reaches them all", () => {
  const scope = testScope({ files: FILES });
  const exact = compileLogFormat(wordOf("%[path,map(m.map,none)]"), scope)!;
  const prefix = compileLogFormat(wordOf("%[path,map_beg(m.map,none)]"), scope)!;
  const request = requestTxn("GET /new HTTP/1.0");
  const reference = scope.patterns.find("m.map", "map")!;
  assert.equal(scope.patterns.references.length, 1);
  assert.equal(reference.id, 0);
  assert.equal(scope.patterns.find("#0", "map"), reference);
  assert.equal(scope.patterns.find("m.map", "acl"), undefined);
  const change = { reference: 0, key: "/new", value: "1", op: "add", version: null } as const;
  assert.equal(scope.patterns.apply(change), null);
  assert.deepEqual([exact(request), prefix(request)], ["1", "1"]);
  assert.equal(
    scope.patterns.apply({
      op: "set",
      reference: 0,
      entry: { key: "/new", nth: null },
      value: "2",
    }),
    null,
  );
  assert.deepEqual([exact(request), prefix(request)], ["2", "2"]);
  const entry = reference.nameOf(reference.entry("/new")!.id)!;
  assert.equal(scope.patterns.apply({ op: "delete", reference: 0, entry }), null);
  assert.deepEqual([exact(request), prefix(request)], ["none", "none"]);
  assert.equal(
    scope.patterns.apply({ op: "delete", reference: 0, entry: { key: "/new", nth: null } }),
    "Key not found.",
  );
  assert.equal(
    scope.patterns.apply({
      op: "set",
      reference: 0,
      entry: { key: "/new", nth: null },
      value: "2",
    }),
    "entry not found.",
  );
  assert.equal(scope.patterns.apply({ op: "clear", reference: 0, version: null }), null);
  assert.equal(reference.size, 0);
});

test("the revision moves with every change, and with nothing else", () => {
  const scope = testScope({ files: FILES });
  const reference = scope.patterns.file("m.map", true);
  const seen = [reference.revision];
  const after = (change: () => unknown): number => {
    change();
    seen.push(reference.revision);
    return seen.at(-1)! - seen.at(-2)!;
  };
  assert.ok(after(() => reference.add("k", "v")) > 0);
  assert.ok(after(() => reference.set({ key: "k", nth: null }, "w")) > 0);
  assert.ok(after(() => reference.delete({ key: "k", nth: null })) > 0);
  assert.equal(
    after(() => reference.delete({ key: "k", nth: null })),
    0,
  );
  assert.ok(after(() => reference.clear()) > 0);
  assert.equal(
    after(() => reference.entry("a")),
    0,
  );
});

test("a value that a rule cannot read is refused", () => {
  const scope = testScope({ files: FILES });
  compileLogFormat(wordOf("%[path,map_str_int(num.map)]"), scope);
  assert.equal(
    scope.patterns.apply({ op: "add", reference: 0, version: null, key: "k", value: "x" }),
    "unable to parse 'x'.",
  );
  assert.equal(
    scope.patterns.apply({
      op: "set",
      reference: 0,
      entry: { key: "a", nth: null },
      value: "x",
    }),
    "unable to parse 'x'.",
  );
  assert.equal(scope.patterns.byId(0)?.size, 3);
});

test("a pattern that one index refuses is in none", () => {
  const scope = testScope();
  compileCondition(wordsOf("if { path_reg -u 77 ^/a }"), scope);
  const reference = scope.patterns.find("#77", "acl")!;
  assert.match(
    scope.patterns.apply({
      op: "add",
      reference: 77,
      version: null,
      key: "(",
      value: null,
    }) ?? "",
    /regex '\(' is invalid/,
  );
  assert.equal(reference.size, 1);
  assert.equal(reference.description, "acl 'path_reg' file 'test.cfg' line 3");
});

test("ids count up past those that -u took", () => {
  const store = new PatternStore(() => "");
  const [first, taken, second] = [store.inline(null), store.inline(1), store.inline(null)];
  assert.deepEqual([first.id, taken.id, second.id], [0, 1, 2]);
  const late = store.inline(2);
  assert.deepEqual([late.id, second.id], [2, 3]);
});

test("every kind forgets what is removed", () => {
  const samples: Record<string, readonly [string, string]> = {
    str: ["ab", "ab"],
    beg: ["ab", "abc"],
    end: ["bc", "abc"],
    sub: ["b", "abc"],
    dir: ["b", "/a/b"],
    dom: ["b", "a.b"],
    reg: ["^a", "abc"],
    bin: ["6162", "ab"],
  };
  for (const [name, [key, value]] of Object.entries(samples)) {
    const version = new PatternVersion(0);
    const index = version.index(matchRow(name)!, false);
    assert.ok(!("fault" in index));
    assert.deepEqual([version.add(key, null), version.add(key, null)], [null, null]);
    assert.equal(index.find(value), 1, name);
    version.remove(1);
    assert.equal(index.find(value), 2, name);
    assert.equal(version.entries.size, 1, name);
    version.remove(2);
    assert.equal(index.find(value), 0, name);
  }
});

test("among many patterns the right one is found", () => {
  for (const name of ["str", "beg", "end", "sub", "dir", "dom"]) {
    const version = new PatternVersion(0);
    const index = version.index(matchRow(name)!, true);
    assert.ok(!("fault" in index));
    const words = Array.from({ length: 5000 }, (_, id) => `Host${(id * 7919) % 5000}x`);
    for (const key of words) version.add(key, null);
    for (const key of words.slice(0, 500)) {
      assert.equal(version.entries.key(index.find(key.toUpperCase())), key, name);
    }
    assert.equal(index.find("host5000x"), 0, name);
  }
});
