/**
 * The hash that chooses a key's bucket.
 */

/** Mixes the key's words in the way of MurmurHash3; the seed keeps clients from choosing buckets. */
export function hashWords(seed: number, words: Int32Array, lengthBytes: number): number {
  let hash = seed ^ lengthBytes;
  for (let i = 0; i < words.length; i++) {
    const mixed = Math.imul(words[i]!, 0xcc9e2d51);
    hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
