/** What is said of ciphers and digests when the configuration is compiled, and lacks of a runtime. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { crypto } from "../../../runtime-adapters/shared/crypto.ts";
import { compileExpression } from "../../../src/sample/expression.ts";
import { processFacts, requestTxn, testScope, wordOf } from "../support/txn.ts";
import type { TestScope } from "../support/txn.ts";

/** A scope on a runtime that knows neither AES-192 nor SM3. */
function lacking(): TestScope {
  const poor = {
    ...crypto,
    hasAes: (bits: number) => bits !== 192,
    hasDigest: (name: string) => name !== "sm3" && crypto.hasDigest(name),
  };
  return { ...testScope(), process: { ...processFacts, runtimeName: "deno", crypto: poor } };
}

function fault(use: string, scope: TestScope = testScope()): string {
  assert.equal(compileExpression(wordOf(`str(x),${use}`), scope), undefined, use);
  return scope.diagnostics.all[0]?.message ?? "";
}

test("ciphers are refused where their arguments cannot be right", () => {
  assert.match(fault("aes_gcm_dec(100,AAAA,AAAA,AAAA)"), /128, 192 or 256 bits, not '100'/);
  assert.match(fault("aes_gcm_dec(txn.bits,AAAA,AAAA,AAAA)"), /is not an integer/);
  assert.match(fault("aes_gcm_dec(128,!!,AAAA,AAAA)"), /'!!' is neither base64 nor a variable/);
  assert.match(fault("aes_gcm_dec(128,AAAA,a.b,AAAA)"), /'a.b' is neither base64 nor a variable/);
  assert.match(fault("aes_gcm_dec(128,AAAA,AAAA)"), /argument 4 \(aead_tag\) is missing/);
  assert.match(fault("aes_gcm_enc(128,AAAA,AAAA,AAAA)"), /invalid variable name 'AAAA'/);
  assert.match(fault("aes_cbc_enc(128,AAAA,AAAA,AAAA)"), /too many arguments/);
});

test("digests are refused by name", () => {
  assert.match(fault("digest(nope)"), /'nope' is no known digest/);
  assert.match(fault("digest()"), /'' is no known digest/);
  assert.match(fault("digest(shake128)"), /'shake128' is no known digest/);
  assert.match(fault("hmac(nope,a2V5)"), /'nope' is no known digest/);
  assert.match(fault("hmac(sha256,YQ)"), /'YQ' is neither base64 nor a variable/);
  assert.match(fault("sha2(1)"), /unsupported number of bits '1'/);
});

test("what the runtime lacks is refused by its name", () => {
  assert.match(fault("aes_gcm_dec(192,AAAA,AAAA,AAAA)", lacking()), /deno has no AES-192/);
  assert.match(fault("aes_cbc_enc(192,AAAA,AAAA)", lacking()), /deno has no AES-192/);
  assert.match(fault("digest(sm3)", lacking()), /deno has no 'sm3'/);
  const scope = lacking();
  assert.ok(compileExpression(wordOf("str(x),jwt_decrypt_secret(AAAA)"), scope) !== undefined);
  assert.match(scope.diagnostics.all[0]?.message ?? "", /deno has no AES-192, tokens that use it/);
});

test("an encryption stores its tag only when it succeeds", () => {
  const scope = testScope();
  const txn = requestTxn("GET / HTTP/1.1", ["Host: a"]);
  const tag = scope.variableNames.ref("txn.tag")!;
  const evaluate = (use: string): unknown =>
    compileExpression(wordOf(`str(hello),${use}`), scope)?.eval(txn);
  assert.equal(evaluate("aes_gcm_enc(128,CQkJCQkJCQkJCQkJ,AAAA,txn.tag)"), undefined);
  assert.equal(txn.variables.get(tag.slot), undefined);
  const key = "BwcHBwcHBwcHBwcHBwcHBw==";
  assert.equal(evaluate(`aes_gcm_enc(128,CQkJCQkJCQkJCQkJ,${key},txn.tag),hex`), "CACB063D36");
  assert.match(String(txn.variables.get(tag.slot)), /^[A-Za-z0-9+/]{22}==$/);
});
