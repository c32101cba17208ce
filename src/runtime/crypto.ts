/**
 * Cryptography as the core asks a runtime for it: bytes in, bytes out, at once. What cannot be done
 * with the given key, nonce or bytes gives null, never a throw; which of them was wrong is not told.
 */

/** A message sealed with AES-GCM. */
export interface Sealed {
  readonly text: Uint8Array;
  /** 16 bytes. */
  readonly tag: Uint8Array;
}

/** How a signature was made: RSA with PKCS#1 v1.5 or PSS padding (RFC 8017), ECDSA as DER. */
export type SignatureScheme = "pkcs1" | "pss" | "ecdsa";

/** A parsed public key. */
export interface PublicKey {
  /** False as well for a key that is not of the scheme's kind; any length of PSS salt will do. */
  verify(scheme: SignatureScheme, digest: string, data: Uint8Array, signature: Uint8Array): boolean;
}

/** A parsed private key. */
export interface PrivateKey {
  /** RSA-OAEP (RFC 8017 section 7.1) with that hash for the label and the mask. */
  decryptOaep(digest: string, data: Uint8Array): Uint8Array | null;
  /** RSA without removing a padding; as long as the modulus. */
  decryptRaw(data: Uint8Array): Uint8Array | null;
}

export interface Crypto {
  randomBytes(sizeBytes: number): Uint8Array;
  /** Whether `digest` and `hmac` know the algorithm. */
  hasDigest(algorithm: string): boolean;
  /** Hashes by OpenSSL's names in lower case: md5, sha1, sha256, sha3-256, blake2b512, … */
  digest(algorithm: string, data: Uint8Array): Uint8Array;
  hmac(algorithm: string, key: Uint8Array, data: Uint8Array): Uint8Array;
  /** Equal, in a time that depends on the lengths only. */
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
  /** Whether AES with keys of so many bits is known to the functions below. */
  hasAes(bits: number): boolean;
  /** AES-GCM (NIST SP 800-38D); the length of `key` tells the variant, `nonce` is not empty. */
  sealGcm(
    key: Uint8Array,
    nonce: Uint8Array,
    text: Uint8Array,
    additional: Uint8Array,
  ): Sealed | null;
  /** The plain text; null unless the tag of 16 bytes is right. */
  openGcm(
    key: Uint8Array,
    nonce: Uint8Array,
    sealed: Sealed,
    additional: Uint8Array,
  ): Uint8Array | null;
  /** AES-CBC with PKCS#7 padding; `iv` is 16 bytes. */
  encryptCbc(key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array | null;
  decryptCbc(key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array | null;
  /** AES key unwrap (RFC 3394) with the default initial value. */
  unwrapKey(key: Uint8Array, wrapped: Uint8Array): Uint8Array | null;
  /** One PEM block: PUBLIC KEY, RSA PUBLIC KEY, or CERTIFICATE for the key in it. */
  publicKey(pem: string): PublicKey | null;
  /** One PEM block that holds a private key, not encrypted. */
  privateKey(pem: string): PrivateKey | null;
  /** A JSON Web Key with its private members (RFC 7517), as its text. */
  privateJwk(json: string): PrivateKey | null;
}
