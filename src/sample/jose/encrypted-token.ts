/**
 * Encrypted JSON Web Tokens in compact serialization (RFC 7516 section 3.1): taken apart, and their
 * content decrypted with the content encryption key (RFC 7518 section 5). Whatever is wrong with a
 * token gives undefined, and which of it is not told.
 */
import type { ProcessFacts } from "../compile-scope.ts";
import { decodeBase64Url } from "../base64.ts";
import { latin1Of } from "../latin1.ts";

/** A token's parts, decoded. */
export interface EncryptedToken {
  readonly header: JoseHeader;
  /** The header as it stands in the token: what is authenticated along with the text. */
  readonly protectedHeader: string;
  readonly encryptedKey: string;
  readonly iv: string;
  readonly text: string;
  readonly tag: string;
}

/** What of the header decryption needs; a member that is no string counts as absent. */
interface JoseHeader {
  readonly alg: string;
  readonly enc: string;
  /** IV and tag of a key that AES-GCM wraps, decoded. */
  readonly iv: string;
  readonly tag: string;
}

/** Undefined for what is no token, and for one that asks for what is not known here. */
export function parseEncrypted(token: string): EncryptedToken | undefined {
  const parts = token.split(".");
  if (parts.length !== 5) return undefined;
  const [headerJson, encryptedKey, iv, text, tag] = parts.map(decodeBase64Url);
  const header = headerJson === undefined ? undefined : joseHeader(headerJson);
  if (header === undefined || encryptedKey === undefined || iv === undefined) return undefined;
  if (text === undefined || tag === undefined) return undefined;
  return { header, protectedHeader: parts[0]!, encryptedKey, iv, text, tag };
}

/** Extensions that must be understood (`crit`) and compression (`zip`) are not: no header then. */
function joseHeader(json: string): JoseHeader | undefined {
  const members = objectOf(json);
  if (members === undefined || members.has("crit") || members.has("zip")) return undefined;
  const member = (name: string): string => {
    const value = members.get(name);
    return typeof value === "string" ? value : "";
  };
  const iv = decodeBase64Url(member("iv"));
  const tag = decodeBase64Url(member("tag"));
  if (iv === undefined || tag === undefined) return undefined;
  return { alg: member("alg"), enc: member("enc"), iv, tag };
}

/** The members of a JSON object; undefined for any other text. */
export function objectOf(json: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return new Map(Object.entries(value));
  } catch {
    return undefined;
  }
}

/** How content is encrypted: AES-GCM, or AES-CBC with an HMAC (RFC 7518 section 5.1). */
interface ContentEncryption {
  readonly keyBytes: number;
  /** The hash of the HMAC; null for GCM. */
  readonly macDigest: string | null;
}

const CONTENT: ReadonlyMap<string, ContentEncryption> = new Map([
  ["A128GCM", { keyBytes: 16, macDigest: null }],
  ["A192GCM", { keyBytes: 24, macDigest: null }],
  ["A256GCM", { keyBytes: 32, macDigest: null }],
  ["A128CBC-HS256", { keyBytes: 32, macDigest: "sha256" }],
  ["A192CBC-HS384", { keyBytes: 48, macDigest: "sha384" }],
  ["A256CBC-HS512", { keyBytes: 64, macDigest: "sha512" }],
]);

const GCM_IV_BYTES = 12;

/** Bytes of the key that the token's content is encrypted with; undefined for an unknown `enc`. */
export function contentKeyBytes({ header }: EncryptedToken): number | undefined {
  return CONTENT.get(header.enc)?.keyBytes;
}

/** The content, when the key and everything that is authenticated fit. */
export function decryptContent(
  token: EncryptedToken,
  key: string,
  process: ProcessFacts,
): string | undefined {
  const content = CONTENT.get(token.header.enc);
  if (content === undefined || key.length !== content.keyBytes) return undefined;
  if (content.macDigest !== null) return openCbc(token, key, content.macDigest, process);
  if (token.iv.length !== GCM_IV_BYTES) return undefined;
  const { bytes, crypto } = process;
  const sealed = { text: bytes.latin1(token.text), tag: bytes.latin1(token.tag) };
  const [keyBytes, iv] = [bytes.latin1(key), bytes.latin1(token.iv)];
  return latin1Of(crypto.openGcm(keyBytes, iv, sealed, bytes.latin1(token.protectedHeader)), bytes);
}

/** The first half of the key authenticates, the second decrypts; the tag is half of the MAC. */
function openCbc(
  { protectedHeader, iv, text, tag }: EncryptedToken,
  key: string,
  digest: string,
  process: ProcessFacts,
): string | undefined {
  const { bytes, crypto } = process;
  const half = key.length / 2;
  const authenticated = protectedHeader + iv + text + bitLength(protectedHeader);
  const mac = process.hmac(digest, key.slice(0, half), authenticated);
  if (!process.timingSafeEqual(mac.slice(0, half), tag)) return undefined;
  const [keyBytes, ivBytes] = [bytes.latin1(key.slice(half)), bytes.latin1(iv)];
  return latin1Of(crypto.decryptCbc(keyBytes, ivBytes, bytes.latin1(text)), bytes);
}

/** The length in bits, as 64 bits in network order. */
function bitLength(text: string): string {
  const bits = text.length * 8;
  return `\0\0\0\0${String.fromCharCode(bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255)}`;
}
