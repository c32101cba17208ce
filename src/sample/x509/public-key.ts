/** What a certificate's public key is (RFC 5280 section 4.1.2.7), as PROXY headers tell: "RSA2048". */
import { type DerElement, derAt, derChildren, derContent, dottedOid } from "./der.ts";

const RSA = "1.2.840.113549.1.1.1";
const EC = "1.2.840.10045.2.1";
const UNCOMPRESSED = 4;
/** The only curve whose size is no whole number of bytes. */
const BYTES_OF_P521 = 66;

/** Kind and bits of a SubjectPublicKeyInfo; "" for kinds that have no such name. */
export function describeKey(der: string, info: DerElement): string {
  const [algorithm, bits] = derChildren(der, info);
  if (algorithm === undefined || bits === undefined) return "";
  const oid = derAt(der, algorithm.contentAt, algorithm.end);
  // The first byte of a bit string counts the unused bits of its last.
  const keyAt = bits.contentAt + 1;
  switch (oid === undefined ? "" : dottedOid(derContent(der, oid))) {
    case RSA: {
      const pair = derAt(der, keyAt, bits.end);
      const modulus = pair === undefined ? undefined : derChildren(der, pair)[0];
      return modulus === undefined ? "" : `RSA${bitsOf(derContent(der, modulus))}`;
    }
    case EC: {
      const coordinates = der.charCodeAt(keyAt) === UNCOMPRESSED ? 2 : 1;
      const bytes = (bits.end - keyAt - 1) / coordinates;
      return `EC${bytes === BYTES_OF_P521 ? 521 : bytes * 8}`;
    }
    default:
      return "";
  }
}

function bitsOf(number: string): number {
  const digits = number.replace(/^\0+/, "");
  return digits === "" ? 0 : digits.length * 8 - Math.clz32(digits.charCodeAt(0)) + 24;
}
