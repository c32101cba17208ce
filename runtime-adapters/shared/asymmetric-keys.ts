/** Public and private keys of the port, around node:crypto's key objects. */
import { constants, createPrivateKey, createPublicKey, privateDecrypt, verify } from "node:crypto";
import type { JsonWebKeyInput, KeyObject } from "node:crypto";
import type { PrivateKey, PublicKey, SignatureScheme } from "../../src/runtime/crypto.ts";
import { attempt } from "./attempt.ts";

const KEY_TYPE: Readonly<Record<SignatureScheme, string>> = {
  pkcs1: "rsa",
  pss: "rsa",
  ecdsa: "ec",
};

class ParsedPublicKey implements PublicKey {
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  verify(
    scheme: SignatureScheme,
    digest: string,
    data: Uint8Array,
    signature: Uint8Array,
  ): boolean {
    if (this.#key.asymmetricKeyType !== KEY_TYPE[scheme]) return false;
    const pss = {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_AUTO,
    };
    const key = scheme === "pss" ? { key: this.#key, ...pss } : this.#key;
    return attempt(() => verify(digest, data, key, signature)) === true;
  }
}

class ParsedPrivateKey implements PrivateKey {
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  decryptOaep(digest: string, data: Uint8Array): Uint8Array | null {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return attempt(() => privateDecrypt({ key: this.#key, padding, oaepHash: digest }, data));
  }

  decryptRaw(data: Uint8Array): Uint8Array | null {
    const padding = constants.RSA_NO_PADDING;
    const plain = attempt(() => privateDecrypt({ key: this.#key, padding }, data));
    // Deno takes a longer number too, and drops what is above the modulus.
    return plain?.length === data.length ? plain : null;
  }
}

export function publicKey(pem: string): PublicKey | null {
  return attempt(() => new ParsedPublicKey(createPublicKey(pem)));
}

export function privateKey(pem: string): PrivateKey | null {
  return attempt(() => new ParsedPrivateKey(createPrivateKey(pem)));
}

export function privateJwk(json: string): PrivateKey | null {
  const key = attempt((): unknown => JSON.parse(json));
  if (!isObject(key)) return null;
  return attempt(() => new ParsedPrivateKey(createPrivateKey({ key, format: "jwk" })));
}

/** What members it must have, and of what types, node:crypto sees to. */
function isObject(value: unknown): value is JsonWebKeyInput["key"] {
  return typeof value === "object" && value !== null;
}
