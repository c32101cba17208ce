/** Rules as sets: which actions are found, what is refused and how, final rules, conditions. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileRules } from "../../../src/rules/compile-rules.ts";
import { replyOfFile } from "../../../src/rules/error-page.ts";
import { REFUSED_ACTIONS } from "../../../src/rules/refused-actions.ts";
import { evaluateRules } from "../../../src/rules/rule-set.ts";
import { actionRows } from "../../../src/rules/rows.ts";
import { Outcome } from "../../../src/rules/types.ts";
import { complaints, modelOf, requestFor, ruleScope, rulesOf, run, wire } from "./world.ts";

describe("rule sets", () => {
  test("unknown, misplaced and later actions", () => {
    assert.deepEqual(complaints("denny"), [
      "[denny] unknown action 'denny' in 'http-request' (did you mean 'deny'?)",
    ]);
    assert.deepEqual(complaints("set-vat(txn.a) int(1)"), [
      "[set-vat(txn.a)] unknown action 'set-vat' in 'http-request' (did you mean 'set-var'?)",
    ]);
    assert.deepEqual(complaints("set-status 200"), [
      "[set-status] action 'set-status' is not allowed in 'http-request' (it may stand in 'http-response', 'http-after-response')",
    ]);
    assert.deepEqual(complaints("cache-use c"), [
      "[cache-use] 'http-request cache-use' is not supported: there is no HTTP cache",
    ]);
    assert.deepEqual(complaints("cache-store c", {}, "http-response"), [
      "[cache-store] 'http-response cache-store' is not supported: there is no HTTP cache",
    ]);
  });

  test("no name is both supported and to come", () => {
    for (const row of actionRows) {
      for (const set of row.sets)
        assert.equal(
          REFUSED_ACTIONS[set].has(row.name.replace("(", "")),
          false,
          `${set} ${row.name}`,
        );
    }
  });

  test("every error of a set is told, and the good rules are kept", () => {
    const scope = ruleScope();
    const rules = rulesOf(
      ["nope", "set-header A b if { pathh / }", "deny status 9", "allow"],
      scope,
    );
    assert.equal(scope.diagnostics.errorCount, 3);
    assert.equal(rules.length, 1);
  });

  test("HAProxy warns of the rule after a final one, once, in the HTTP sets", () => {
    const warnings = (
      lines: readonly string[],
      set: "http-request" | "tcp-request content",
    ): string[] => {
      const scope = ruleScope();
      rulesOf(lines, scope, set);
      return scope.diagnostics.all.map(({ message }) => message);
    };
    assert.deepEqual(
      warnings(["deny", "set-header a b", "allow if TRUE", "deny"], "http-request"),
      [
        "previous 'http-request' action 'deny' is final and has no condition attached, further entries do nothing",
      ],
    );
    assert.deepEqual(warnings(["accept", "reject"], "tcp-request content"), []);
  });

  test("conditions choose, the first final rule wins, and its line is known", () => {
    const txn = requestFor("/b");
    const lines = [
      "deny if { path /a }",
      "set-header X yes unless { path /a }",
      "return status 202 if { path /b }",
      "reject",
    ];
    assert.equal(run(lines, txn), Outcome.done);
    assert.deepEqual(txn.notes, ["reply"]);
    assert.equal(txn.replies[0]!.status, 202);
    assert.equal(txn.lastRule!.source, lines[2]);
  });

  test("fetches that the set does not provide are refused", () => {
    assert.match(
      complaints("set-header X %[status]")[0]!,
      /needs the connection to the server or its response, which is not available in this http-request rule/,
    );
    assert.match(
      complaints("set-header X %[path]", {}, "http-response")[0]!,
      /needs the HTTP request/,
    );
    assert.match(
      complaints("track-sc0 path", {}, "tcp-request connection")[0]!,
      /needs the HTTP request/,
    );
    assert.deepEqual(complaints("set-header X %[method]", {}, "http-response"), []);
  });

  test("the redirect directive takes its text as it is", () => {
    const scope = ruleScope();
    const model = modelOf("redirect location /zz%[path]");
    const line = { words: model.action, source: "redirect location /zz%[path]" };
    const rules = compileRules([{ ...model, line }], "http-request", scope, actionRows);
    const txn = requestFor("/leg");
    assert.equal(evaluateRules(rules, txn, true), Outcome.done);
    assert.match(wire(txn.replies[0]!, txn), /\r\nlocation: \/zz%\[path\]\r\n/);
  });
});

describe("error files", () => {
  test("an empty file sends nothing, one that is no response is told", () => {
    const { bytes } = ruleScope();
    const empty = replyOfFile("", 503, bytes);
    assert.equal("silent" in empty && empty.silent, true);
    const bad = replyOfFile("HTTP/1.1 503 x\r\nContent-Length: 9\r\n\r\nabc", 503, bytes);
    assert.match("fault" in bad ? bad.fault : "", /payload size does not match/);
  });
});
