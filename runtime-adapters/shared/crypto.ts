/**
 * The port's cryptography from node:crypto, the same on Bun, Node and Deno. Where they differ the
 * narrowest thing that all have is used: AES key unwrap is made of single blocks and PKCS#1 padding
 * is left to the core, for Bun has neither.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import type { Crypto, Sealed } from "../../src/runtime/crypto.ts";
import { privateJwk, privateKey, publicKey } from "./asymmetric-keys.ts";
import { unwrapKey } from "./key-unwrap.ts";
import { attempt } from "./attempt.ts";

const TAG = { authTagLength: 16 };

type Gcm = "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm";

const GCM: ReadonlyMap<number, Gcm> = new Map([
  [16, "aes-128-gcm"],
  [24, "aes-192-gcm"],
  [32, "aes-256-gcm"],
]);

function sealGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  text: Uint8Array,
  additional: Uint8Array,
): Sealed | null {
  const name = GCM.get(key.length);
  if (name === undefined || nonce.length === 0) return null;
  return attempt(() => {
    const cipher = createCipheriv(name, key, nonce, TAG).setAAD(additional);
    const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
    return { text: sealed, tag: cipher.getAuthTag() };
  });
}

function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  { text, tag }: Sealed,
  additional: Uint8Array,
): Uint8Array | null {
  const name = GCM.get(key.length);
  if (name === undefined || nonce.length === 0 || tag.length !== TAG.authTagLength) return null;
  return attempt(() => {
    const cipher = createDecipheriv(name, key, nonce, TAG).setAAD(additional).setAuthTag(tag);
    return Buffer.concat([cipher.update(text), cipher.final()]);
  });
}

const cbcName = (key: Uint8Array): string => `aes-${key.length * 8}-cbc`;

export const crypto: Crypto = {
  randomBytes(sizeBytes: number): Uint8Array {
    return randomBytes(sizeBytes);
  },
  hasDigest(algorithm: string): boolean {
    return attempt(() => createHash(algorithm)) !== null;
  },
  digest(algorithm: string, data: Uint8Array): Uint8Array {
    return createHash(algorithm).update(data).digest();
  },
  hmac(algorithm: string, key: Uint8Array, data: Uint8Array): Uint8Array {
    return createHmac(algorithm, key).update(data).digest();
  },
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean {
    return a.length === b.length && timingSafeEqual(a, b);
  },
  hasAes(bits: number): boolean {
    const none = new Uint8Array(0);
    return sealGcm(new Uint8Array(bits / 8), new Uint8Array(12), none, none) !== null;
  },
  sealGcm,
  openGcm,
  encryptCbc(key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array | null {
    return attempt(() => {
      const cipher = createCipheriv(cbcName(key), key, iv);
      return Buffer.concat([cipher.update(text), cipher.final()]);
    });
  },
  decryptCbc(key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array | null {
    return attempt(() => {
      const cipher = createDecipheriv(cbcName(key), key, iv);
      return Buffer.concat([cipher.update(text), cipher.final()]);
    });
  },
  unwrapKey,
  publicKey,
  privateKey,
  privateJwk,
};
