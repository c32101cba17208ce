/**
 * ECDSA signatures as tokens have them, two numbers side by side (RFC 7518 section 3.4), written in
 * DER as cryptographic libraries want them (RFC 3279 section 2.2.3). The halves may be longer than
 * the curve asks: HAProxy takes them so.
 */

/** The signature in DER; undefined when its bytes cannot be halved. */
export function derOfEcdsaSignature(signature: string): string | undefined {
  if (signature.length % 2 !== 0) return undefined;
  const half = signature.length / 2;
  const numbers = derInteger(signature.slice(0, half)) + derInteger(signature.slice(half));
  return `\x30${derLength(numbers.length)}${numbers}`;
}

/** A number of big-endian bytes: no zeros in front but the one that keeps it positive. */
function derInteger(bytes: string): string {
  const digits = bytes.replace(/^\0+/, "");
  const positive = digits === "" || digits.charCodeAt(0) >= 0x80 ? `\0${digits}` : digits;
  return `\x02${derLength(positive.length)}${positive}`;
}

function derLength(length: number): string {
  if (length < 0x80) return String.fromCharCode(length);
  if (length < 0x100) return String.fromCharCode(0x81, length);
  return String.fromCharCode(0x82, length >> 8, length & 255);
}
