/** JSON Web Keys that decrypt (RFC 7517, RFC 7518 section 6): secrets (oct) and RSA keys. */
import type { Crypto } from "../../runtime/crypto.ts";
import { decodeBase64Url } from "../base64.ts";
import { objectOf } from "./encrypted-token.ts";
import { type KeyFinder, keyByPrivateKey, keyBySecret } from "./key-management.ts";

/** What the key's text finds keys with; undefined for any other text. */
export function keyByJwk(json: string, crypto: Crypto): KeyFinder | undefined {
  const members = objectOf(json);
  const kind = members?.get("kty");
  if (kind === "oct") {
    const encoded = members?.get("k");
    const secret = typeof encoded === "string" ? decodeBase64Url(encoded) : undefined;
    return secret === undefined ? undefined : keyBySecret(secret);
  }
  const key = kind === "RSA" ? crypto.privateJwk(json) : null;
  return key === null ? undefined : keyByPrivateKey(key);
}
