/** The contract of the port's cryptography: published vectors, and keys made here. */
import assert from "node:assert/strict";
import { constants, generateKeyPairSync, publicEncrypt, sign } from "node:crypto";
import { test } from "node:test";
import type { Crypto } from "../../src/runtime/crypto.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";

const hex = (text: string): Buffer => Buffer.from(text, "hex");
const shown = (bytes: Uint8Array | null | undefined): string | null =>
  bytes === null || bytes === undefined ? null : Buffer.from(bytes).toString("hex");
const zeros = (size: number): Uint8Array => new Uint8Array(size);
const none = zeros(0);
const text = (content: string): Buffer => Buffer.from(content, "latin1");

export function cryptoContract({ crypto }: Runtime): void {
  test("digests by OpenSSL's names", () => {
    for (const [name, start] of [
      ["md5", "900150983cd24fb0"],
      ["sha1", "a9993e364706816a"],
      ["sha512-256", "53048e2681941ef9"],
      ["sha3-256", "3a985da74fe225b2"],
      ["blake2b512", "ba80a53f981c4d0d"],
      ["blake2s256", "508c5e8c327c14e2"],
      ["ripemd160", "8eb208f7e05d987a"],
      ["md5-sha1", "900150983cd24fb0"],
    ] as const) {
      assert.equal(crypto.hasDigest(name), true, name);
      assert.equal(shown(crypto.digest(name, text("abc")))?.slice(0, 16), start, name);
    }
    assert.equal(crypto.hasDigest("nope"), false);
  });

  test("AES-GCM: NIST's second test case, tags and lengths that are wrong", () => {
    const sealed = crypto.sealGcm(zeros(16), zeros(12), zeros(16), none);
    assert.equal(shown(sealed?.text), "0388dace60b6a392f328c2b971b2fe78");
    assert.equal(shown(sealed?.tag), "ab6e47d42cec13bdf53a67b21257bddf");
    assert.ok(sealed !== null);
    assert.equal(shown(crypto.openGcm(zeros(16), zeros(12), sealed, none)), "00".repeat(16));
    assert.equal(crypto.openGcm(zeros(16), zeros(12), sealed, text("a")), null);
    const cut = { text: sealed.text, tag: sealed.tag.subarray(0, 12) };
    assert.equal(crypto.openGcm(zeros(16), zeros(12), cut, none), null);
    assert.equal(crypto.openGcm(zeros(16), zeros(12), { ...sealed, tag: zeros(16) }, none), null);
    assert.equal(crypto.sealGcm(zeros(15), zeros(12), none, none), null);
    assert.equal(crypto.sealGcm(zeros(16), none, none, none), null);
  });

  test("AES-GCM with additional data and nonces of other lengths", () => {
    for (const bits of [128, 192, 256]) {
      for (const size of [1, 8, 16, 32]) {
        const key = zeros(bits / 8);
        const sealed = crypto.sealGcm(key, zeros(size), text("hello"), text("aad"));
        if (!crypto.hasAes(bits)) assert.equal(sealed, null);
        else {
          assert.ok(sealed !== null);
          assert.equal(shown(crypto.openGcm(key, zeros(size), sealed, text("aad"))), "68656c6c6f");
          assert.equal(crypto.openGcm(key, zeros(size), sealed, none), null);
        }
      }
    }
    assert.deepEqual([crypto.hasAes(128), crypto.hasAes(256)], [true, true]);
  });

  test("AES-CBC with PKCS#7 padding", () => {
    const key = zeros(16).fill(7);
    const iv = zeros(16).fill(9);
    const sealed = crypto.encryptCbc(key, iv, text("hello"));
    assert.equal(shown(sealed), "dce33d8f09d887f5aaabb384bf210468");
    assert.equal(shown(crypto.decryptCbc(key, iv, sealed!)), "68656c6c6f");
    assert.equal(crypto.decryptCbc(key, iv, zeros(16)), null);
    assert.equal(crypto.decryptCbc(key, iv, zeros(5)), null);
    assert.equal(crypto.encryptCbc(key, zeros(12), none), null);
    assert.equal(crypto.encryptCbc(zeros(5), iv, none), null);
  });

  test("AES key unwrap: RFC 3394 sections 4.1 and 4.6", () => {
    const small = hex("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
    const smallKey = hex("000102030405060708090a0b0c0d0e0f");
    const plain = "00112233445566778899aabbccddeeff";
    assert.equal(shown(crypto.unwrapKey(smallKey, small)), plain);
    const key = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    const wrapped = hex(
      "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21",
    );
    const wanted = `${plain}000102030405060708090a0b0c0d0e0f`;
    assert.equal(shown(crypto.unwrapKey(key, wrapped)), wanted);
    assert.equal(wrapped.subarray(0, 2).toString("hex"), "28c9", "the input stays as it is");
    for (const wrong of [wrapped.subarray(1), wrapped.subarray(0, 32), zeros(16), none])
      assert.equal(crypto.unwrapKey(key, wrong), null);
  });

  test("signatures", () => signatures(crypto));
  test("keys inside RSA", () => rsaDecryption(crypto));

  test("what holds no key", () => {
    for (const pem of [
      "",
      "garbage",
      "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
    ]) {
      assert.equal(crypto.publicKey(pem), null);
      assert.equal(crypto.privateKey(pem), null);
    }
    for (const json of ["", "{}", "[]", '{"kty":"oct","k":"AAAA"}', '{"kty":"RSA","n":"AAAA"}'])
      assert.equal(crypto.privateJwk(json), null);
  });
}

function signatures(crypto: Crypto): void {
  const data = text("data");
  const spki = { type: "spki", format: "pem" } as const;
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const rsaKey = crypto.publicKey(rsa.publicKey.export(spki));
  const pkcs1Pem = rsa.publicKey.export({ type: "pkcs1", format: "pem" });
  const pkcs1 = sign("sha256", data, rsa.privateKey);
  assert.equal(rsaKey?.verify("pkcs1", "sha256", data, pkcs1), true);
  assert.equal(crypto.publicKey(pkcs1Pem)?.verify("pkcs1", "sha256", data, pkcs1), true);
  assert.equal(rsaKey?.verify("pkcs1", "sha384", data, pkcs1), false);
  assert.equal(rsaKey?.verify("pkcs1", "sha256", text("Data"), pkcs1), false);
  assert.equal(rsaKey?.verify("pss", "sha256", data, pkcs1), false);
  assert.equal(rsaKey?.verify("ecdsa", "sha256", data, pkcs1), false);
  for (const saltLength of [0, 20, 48]) {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const pss = sign("sha384", data, { key: rsa.privateKey, padding, saltLength });
    assert.equal(rsaKey?.verify("pss", "sha384", data, pss), true);
    assert.equal(rsaKey?.verify("pkcs1", "sha384", data, pss), false);
  }
  const digests = { "P-256": "sha256", "P-384": "sha384", "P-521": "sha512" };
  for (const [namedCurve, digest] of Object.entries(digests)) {
    const ec = generateKeyPairSync("ec", { namedCurve });
    const ecKey = crypto.publicKey(ec.publicKey.export(spki));
    const signature = sign(digest, data, ec.privateKey);
    assert.equal(ecKey?.verify("ecdsa", digest, data, signature), true, namedCurve);
    assert.equal(ecKey?.verify("ecdsa", digest, text("x"), signature), false, namedCurve);
    assert.equal(ecKey?.verify("ecdsa", digest, data, zeros(9)), false, namedCurve);
    assert.equal(ecKey?.verify("pkcs1", digest, data, signature), false, namedCurve);
  }
}

function rsaDecryption(crypto: Crypto): void {
  const data = text("data");
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  const jwk = JSON.stringify(privateKey.export({ format: "jwk" }));
  for (const key of [crypto.privateKey(pem), crypto.privateJwk(jwk)]) {
    for (const oaepHash of ["sha1", "sha256"]) {
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const sealed = publicEncrypt({ key: publicKey, padding, oaepHash }, data);
      assert.equal(shown(key?.decryptOaep(oaepHash, sealed)), "64617461");
      assert.equal(key?.decryptOaep(oaepHash, zeros(256)), null);
      assert.equal(key?.decryptOaep(oaepHash, zeros(3)), null);
    }
    const padding = constants.RSA_PKCS1_PADDING;
    const raw = key?.decryptRaw(publicEncrypt({ key: publicKey, padding }, data));
    assert.equal(raw?.length, 256);
    assert.equal(shown(raw?.subarray(0, 2)), "0002");
    assert.equal(shown(raw?.subarray(251)), "0064617461");
    assert.equal(key?.decryptRaw(zeros(300)), null);
  }
}
