/** The padding of PKCS#1 v1.5 for encryption (RFC 8017 section 7.2.2). */

/**
 * The last bytes of the block, as many as `otherwise` has, if all before them is a right padding;
 * else `otherwise`. Takes the same time for both.
 */
export function unpadded(block: Uint8Array, otherwise: Uint8Array): Uint8Array {
  const start = block.length - otherwise.length;
  if (start < 11) return otherwise;
  let wrong = block[0]! | (block[1]! ^ 2) | block[start - 1]!;
  for (let at = 2; at < start - 1; at++) wrong |= Number(block[at] === 0);
  const keep = -Number(wrong === 0) & 255;
  return otherwise.map((byte, at) => (block[start + at]! & keep) | (byte & ~keep));
}
