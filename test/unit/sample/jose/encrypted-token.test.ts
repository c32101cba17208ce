/** jwt_decrypt_secret, jwt_decrypt_cert and jwt_decrypt_jwk: every algorithm, and what is wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { crypto } from "../../../../runtime-adapters/shared/crypto.ts";
import { compileExpression } from "../../../../src/sample/expression.ts";
import { unpadded } from "../../../../src/sample/jose/rsa-padding.ts";
import { rsaKeys, base64Url } from "../../../support/tokens.ts";
import {
  CONTENT_KEY_BYTES,
  contentKey,
  directToken,
  gcmWrappedToken,
  rsaToken,
  sealedToken,
} from "../../../support/encrypted-tokens.ts";
import { requestTxn, testScope, wordOf } from "../../support/txn.ts";
import type { ScopeFacts, TestScope } from "../../support/txn.ts";

/** What the converters give for a token in a header; with a key in txn.key as well. */
function decrypted(converter: string, token: string, facts: ScopeFacts = {}, key = ""): unknown {
  const scope = testScope(facts);
  const txn = requestTxn("GET / HTTP/1.1", ["Host: a", `X-T: ${token}`]);
  txn.variables.set(scope.variableNames.ref("txn.key")!.slot, key, "str");
  const compiled = compileExpression(wordOf(`req.hdr(x-t),${converter}`), scope);
  assert.ok(compiled !== undefined, scope.diagnostics.all[0]?.message ?? "");
  assert.deepEqual(errorsOf(scope), []);
  return compiled.eval(txn);
}

function errorsOf({ diagnostics }: TestScope): string[] {
  return diagnostics.all
    .filter(({ severity }) => severity === "alert")
    .map(({ message }) => message);
}

const text = "Live long and prosper.\0\xff";
const encryptions = Object.keys(CONTENT_KEY_BYTES).filter(
  (enc) => crypto.hasAes(192) || !enc.startsWith("A192"),
);
const secretBits = [128, 192, 256].filter((bits) => crypto.hasAes(bits));
const secretOf = (bits: number): Buffer => Buffer.alloc(bits / 8, 6);
const bySecret = (secret: Buffer): string => `jwt_decrypt_secret(${secret.toString("base64")})`;

test("dir: the secret is the key, for each content encryption", () => {
  for (const enc of encryptions) {
    const secret = contentKey(enc);
    const token = directToken(enc, secret, text);
    assert.equal(decrypted(bySecret(secret), token), text, enc);
    assert.equal(decrypted(bySecret(secret), directToken(enc, secret, "")), "", enc);
    assert.equal(decrypted(bySecret(Buffer.alloc(secret.length, 1)), token), "", enc);
    assert.equal(decrypted(bySecret(secret.subarray(1)), token), "", enc);
  }
});

test("a token that was changed anywhere gives the empty string", () => {
  for (const enc of ["A128GCM", "A128CBC-HS256"]) {
    const secret = contentKey(enc);
    const token = directToken(enc, secret, text);
    const parts = token.split(".");
    for (let changed = 0; changed < parts.length; changed++) {
      const other = parts.map((part, at) => (at === changed ? flipped(part) : part)).join(".");
      assert.equal(decrypted(bySecret(secret), other), "", `${enc} part ${changed}`);
    }
    assert.equal(decrypted(bySecret(secret), parts.slice(0, 4).join(".")), "");
    assert.equal(decrypted(bySecret(secret), `${token}.`), "");
  }
});

/** Another text of the same length; one letter for nothing. */
function flipped(part: string): string {
  return (part.startsWith("A") ? "B" : "A") + part.slice(1);
}

test("AES key wrap: RFC 7516 appendix A.3, and 192 and 256 bits", () => {
  const rfc =
    "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0." +
    "6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ." +
    "AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ";
  const jwk = '{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"}';
  const secret = Buffer.from("GawgguFyGrWKav7AX4VKUg", "base64url");
  assert.equal(decrypted(bySecret(secret), rfc), "Live long and prosper.");
  assert.equal(decrypted("jwt_decrypt_jwk(txn.key)", rfc, {}, jwk), "Live long and prosper.");
  assert.equal(decrypted(bySecret(secretOf(128)), rfc), "");
  // A key of 16 fives, wrapped under sixes by OpenSSL's id-aes192-wrap and id-aes256-wrap.
  const wrapped: Readonly<Record<number, string>> = {
    192: "d4097a38225f2eec203d34af3e5eb43d38cfb0bb35cf4b2a",
    256: "2b5aa7fa653e9293d18df1ed38452fb389548a980e56fada",
  };
  for (const [bits, hex] of Object.entries(wrapped)) {
    const header = { alg: `A${bits}KW`, enc: "A128GCM" };
    const token = sealedToken(header, Buffer.from(hex, "hex"), contentKey("A128GCM"), text);
    assert.equal(decrypted(bySecret(secretOf(Number(bits))), token), text, bits);
  }
});

test("keys wrapped with AES-GCM", () => {
  for (const bits of secretBits) {
    const token = gcmWrappedToken("A256GCM", secretOf(bits), text);
    assert.equal(decrypted(bySecret(secretOf(bits)), token), text);
    assert.equal(decrypted(bySecret(secretOf(bits).fill(1)), token), "");
    assert.equal(decrypted(bySecret(secretOf(bits === 128 ? 256 : 128)), token), "");
  }
});

const rsa = rsaKeys();
const other = rsaKeys();
const files = { "key.pem": `comment\n${rsa.spki}${rsa.pkcs8}`, "other.pem": other.pkcs8 };

test("RSA keys from files and from JSON Web Keys", () => {
  const jwk = JSON.stringify(rsa.privateKey.export({ format: "jwk" }));
  for (const alg of ["RSA1_5", "RSA-OAEP", "RSA-OAEP-256"]) {
    for (const enc of ["A128GCM", "A256CBC-HS512"]) {
      const token = rsaToken(alg, enc, rsa.publicKey, text);
      assert.equal(decrypted("jwt_decrypt_cert(key.pem)", token, { files }), text, alg);
      assert.equal(decrypted("jwt_decrypt_jwk(txn.key)", token, {}, jwk), text, alg);
      assert.equal(decrypted("jwt_decrypt_cert(other.pem)", token, { files }), "", alg);
      assert.equal(decrypted(bySecret(secretOf(128)), token), "", alg);
    }
  }
});

test("a file named by a variable must have been loaded with the configuration", () => {
  const scope = testScope({ files });
  const token = rsaToken("RSA-OAEP", "A128GCM", rsa.publicKey, text);
  const txn = requestTxn("GET / HTTP/1.1", ["Host: a", `X-T: ${token}`]);
  txn.variables.set(scope.variableNames.ref("txn.key")!.slot, "key.pem", "str");
  const use = (args: string): unknown =>
    compileExpression(wordOf(`req.hdr(x-t),jwt_decrypt_cert(${args})`), scope)?.eval(txn);
  assert.equal(use("txn.key"), "");
  assert.equal(use("key.pem"), text);
  assert.equal(use("txn.key"), text);
});

test("what is no key, and headers that ask for more", () => {
  const secret = contentKey("A128GCM");
  const token = directToken("A128GCM", secret, text);
  for (const key of ["", "{}", "[]", "x", '{"kty":"oct"}', '{"kty":"EC"}', '{"kty":"RSA"}'])
    assert.equal(decrypted("jwt_decrypt_jwk(txn.key)", token, {}, key), "", key);
  assert.equal(decrypted("jwt_decrypt_secret(txn.key)", token, {}, "!!"), "");
  assert.equal(decrypted("jwt_decrypt_secret(txn.none)", token), "");
  const headers = [
    { alg: "dir", enc: "A128GCM", zip: "DEF" },
    { alg: "dir", enc: "A128GCM", crit: ["b64"] },
    { alg: "none", enc: "A128GCM" },
    { alg: "dir", enc: 5 },
  ];
  for (const header of headers) {
    const asking = sealedToken({ ...header, enc: "A128GCM" }, Buffer.alloc(0), secret, text);
    const shown = JSON.stringify(header);
    const rest = asking.slice(asking.indexOf("."));
    assert.equal(decrypted(bySecret(secret), base64Url(shown) + rest), "", shown);
  }
});

test("a literal that gives no key is a configuration error", () => {
  for (const use of [
    "jwt_decrypt_secret(!!)",
    "jwt_decrypt_cert(nowhere.pem)",
    "jwt_decrypt_jwk(nothing)",
  ]) {
    const scope = testScope({ files });
    assert.equal(compileExpression(wordOf(`req.hdr(x-t),${use}`), scope), undefined);
    assert.match(errorsOf(scope)[0] ?? "", /gives no key, and is no variable's name/);
  }
});

test("PKCS#1 padding: anything wrong gives the other bytes", () => {
  const otherwise = Uint8Array.of(1, 2, 3);
  const right = Uint8Array.of(0, 2, ...new Uint8Array(8).fill(9), 0, 7, 8, 9);
  assert.deepEqual([...unpadded(right, otherwise)], [7, 8, 9]);
  for (const [at, byte] of [
    [0, 1],
    [1, 1],
    [5, 0],
    [10, 1],
  ] as const) {
    const wrong = Uint8Array.from(right);
    wrong[at] = byte;
    assert.deepEqual([...unpadded(wrong, otherwise)], [1, 2, 3], `byte ${at}`);
  }
  assert.deepEqual([...unpadded(right.subarray(1), otherwise)], [1, 2, 3]);
});
