/** Key sizes of ciphers in bits, told by their names (OpenSSL's or IANA's). */

const KEYS: readonly (readonly [RegExp, number, number])[] = [
  [/CHACHA20|(?:AES|ARIA|CAMELLIA)[-_]?256/, 256, 256],
  [/(?:AES|ARIA|CAMELLIA)[-_]?128|RC4|SEED|IDEA/, 128, 128],
  // Three keys of which two count.
  [/3DES|DES-CBC3/, 168, 112],
  [/DES/, 56, 56],
  [/NULL/, 0, 0],
];

/** Bits of the algorithm's key; undefined for an unknown cipher. */
export function algorithmBits(cipher: string): number | undefined {
  return KEYS.find(([pattern]) => pattern.test(cipher))?.[1];
}

/** Bits of it that are secret. */
export function secretBits(cipher: string): number | undefined {
  return KEYS.find(([pattern]) => pattern.test(cipher))?.[2];
}
