/**
 * The 32-bit hashes of HAProxy's converters and hash-types, over latin1 strings: one character
 * is one byte. All results are unsigned. The xxhash family has a file of its own.
 */

/** Table of a reflected CRC-32 with the given reflected polynomial. */
function crcTable(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
}

const CRC32_TABLE: Int32Array = crcTable(0xedb88320);
const CRC32C_TABLE: Int32Array = crcTable(0x82f63b78);

function reflectedCrc(table: Int32Array, text: string): number {
  let crc = -1;
  for (let i = 0; i < text.length; i++) {
    crc = (crc >>> 8) ^ table[(crc ^ text.charCodeAt(i)) & 255]!;
  }
  return ~crc >>> 0;
}

/** CRC-32 of Ethernet, gzip and PNG (ISO 3309). */
export function crc32(text: string): number {
  return reflectedCrc(CRC32_TABLE, text);
}

/** CRC-32C, Castagnoli's polynomial (RFC 3720 appendix B.4). */
export function crc32c(text: string): number {
  return reflectedCrc(CRC32C_TABLE, text);
}

/** Daniel Bernstein's hash: times 33 plus the byte, from 5381. */
export function djb2(text: string): number {
  let hash = 5381;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 33) + text.charCodeAt(i)) | 0;
  return hash >>> 0;
}

/** The hash of the sdbm database library: times 65599 plus the byte. */
export function sdbm(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 65599) + text.charCodeAt(i)) | 0;
  return hash >>> 0;
}

/** The largest prime below 2^16, by which both sums of Adler-32 are taken. */
const ADLER_MODULUS = 65521;

/** Adler-32 (RFC 1950 section 8.2): a sum of the bytes, and above it a sum of those sums. */
export function adler32(text: string): number {
  let low = 1;
  let high = 0;
  for (let i = 0; i < text.length; i++) {
    low = (low + text.charCodeAt(i)) % ADLER_MODULUS;
    high = (high + low) % ADLER_MODULUS;
  }
  return high * 0x10000 + low;
}

/**
 * Spreads every bit of a hash over all 32, as `hash-type … avalanche` and the converters'
 * avalanche argument do: Bob Jenkins's integer hash of six shifts
 * (burtleburtle.net/bob/hash/integer.html), then a product that moves the last two bits to the
 * top. The product was found by comparing with the running HAProxy.
 */
export function avalanche(hash: number): number {
  let a = (hash + 0x7ed55d16 + (hash << 12)) | 0;
  a = a ^ 0xc761c23c ^ (a >>> 19);
  a = (a + 0x165667b1 + (a << 5)) | 0;
  a = (a + 0xd3a2646c) ^ (a << 9);
  a = (a + 0xfd7046c5 + (a << 3)) | 0;
  a = a ^ 0xb55a4f09 ^ (a >>> 16);
  return Math.imul(a, 0xc0000001) >>> 0;
}
