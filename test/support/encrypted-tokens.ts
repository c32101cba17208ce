/** Encrypted JSON Web Tokens for tests (RFC 7516), made with node:crypto alone. */
import { constants, createCipheriv, createHmac, publicEncrypt } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { base64Url } from "./tokens.ts";

/** Bytes of the content encryption key, by `enc`. */
export const CONTENT_KEY_BYTES: Readonly<Record<string, number>> = {
  A128GCM: 16,
  A192GCM: 24,
  A256GCM: 32,
  "A128CBC-HS256": 32,
  "A192CBC-HS384": 48,
  "A256CBC-HS512": 64,
};

const gcmName = (key: Buffer): "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm" =>
  key.length === 16 ? "aes-128-gcm" : key.length === 24 ? "aes-192-gcm" : "aes-256-gcm";

function gcm(key: Buffer, iv: Buffer, text: Buffer, additional: string): [Buffer, Buffer] {
  const cipher = createCipheriv(gcmName(key), key, iv);
  cipher.setAAD(Buffer.from(additional));
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return [sealed, cipher.getAuthTag()];
}

function cbc(key: Buffer, iv: Buffer, text: Buffer, additional: string): [Buffer, Buffer] {
  const half = key.length / 2;
  const cipher = createCipheriv(`aes-${half * 8}-cbc`, key.subarray(half), iv);
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  const length = Buffer.alloc(8);
  length.writeUInt32BE(additional.length * 8, 4);
  const mac = createHmac(`sha${half * 16}`, key.subarray(0, half));
  const tag = mac.update(additional).update(iv).update(sealed).update(length).digest();
  return [sealed, tag.subarray(0, half)];
}

/** A token of that header, its content encrypted with `key`. */
export function sealedToken(
  header: Readonly<Record<string, unknown>>,
  encryptedKey: Uint8Array,
  key: Buffer,
  content: string,
): string {
  const head = base64Url(JSON.stringify(header));
  const isGcm = String(header["enc"]).endsWith("GCM");
  const iv = Buffer.alloc(isGcm ? 12 : 16, 3);
  const [text, tag] = (isGcm ? gcm : cbc)(key, iv, Buffer.from(content, "latin1"), head);
  return [head, ...[encryptedKey, iv, text, tag].map(base64Url)].join(".");
}

/** A content encryption key of the size that `enc` asks for. */
export function contentKey(enc: string): Buffer {
  return Buffer.alloc(CONTENT_KEY_BYTES[enc] ?? 0, 5);
}

/** With `dir`: the secret is the key. */
export function directToken(enc: string, secret: Buffer, content: string): string {
  return sealedToken({ alg: "dir", enc }, Buffer.alloc(0), secret, content);
}

/** With A128GCMKW and its like, by the length of the secret. */
export function gcmWrappedToken(enc: string, secret: Buffer, content: string): string {
  const iv = Buffer.alloc(12, 4);
  const [wrapped, tag] = gcm(secret, iv, contentKey(enc), "");
  const alg = `A${secret.length * 8}GCMKW`;
  const header = { alg, enc, iv: base64Url(iv), tag: base64Url(tag) };
  return sealedToken(header, wrapped, contentKey(enc), content);
}

/** With RSA1_5, RSA-OAEP or RSA-OAEP-256. */
export function rsaToken(alg: string, enc: string, key: KeyObject, content: string): string {
  const options =
    alg === "RSA1_5"
      ? { padding: constants.RSA_PKCS1_PADDING }
      : {
          padding: constants.RSA_PKCS1_OAEP_PADDING,
          oaepHash: alg.endsWith("256") ? "sha256" : "sha1",
        };
  const wrapped = publicEncrypt({ key, ...options }, contentKey(enc));
  return sealedToken({ alg, enc }, wrapped, contentKey(enc), content);
}
