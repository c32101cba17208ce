/** JSON Web Tokens for tests, made with node:crypto, and keys to make them with. */
import { constants, createHmac, generateKeyPairSync, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** A pair of keys, the public one as PEM in the forms that files of it have. */
export interface TokenKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** "BEGIN PUBLIC KEY". */
  readonly spki: string;
  /** "BEGIN PRIVATE KEY". */
  readonly pkcs8: string;
}

function keysOf(privateKey: KeyObject, publicKey: KeyObject): TokenKeys {
  const spki = publicKey.export({ type: "spki", format: "pem" });
  const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" });
  return { privateKey, publicKey, spki, pkcs8 };
}

export function rsaKeys(): TokenKeys {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return keysOf(privateKey, publicKey);
}

export function ecKeys(namedCurve: "P-256" | "P-384" | "P-521"): TokenKeys {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
  return keysOf(privateKey, publicKey);
}

export function base64Url(data: string | Uint8Array): string {
  return Buffer.from(data).toString("base64url");
}

/** Header and payload of a token, with the dot between them. */
export function unsigned(alg: string, payload: string = '{"sub":"x"}'): string {
  return `${base64Url(JSON.stringify({ alg, typ: "JWT" }))}.${base64Url(payload)}`;
}

/** A token signed as RFC 7518 section 3 says of its algorithm, with a secret or a private key. */
export function signedToken(alg: string, key: string | KeyObject, payload?: string): string {
  const content = unsigned(alg, payload);
  return `${content}.${base64Url(signatureOf(alg, key, content))}`;
}

/** The signature of some content. */
export function signatureOf(alg: string, key: string | KeyObject, content: string): Buffer {
  const digest = `sha${alg.slice(2)}`;
  if (typeof key === "string") return createHmac(digest, key).update(content).digest();
  const data = Buffer.from(content);
  if (alg.startsWith("ES")) return sign(digest, data, { key, dsaEncoding: "ieee-p1363" });
  if (alg.startsWith("RS")) return sign(digest, data, key);
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  return sign(digest, data, { key, padding, saltLength });
}
