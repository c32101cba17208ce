/** jwt_verify and jwt_verify_cert where no oracle is asked: RFC vectors, certificates, messages. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compileExpression } from "../../../../src/sample/expression.ts";
import { derOfEcdsaSignature } from "../../../../src/sample/jose/ecdsa-signature.ts";
import { KeysByFile } from "../../../../src/sample/key-files.ts";
import { createPrivateKey } from "node:crypto";
import { rsaKeys, signedToken, unsigned } from "../../../support/tokens.ts";
import { requestTxn, testScope, wordOf } from "../../support/txn.ts";
import type { TestScope } from "../../support/txn.ts";

const folder = new URL("../../../contract/certificates/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const rsa = rsaKeys();
const files = {
  "rsa.crt": read("a-rsa.crt"),
  "ec.crt": read("a.crt"),
  "rsa.pub": rsa.spki,
  "garbage.pem": "garbage",
};

function verdict(
  converter: string,
  token: string,
  key: string = "",
  scope = testScope({ files }),
): unknown {
  const txn = requestTxn("GET / HTTP/1.1", ["Host: a", `X-T: ${token}`]);
  txn.variables.set(scope.variableNames.ref("txn.key")!.slot, key, "bin");
  const compiled = compileExpression(wordOf(`req.hdr(x-t),${converter}`), scope);
  assert.ok(compiled !== undefined, scope.diagnostics.all[0]?.message ?? "");
  return compiled.eval(txn);
}

function messages({ diagnostics }: TestScope, wanted: string): string[] {
  return diagnostics.all
    .filter(({ severity }) => severity === wanted)
    .map(({ message }) => message);
}

test("RFC 7515 appendix A.1: HMAC with a key of bytes", () => {
  const token =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." +
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." +
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const key = Buffer.from(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "base64url",
  ).toString("latin1");
  assert.equal(verdict("jwt_verify(HS256,txn.key)", token, key), 1);
  assert.equal(verdict("jwt_verify(HS256,txn.key)", token, "other"), 0);
  assert.equal(verdict("jwt_verify(HS512,txn.key)", token, key), 0);
});

test("jwt_verify_cert: the key in a certificate, and no secrets", () => {
  for (const alg of ["RS256", "PS384"]) {
    const token = signedToken(alg, createPrivateKey(read("a-rsa.key")));
    assert.equal(verdict(`jwt_verify_cert(${alg},rsa.crt)`, token), 1);
    assert.equal(verdict(`jwt_verify_cert(${alg},ec.crt)`, token), 0);
  }
  const ec = signedToken("ES256", createPrivateKey(read("a.key")));
  assert.equal(verdict("jwt_verify_cert(ES256,ec.crt)", ec), 1);
  assert.equal(verdict("jwt_verify_cert(ES256,txn.key)", ec, "ec.crt"), -5, "was not loaded");
  assert.equal(verdict("jwt_verify_cert(HS256,rsa.crt)", signedToken("HS256", "rsa.crt")), -2);
  assert.equal(verdict("jwt_verify_cert(none,rsa.crt)", unsigned("none")), -2);
  assert.equal(verdict("jwt_verify_cert(txn.key,rsa.crt)", ec, "XX"), -1);
  assert.equal(verdict("jwt_verify_cert(ES256,ec.crt)", "x"), -3);
});

test("what cannot be right is said with the configuration", () => {
  const errors = (use: string): string[] => {
    const scope = testScope({ files });
    assert.equal(compileExpression(wordOf(`req.hdr(x-t),${use}`), scope), undefined);
    return messages(scope, "alert");
  };
  assert.match(errors("jwt_verify(HS257,x)")[0]!, /unknown JWT algorithm 'HS257'/);
  assert.match(errors("jwt_verify(hs256,x)")[0]!, /unknown JWT algorithm 'hs256'/);
  assert.match(errors("jwt_verify(HS256)")[0]!, /argument 2 \(key\) is missing/);
  assert.match(errors("jwt_verify_cert(RS256,rsa.pub)")[0]!, /no certificate can be read/);
});

test("a key file that gives no key is a warning: HAProxy takes it", () => {
  const scope = testScope({ files });
  assert.equal(verdict("jwt_verify(RS256,garbage.pem)", "a.b.AAAA", "", scope), -5);
  assert.match(messages(scope, "warning")[0]!, /no public key can be read from 'garbage.pem'/);
  const fine = testScope({ files });
  verdict("jwt_verify(RS256,rsa.pub)", "a.b.AAAA", "", fine);
  verdict("jwt_verify(HS256,garbage.pem)", "a.b.AAAA", "", fine);
  assert.deepEqual(messages(fine, "warning"), []);
});

test("a file is read once, whether there is a key in it or not", () => {
  const asked: string[] = [];
  const keys = new KeysByFile((path) => {
    asked.push(path);
    return path === "good" ? "key" : null;
  });
  assert.equal(keys.known("good"), null);
  for (const path of ["good", "bad", "good", "bad"]) keys.load(path);
  assert.deepEqual(asked, ["good", "bad"]);
  assert.deepEqual([keys.known("good"), keys.known("bad"), keys.known("new")], ["key", null, null]);
});

test("two numbers become DER: signs, zeros and lengths", () => {
  const hex = (bytes: string): string | undefined => {
    const der = derOfEcdsaSignature(Buffer.from(bytes, "hex").toString("latin1"));
    return der === undefined ? undefined : Buffer.from(der, "latin1").toString("hex");
  };
  assert.equal(hex("0102"), "3006020101020102");
  assert.equal(hex("80ff"), "300802020080020200ff");
  assert.equal(hex("00010000"), "3006020101020100");
  assert.equal(hex("010203"), undefined);
  assert.equal(hex(`${"7f".repeat(64)}${"7f".repeat(64)}`)?.slice(0, 10), "3081840240");
});
