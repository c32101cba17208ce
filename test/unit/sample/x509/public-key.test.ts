/** Descriptions of public keys, from keys that are made here. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { derAt } from "../../../../src/sample/x509/der.ts";
import { describeKey } from "../../../../src/sample/x509/public-key.ts";

const kinds: Readonly<Record<string, () => Buffer>> = {
  RSA1024: () =>
    generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({
      type: "spki",
      format: "der",
    }),
  EC256: () => ofCurve("prime256v1"),
  EC384: () => ofCurve("secp384r1"),
  EC521: () => ofCurve("secp521r1"),
  "": () => generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }),
};

function ofCurve(namedCurve: string): Buffer {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve });
  return publicKey.export({ type: "spki", format: "der" });
}

for (const [expected, make] of Object.entries(kinds)) {
  test(`a key that is ${expected || "of another kind"}`, () => {
    const der = make().toString("latin1");
    assert.equal(describeKey(der, derAt(der, 0, der.length)!), expected);
  });
}

test("what is no key", () => {
  assert.equal(describeKey("0\0", derAt("0\0", 0, 2)!), "");
});
