/** Hashes and random bytes from node:crypto. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Crypto } from "../../src/runtime/runtime.ts";

export const crypto: Crypto = {
  randomBytes(sizeBytes: number): Uint8Array {
    return randomBytes(sizeBytes);
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
};
