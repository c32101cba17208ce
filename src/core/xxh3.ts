/**
 * XXH3, the 64-bit variant with a seed, over latin1 strings, as the xxHash specification defines it
 * (github.com/Cyan4973/xxHash, doc/xxhash_spec.md). Words are little-endian and arithmetic is
 * modulo 2^64 unless a product of 128 bits is spoken of.
 */

const P32_1 = 0x9e3779b1n;
const P32_2 = 0x85ebca77n;
const P32_3 = 0xc2b2ae3dn;
const P64_1 = 0x9e3779b185ebca87n;
const P64_2 = 0xc2b2ae3d27d4eb4fn;
const P64_3 = 0x165667b19e3779f9n;
const P64_4 = 0x85ebca77c2b2ae63n;
const P64_5 = 0x27d4eb2f165667c5n;
const MIX_1 = 0x165667919e3779f9n;
const MIX_2 = 0x9fb21c651e98df25n;

/** The specification's default secret, 192 bytes. */
const SECRET_HEX: string = [
  "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f",
  "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c",
  "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8",
  "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364",
  "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e",
  "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e",
].join("");
const SECRET: string = SECRET_HEX.replace(/../g, (byte) =>
  String.fromCharCode(Number.parseInt(byte, 16)),
);

const STRIPE = 64;
const STRIPES_A_BLOCK = 16;

const low64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const low32 = (value: bigint): bigint => value & 0xffffffffn;
const rotl64 = (word: bigint, bits: bigint): bigint => low64(word << bits) | (word >> (64n - bits));

function word32(bytes: string, at: number): number {
  return (
    (bytes.charCodeAt(at) |
      (bytes.charCodeAt(at + 1) << 8) |
      (bytes.charCodeAt(at + 2) << 16) |
      (bytes.charCodeAt(at + 3) << 24)) >>>
    0
  );
}

function word64(bytes: string, at: number): bigint {
  return (BigInt(word32(bytes, at + 4)) << 32n) | BigInt(word32(bytes, at));
}

function swapped(word: bigint, size: number): bigint {
  let out = 0n;
  for (let byte = 0; byte < size; byte++) out = (out << 8n) | ((word >> BigInt(8 * byte)) & 255n);
  return out;
}

/** Both halves of a product of 128 bits, by exclusive or. */
function folded(a: bigint, b: bigint): bigint {
  const product = a * b;
  return low64(product) ^ (product >> 64n);
}

function avalanche(word: bigint): bigint {
  const mixed = low64((word ^ (word >> 37n)) * MIX_1);
  return mixed ^ (mixed >> 32n);
}

function avalanche64(word: bigint): bigint {
  const once = low64((word ^ (word >> 33n)) * P64_2);
  const twice = low64((once ^ (once >> 29n)) * P64_3);
  return twice ^ (twice >> 32n);
}

/** XXH3 of `text`, in 0..2^64-1; `seed` is taken modulo 2^64. */
export function xxh3(text: string, seed: bigint): bigint {
  const wholeSeed = low64(seed);
  if (text.length <= 16) return small(text, wholeSeed);
  return text.length <= 240 ? medium(text, wholeSeed) : large(text, wholeSeed);
}

function small(text: string, seed: bigint): bigint {
  const size = text.length;
  if (size === 0) return avalanche64(seed ^ word64(SECRET, 56) ^ word64(SECRET, 64));
  if (size <= 3) return upTo3(text, seed);
  return size <= 8 ? upTo8(text, seed) : upTo16(text, seed);
}

function upTo3(text: string, seed: bigint): bigint {
  const size = text.length;
  const combined =
    (text.charCodeAt(size - 1) |
      (size << 8) |
      (text.charCodeAt(0) << 16) |
      (text.charCodeAt(size >> 1) << 24)) >>>
    0;
  const secret = BigInt((word32(SECRET, 0) ^ word32(SECRET, 4)) >>> 0);
  return avalanche64(low64(secret + seed) ^ BigInt(combined));
}

function upTo8(text: string, seed: bigint): bigint {
  const size = text.length;
  const modified = seed ^ (swapped(low32(seed), 4) << 32n);
  const combined = BigInt(word32(text, size - 4)) | (BigInt(word32(text, 0)) << 32n);
  let value = low64((word64(SECRET, 8) ^ word64(SECRET, 16)) - modified) ^ combined;
  value ^= rotl64(value, 49n) ^ rotl64(value, 24n);
  value = low64(value * MIX_2);
  value ^= (value >> 35n) + BigInt(size);
  value = low64(value * MIX_2);
  return value ^ (value >> 28n);
}

function upTo16(text: string, seed: bigint): bigint {
  const size = text.length;
  const low = low64((word64(SECRET, 24) ^ word64(SECRET, 32)) + seed) ^ word64(text, 0);
  const high = low64((word64(SECRET, 40) ^ word64(SECRET, 48)) - seed) ^ word64(text, size - 8);
  return avalanche(low64(BigInt(size) + swapped(low, 8) + high + folded(low, high)));
}

function mixed(text: string, at: number, secretAt: number, seed: bigint): bigint {
  return folded(
    word64(text, at) ^ low64(word64(SECRET, secretAt) + seed),
    word64(text, at + 8) ^ low64(word64(SECRET, secretAt + 8) - seed),
  );
}

function medium(text: string, seed: bigint): bigint {
  const size = text.length;
  let sum = BigInt(size) * P64_1;
  if (size <= 128) {
    for (let round = (size - 1) >> 5; round >= 0; round--) {
      sum += mixed(text, round * 16, round * 32, seed);
      sum += mixed(text, size - round * 16 - 16, round * 32 + 16, seed);
    }
    return avalanche(low64(sum));
  }
  for (let chunk = 0; chunk < 8; chunk++) sum += mixed(text, chunk * 16, chunk * 16, seed);
  sum = avalanche(low64(sum));
  for (let chunk = 8; chunk < size >> 4; chunk++)
    sum += mixed(text, chunk * 16, (chunk - 8) * 16 + 3, seed);
  return avalanche(low64(sum + mixed(text, size - 16, 119, seed)));
}

/** The 24 words of the secret, every other one with the seed added or taken off, as bytes. */
function seededSecret(seed: bigint): string {
  if (seed === 0n) return SECRET;
  let out = "";
  for (let at = 0; at < SECRET.length; at += 8) {
    const word = low64(word64(SECRET, at) + (at % 16 === 0 ? seed : -seed));
    for (let shift = 0n; shift < 64n; shift += 8n)
      out += String.fromCharCode(Number((word >> shift) & 255n));
  }
  return out;
}

function accumulate(lanes: bigint[], text: string, at: number, secret: string, from: number): void {
  for (let lane = 0; lane < 8; lane++) {
    const data = word64(text, at + lane * 8);
    const keyed = data ^ word64(secret, from + lane * 8);
    lanes[lane ^ 1] = low64(lanes[lane ^ 1]! + data);
    lanes[lane] = low64(lanes[lane]! + low32(keyed) * (keyed >> 32n));
  }
}

function scramble(lanes: bigint[], secret: string): void {
  const from = secret.length - STRIPE;
  for (let lane = 0; lane < 8; lane++) {
    const value = lanes[lane]! ^ (lanes[lane]! >> 47n) ^ word64(secret, from + lane * 8);
    lanes[lane] = low64(value * P32_1);
  }
}

function large(text: string, seed: bigint): bigint {
  const secret = seededSecret(seed);
  const lanes = [P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1];
  const stripes = Math.floor((text.length - 1) / STRIPE);
  for (let stripe = 0; stripe < stripes; stripe++) {
    const inBlock = stripe % STRIPES_A_BLOCK;
    if (inBlock === 0 && stripe > 0) scramble(lanes, secret);
    accumulate(lanes, text, stripe * STRIPE, secret, inBlock * 8);
  }
  if (stripes > 0 && stripes % STRIPES_A_BLOCK === 0) scramble(lanes, secret);
  accumulate(lanes, text, text.length - STRIPE, secret, secret.length - STRIPE - 7);
  let sum = BigInt(text.length) * P64_1;
  for (let pair = 0; pair < 8; pair += 2) {
    const first = lanes[pair]! ^ word64(secret, 11 + pair * 8);
    sum += folded(first, lanes[pair + 1]! ^ word64(secret, 11 + pair * 8 + 8));
  }
  return avalanche(low64(sum));
}
