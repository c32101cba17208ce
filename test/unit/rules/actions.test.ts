/** What actions change; where HAProxy 2.6 was asked, its answers are the expected texts. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parsed } from "../support/heads.ts";
import { tableOf } from "../support/txn.ts";
import { Outcome } from "../../../src/rules/types.ts";
import {
  complaints,
  fieldLines,
  notingTxn,
  requestFor,
  responseWith,
  ruleScope,
  run,
} from "./world.ts";

const fields = ["X-Pre-A: 1", "x-pREb: 2", "A-PreX: 3", "X-L: a1, ba2y ,c"];

describe("header fields", () => {
  const deletions = [
    ["del-header X-L", ["host", "x-pre-a", "x-preb", "a-prex"]],
    ["del-header X-Pre -m beg", ["host", "a-prex", "x-l"]],
    ["del-header PREX -m end", ["host", "x-pre-a", "x-preb", "x-l"]],
    ["del-header pre -m sub", ["host", "x-l"]],
    ["del-header X-L -m str", ["host", "x-pre-a", "x-preb", "a-prex"]],
    ["del-header ^X-P -m reg", ["host", "x-pre-a", "x-preb", "a-prex", "x-l"]],
    ["del-header ^x-p -m reg", ["host", "a-prex", "x-l"]],
  ] as const;
  for (const [rule, expected] of deletions) {
    test(rule, () => {
      const txn = requestFor("/", ...fields);
      assert.equal(run([rule], txn), Outcome.next);
      assert.deepEqual(
        fieldLines(txn).map((line) => line.split(":")[0]),
        expected,
      );
    });
  }

  test("set, add and replace", () => {
    const txn = requestFor("/rv", "X-A: 1", "X-A: 2", ...fields);
    run(
      [
        "set-header X-A one",
        "add-header X-A %[path]",
        "replace-value X-L a(.) <\\1%[path]>",
        "replace-header X-Pre-A (.) [\\1]",
      ],
      txn,
    );
    assert.deepEqual(fieldLines(txn), [
      "host: h",
      "x-pre-a: [1]",
      "x-preb: 2",
      "a-prex: 3",
      "x-l: <1/rv>,<2/rv>,c",
      "x-a: one",
      "x-a: /rv",
    ]);
    const whole = requestFor("/rl", ...fields);
    run(["replace-header X-L a(.) <\\1%[path]>", "replace-header X-None a b"], whole);
    assert.equal(fieldLines(whole).at(-1), "x-l: <1/rl>");
  });

  test("a changed Host changes an absolute target, not its scheme", () => {
    const txn = notingTxn({ request: parsed("GET http://h/a HTTP/1.1", "Host: h") });
    run(["set-header Host other"], txn);
    assert.equal(txn.request!.targetText(), "http://other/a");
  });

  test("responses have their own", () => {
    const txn = responseWith(200, "Server: x", "Location: /a");
    run(
      ["del-header Server", "replace-header Location /(.*) /b/\\1", "set-header X-S %[status]"],
      txn,
      ruleScope(),
      "http-response",
    );
    assert.deepEqual(fieldLines(txn, "response"), ["location: /b/a", "x-s: 200"]);
    run(['set-status 299 reason "Take it"'], txn, ruleScope(), "http-after-response");
    assert.deepEqual([txn.response!.status, txn.response!.reasonText()], [299, "Take it"]);
    run(["set-status 404"], txn, ruleScope(), "http-response");
    assert.equal(txn.response!.reasonText(), "Not Found");
  });
});

describe("the request line", () => {
  const rows = [
    ["replace-path /p/(.*) /q\\1", "/p/x?y", "/qx?y h"],
    ['replace-pathq /y/(.*) "/q\\1\\x41\\\\"', "/y/x?y", "/qx?yA\\ h"],
    ["replace-uri /u/(.*) http://zz/q\\1", "/u/x?y", "http://zz/qx?y zz"],
    ["replace-path nomatch x", "/p", "/p h"],
    ["set-query %[req.hdr(nope)]", "/sq?a", "/sq? h"],
    ["set-query %[req.hdr(nope)]", "/sq", "/sq h"],
    ["set-path /n%[path]", "/a?b", "/n/a?b h"],
    ["set-pathq /n", "/a?b", "/n h"],
    ["set-uri http://u/v", "/a?b", "http://u/v u"],
  ] as const;
  for (const [rule, target, expected] of rows) {
    test(`${rule} of ${target}`, () => {
      const txn = requestFor(target);
      run([rule], txn);
      assert.equal(
        `${txn.request!.targetText()} ${fieldLines(txn)[0]!.slice("host: ".length)}`,
        expected,
      );
    });
  }

  test("set-method", () => {
    const txn = requestFor("/");
    run(["set-method PUT"], txn);
    assert.equal(txn.request!.methodText(), "PUT");
  });
});

describe("variables", () => {
  const rows = [
    ["set-var(txn.a,ifgt) int(3)", "3"],
    ["set-var(txn.a,iflt) int(3)", "5"],
    ["set-var(txn.a,ifnotexists) int(9)", "5"],
    ["set-var(txn.a,ifnotset) int(9)", "5"],
    ["set-var(txn.a,ifset) int(9)", "9"],
    ["set-var(txn.a,ifempty) int(9)", "5"],
    ["set-var(txn.a,ifnotempty) str()", "5"],
    ["set-var(txn.a,ifgt) str(x)", "x"],
    ["set-var(txn.a) req.hdr(nope)", "5"],
    ["set-var-fmt(txn.a) %[req.hdr(nope)]", ""],
    ["set-var(txn.a,ifexists,iflt) int(7)", "7"],
  ] as const;
  for (const [rule, expected] of rows) {
    test(`${rule} where it was 5`, () => {
      const txn = requestFor("/");
      run(["set-var(txn.a) int(5)", rule, "set-header V [%[var(txn.a)]]"], txn);
      assert.equal(fieldLines(txn).at(-1), `v: [${expected}]`);
    });
  }

  test("an unset variable does not exist", () => {
    const txn = requestFor("/");
    run(["set-var(txn.a) int(5)", "unset-var(txn.a)", "set-var(txn.a,ifnotexists) int(9)"], txn);
    assert.deepEqual(txn.notes, ["set txn.a int 5", "unset txn.a", "set txn.a int 9"]);
  });

  test("types are kept, and told by the value where they vary", () => {
    const txn = requestFor("/");
    run(["set-var(sess.s) src", "set-var-fmt(req.f) %[src]", "set-var(proc.b) bool(true)"], txn);
    assert.deepEqual(txn.notes, [
      "set sess.s ipv4 127.0.0.1",
      "set req.f str 127.0.0.1",
      "set proc.b bool true",
    ]);
  });

  test("faults", () => {
    assert.match(
      complaints("set-var(foo) int(1)")[0]!,
      /^\[foo\] 'foo' is not a valid variable name/,
    );
    assert.match(complaints("set-var(txn.a int(1)")[0]!, /missing '\)'/);
    assert.match(
      complaints("set-var(txn.a,ifexist) int(1)")[0]!,
      /^\[ifexist\] .*\(did you mean 'ifexists'\?\)$/,
    );
    assert.match(complaints("unset-var(txn.a) x")[0]!, /^\[x\] unexpected 'x'/);
  });
});

describe("tracking", () => {
  const table = tableOf("127.0.0.1", { gpc0: 1, gpc0_rate: 2, gpt0: 3 });
  const scope = (): ReturnType<typeof ruleScope> =>
    ruleScope({ tables: { "": table, other: { ...table, name: "other" } } });

  test("track-sc uses the table named or the proxy's own, and needs a key", () => {
    const txn = requestFor("/");
    assert.equal(
      run(["track-sc0 src", "track-sc2 path table other", "track-sc1 req.hdr(nope)"], txn, scope()),
      Outcome.next,
    );
    assert.deepEqual(txn.notes, ["track 0 t 127.0.0.1", "track 2 other /"]);
  });

  test("counters of the tracked entry", () => {
    const counters = { gpc0: 1, gpc0_rate: 2, gpt0: 3 };
    const tracked = { table: tableOf("k", counters), entry: 0, key: "k" };
    const txn = notingTxn({ tracked: (index) => (index === 1 ? tracked : null) });
    run(
      ["sc-inc-gpc0(1)", "sc-inc-gpc0(0)", "sc-inc-gpc1(1)", "sc-set-gpt0(1) int(-1)"],
      txn,
      scope(),
    );
    assert.deepEqual(counters, { gpc0: 2, gpc0_rate: 3, gpt0: 4294967295 });
    run(["sc-set-gpt0(1) 77"], txn, scope());
    assert.equal(counters.gpt0, 77);
  });

  test("faults", () => {
    assert.match(
      complaints("track-sc3 src")[0]!,
      /^\[track-sc3\] '3' is no stick counter \(it is a number from 0 to 2/,
    );
    assert.match(complaints("track-sc0 src")[0]!, /has no stick-table to track in/);
    assert.match(
      complaints("track-sc0 src table nope")[0]!,
      /^\[nope\] there is no stick-table named 'nope'$/,
    );
    assert.match(complaints("sc-inc-gpc0(9)")[0]!, /'9' is no stick counter/);
  });
});

describe("what the stream is told", () => {
  test("log level, timeouts, services, plugins, verdicts", () => {
    const txn = requestFor("/", "T: 250");
    const lines = [
      "set-log-level silent",
      "set-log-level err",
      "set-timeout tunnel 5s",
      "set-timeout server req.hdr(t)",
      "set-timeout client req.hdr(nope)",
      "lua.check a b",
      "plugin.check",
      "use-service metrics",
    ];
    assert.equal(run(lines, txn), Outcome.done);
    assert.deepEqual(txn.notes, [
      "level silent",
      "level 3",
      "timeout tunnel 5000",
      "timeout server 250",
      "level 2",
      "level 0",
      "serve metrics",
    ]);
    const other = requestFor("/");
    assert.equal(run(["reject"], other), Outcome.done);
    assert.deepEqual(other.notes, ["reject"]);
    assert.equal(run(["allow", "reject"], requestFor("/")), Outcome.stop);
    assert.equal(
      run(["accept"], requestFor("/"), ruleScope(), "tcp-request content"),
      Outcome.stop,
    );
  });

  test("wait-for-body waits until the stream has it, the condition asked once", () => {
    const txn = requestFor("/w");
    const lines = ["wait-for-body time 2s at-least 1k if { path /w }", "set-log-level err"];
    assert.equal(run(lines, txn), Outcome.wait);
    txn.request!.setPath("/changed");
    txn.bodyIsThere = true;
    assert.equal(run(lines, txn), Outcome.next);
    assert.deepEqual(txn.notes, ["body 1024 2000", "body 1024 2000", "level 3"]);
    const all = requestFor("/");
    all.bodyIsThere = true;
    run(["wait-for-body time 10"], all);
    assert.deepEqual(all.notes, ["body Infinity 10"]);
  });

  test("captures name a slot; one of a rule's own is left alone for other frontends", () => {
    const txn = requestFor("/abcdef");
    run(
      ["capture path len 4", "capture path id 0", "capture req.hdr(nope) id 0"],
      txn,
      ruleScope({ captureSlots: 1, kind: "frontend" }),
    );
    assert.deepEqual(txn.notes, ["capture request 0 /abcdef"]);
    const response = responseWith(404);
    run(["capture status id 0"], response, ruleScope({ captureSlots: 1 }), "http-response");
    assert.deepEqual(response.notes, ["capture response 0 404"]);
  });

  test("faults", () => {
    assert.match(
      complaints("set-timeout server 5s", { kind: "frontend" })[0]!,
      /^\[server\] 'fe' has no backend side/,
    );
    assert.match(complaints("set-timeout server 0")[0]!, /cannot be 0/);
    assert.match(complaints("set-log-level foo")[0]!, /^\[foo\] 'foo' is no log level/);
    assert.match(complaints("capture path id 3")[0]!, /^\[3\] there is no request capture slot 3/);
    assert.match(complaints("capture path len 3", { kind: "backend" })[0]!, /no frontend side/);
    assert.match(complaints("capture path")[0]!, /expects 'len <length>' or 'id <id>'/);
    assert.match(complaints("wait-for-body at-least 5")[0]!, /needs 'time <time>'/);
    assert.match(
      complaints("use-service metric")[0]!,
      /^\[metric\] .*\(did you mean 'metrics'\?\)$/,
    );
    assert.match(
      complaints("lua.nope")[0]!,
      /^\[lua.nope\] no plugin registered an action 'nope' for 'http-request'$/,
    );
    assert.match(complaints("set-header X")[0]!, /^\[X\] action 'set-header' expects a value/);
    assert.match(complaints("set-path /a b")[0]!, /^\[b\] unexpected 'b'/);
    assert.match(complaints("replace-path ( x")[0]!, /^\[\(\] regex '\(' is invalid/);
  });
});
