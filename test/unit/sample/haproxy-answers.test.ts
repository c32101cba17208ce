/** Every recorded answer of haproxy against this program's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileLogFormat } from "../../../src/sample/log-format/log-format.ts";
import { requestTxn, testScope, wordOf } from "../support/txn.ts";
import { ANSWERS, REQUEST_FIELDS, REQUEST_LINE } from "./haproxy-answers.ts";

for (const [expression, answer] of ANSWERS) {
  test(`haproxy's answer to ${expression}`, () => {
    const scope = testScope();
    const format = compileLogFormat(wordOf(`%[${expression}]`), scope);
    if (answer === null) {
      assert.equal(format, undefined);
      assert.ok(scope.diagnostics.errorCount > 0, "refused without saying why");
      return;
    }
    assert.equal(scope.diagnostics.errorCount, 0, scope.diagnostics.all[0]?.message ?? "");
    assert.equal(format?.(requestTxn(REQUEST_LINE, REQUEST_FIELDS)), answer);
  });
}
