/**
 * XXH32 and XXH64 over latin1 strings, as the xxHash specification defines them
 * (github.com/Cyan4973/xxHash, doc/xxhash_spec.md).
 */

const P32_1 = 0x9e3779b1;
const P32_2 = 0x85ebca77;
const P32_3 = 0xc2b2ae3d;
const P32_4 = 0x27d4eb2f;
const P32_5 = 0x165667b1;

const rotl32 = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** Little-endian 32 bits at `offset`. */
function word32(text: string, offset: number): number {
  return (
    text.charCodeAt(offset) |
    (text.charCodeAt(offset + 1) << 8) |
    (text.charCodeAt(offset + 2) << 16) |
    (text.charCodeAt(offset + 3) << 24)
  );
}

const round32 = (lane: number, input: number): number =>
  Math.imul(rotl32((lane + Math.imul(input, P32_2)) | 0, 13), P32_1);

/** XXH32 of `text`, unsigned; `seed` is taken modulo 2^32. */
export function xxh32(text: string, seed: number): number {
  const length = text.length;
  let offset = 0;
  let hash: number;
  if (length >= 16) {
    let a = (seed + P32_1 + P32_2) | 0;
    let b = (seed + P32_2) | 0;
    let c = seed | 0;
    let d = (seed - P32_1) | 0;
    for (; offset + 16 <= length; offset += 16) {
      a = round32(a, word32(text, offset));
      b = round32(b, word32(text, offset + 4));
      c = round32(c, word32(text, offset + 8));
      d = round32(d, word32(text, offset + 12));
    }
    hash = rotl32(a, 1) + rotl32(b, 7) + rotl32(c, 12) + rotl32(d, 18);
  } else {
    hash = seed + P32_5;
  }
  hash = (hash + length) | 0;
  for (; offset + 4 <= length; offset += 4) {
    hash = (hash + Math.imul(word32(text, offset), P32_3)) | 0;
    hash = Math.imul(rotl32(hash, 17), P32_4);
  }
  for (; offset < length; offset++) {
    hash = (hash + Math.imul(text.charCodeAt(offset), P32_5)) | 0;
    hash = Math.imul(rotl32(hash, 11), P32_1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), P32_2);
  hash = Math.imul(hash ^ (hash >>> 13), P32_3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const P64_1 = 0x9e3779b185ebca87n;
const P64_2 = 0xc2b2ae3d27d4eb4fn;
const P64_3 = 0x165667b19e3779f9n;
const P64_4 = 0x85ebca77c2b2ae63n;
const P64_5 = 0x27d4eb2f165667c5n;

const low64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotl64 = (word: bigint, bits: bigint): bigint => low64(word << bits) | (word >> (64n - bits));

function word64(text: string, offset: number): bigint {
  const low = BigInt(word32(text, offset) >>> 0);
  return (BigInt(word32(text, offset + 4) >>> 0) << 32n) | low;
}

const round64 = (lane: bigint, input: bigint): bigint =>
  low64(rotl64(low64(lane + input * P64_2), 31n) * P64_1);

const mergeRound64 = (hash: bigint, lane: bigint): bigint =>
  low64((hash ^ round64(0n, lane)) * P64_1 + P64_4);

/** The four lanes over all whole stripes of 32 bytes, folded into one. */
function stripes64(text: string, seed: bigint): bigint {
  const lanes = [seed + P64_1 + P64_2, seed + P64_2, seed, seed - P64_1].map(low64);
  for (let offset = 0; offset + 32 <= text.length; offset += 32) {
    for (let lane = 0; lane < 4; lane++) {
      lanes[lane] = round64(lanes[lane]!, word64(text, offset + 8 * lane));
    }
  }
  const turns = [1n, 7n, 12n, 18n];
  const sum = lanes.reduce((total, lane, index) => total + rotl64(lane, turns[index]!), 0n);
  return lanes.reduce(mergeRound64, low64(sum));
}

/** XXH64 of `text`, in 0..2^64-1; `seed` is taken modulo 2^64. */
export function xxh64(text: string, seed: bigint): bigint {
  const length = text.length;
  let offset = length - (length % 32);
  let hash = length >= 32 ? stripes64(text, seed) : seed + P64_5;
  hash = low64(hash + BigInt(length));
  for (; offset + 8 <= length; offset += 8) {
    hash = rotl64(hash ^ round64(0n, word64(text, offset)), 27n);
    hash = low64(hash * P64_1 + P64_4);
  }
  if (offset + 4 <= length) {
    hash ^= low64(BigInt(word32(text, offset) >>> 0) * P64_1);
    hash = low64(rotl64(hash, 23n) * P64_2 + P64_3);
    offset += 4;
  }
  for (; offset < length; offset++) {
    hash = low64(rotl64(hash ^ low64(BigInt(text.charCodeAt(offset)) * P64_5), 11n) * P64_1);
  }
  hash = low64((hash ^ (hash >> 33n)) * P64_2);
  hash = low64((hash ^ (hash >> 29n)) * P64_3);
  return hash ^ (hash >> 32n);
}
