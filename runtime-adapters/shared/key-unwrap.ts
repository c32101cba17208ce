/**
 * AES key unwrap (RFC 3394 section 2.2.2, the index based form), block by block: Bun has no cipher
 * of that name.
 */
import { createDecipheriv, timingSafeEqual } from "node:crypto";
import { attempt } from "./attempt.ts";

const INITIAL_VALUE: Uint8Array = new Uint8Array(8).fill(0xa6);
const ROUNDS = 6;

/** The key inside; null when the check value is not the default one or a length does not fit. */
export function unwrapKey(key: Uint8Array, wrapped: Uint8Array): Uint8Array | null {
  if (wrapped.length % 8 !== 0 || wrapped.length < 24) return null;
  return attempt(() => {
    const cipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
    const words = Uint8Array.from(wrapped);
    const count = wrapped.length / 8 - 1;
    const block = new Uint8Array(16);
    const check = words.subarray(0, 8);
    for (let step = ROUNDS * count; step > 0; step--) {
      const word = words.subarray(8 * (((step - 1) % count) + 1)).subarray(0, 8);
      block.set(check);
      block.set(word, 8);
      addStep(block, step);
      const plain = cipher.update(block);
      check.set(plain.subarray(0, 8));
      word.set(plain.subarray(8));
    }
    return timingSafeEqual(check, INITIAL_VALUE) ? words.subarray(8) : null;
  });
}

/** Mixes the number of the step, big-endian, into the first half of the block. */
function addStep(block: Uint8Array, step: number): void {
  for (let at = 7, rest = step; rest > 0; at--, rest = Math.floor(rest / 256)) {
    block[at] = block[at]! ^ (rest & 255);
  }
}
