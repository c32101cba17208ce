/**
 * How an encrypted token's key is found (RFC 7518 section 4): it is the shared secret, or a secret
 * or a private RSA key unwraps it. Undefined for an algorithm that is not for such a key, and when
 * unwrapping fails.
 */
import type { PrivateKey } from "../../runtime/crypto.ts";
import type { ProcessFacts } from "../compile-scope.ts";
import { latin1Of } from "../latin1.ts";
import type { EncryptedToken } from "./encrypted-token.ts";
import { contentKeyBytes } from "./encrypted-token.ts";
import { unpadded } from "./rsa-padding.ts";

/** Finds the content encryption key of a token. */
export type KeyFinder = (token: EncryptedToken, process: ProcessFacts) => string | undefined;

/** Bytes of the key that wraps, by algorithm. */
const KEY_WRAP: ReadonlyMap<string, number> = new Map([
  ["A128KW", 16],
  ["A192KW", 24],
  ["A256KW", 32],
]);
const GCM_KEY_WRAP: ReadonlyMap<string, number> = new Map([
  ["A128GCMKW", 16],
  ["A192GCMKW", 24],
  ["A256GCMKW", 32],
]);

/** With a shared secret: `dir`, AES key wrap, and key encryption with AES-GCM. */
export function keyBySecret(secret: string): KeyFinder {
  return (token, { bytes, crypto }) => {
    const { header, encryptedKey } = token;
    if (header.alg === "dir") return encryptedKey === "" ? secret : undefined;
    const wrapped = bytes.latin1(encryptedKey);
    if (KEY_WRAP.get(header.alg) === secret.length)
      return latin1Of(crypto.unwrapKey(bytes.latin1(secret), wrapped), bytes);
    if (GCM_KEY_WRAP.get(header.alg) !== secret.length) return undefined;
    const sealed = { text: wrapped, tag: bytes.latin1(header.tag) };
    const [key, iv] = [bytes.latin1(secret), bytes.latin1(header.iv)];
    return latin1Of(crypto.openGcm(key, iv, sealed, bytes.alloc(0)), bytes);
  };
}

/** The hash of RSA-OAEP, by algorithm. */
const OAEP: ReadonlyMap<string, string> = new Map([
  ["RSA-OAEP", "sha1"],
  ["RSA-OAEP-256", "sha256"],
]);

/** With a private RSA key: OAEP, or PKCS#1 v1.5. */
export function keyByPrivateKey(key: PrivateKey): KeyFinder {
  return (token, { bytes, crypto }) => {
    const { header } = token;
    const encrypted = bytes.latin1(token.encryptedKey);
    const digest = OAEP.get(header.alg);
    if (digest !== undefined) return latin1Of(key.decryptOaep(digest, encrypted), bytes);
    const size = contentKeyBytes(token);
    if (header.alg !== "RSA1_5" || size === undefined) return undefined;
    // A key that nobody knows stands in for one that does not decrypt, so that an answer does not
    // tell bad padding from a bad tag (RFC 7516 section 11.5).
    const random = crypto.randomBytes(size);
    const block = key.decryptRaw(encrypted);
    return latin1Of(block === null ? random : unpadded(block, random), bytes);
  };
}
