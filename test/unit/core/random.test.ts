/** The generator against the published sequence, and that seeds matter. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomNumbers } from "../../../src/core/random.ts";

/** The reference algorithm over bigints, written from its definition. */
function reference(state: bigint[]): number {
  const mask = 0xffffffffn;
  const rotl = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & mask;
  const [a = 0n, b = 0n, c = 0n, d = 0n] = state;
  const result = (rotl((b * 5n) & mask, 7n) * 9n) & mask;
  const c1 = c ^ a;
  const d1 = d ^ b;
  state[1] = b ^ c1;
  state[0] = a ^ d1;
  state[2] = (c1 ^ ((b << 9n) & mask)) & mask;
  state[3] = rotl(d1, 11n);
  return Number(result);
}

test("the sequence is that of xoshiro128**", () => {
  const seed = Uint8Array.from({ length: 16 }, (_, i) => 17 * i + 3);
  const word = (at: number): bigint =>
    BigInt(
      (seed[at]! | (seed[at + 1]! << 8) | (seed[at + 2]! << 16) | (seed[at + 3]! << 24)) >>> 0,
    );
  const state = [word(0), word(4), word(8), word(12) | 1n];
  const numbers = new RandomNumbers(seed);
  for (let i = 0; i < 1000; i++) assert.equal(numbers.uint32(), reference(state), `number ${i}`);
});

test("other seeds give other numbers, and a seed of zeros gives some", () => {
  const first = new RandomNumbers(new Uint8Array(16));
  const second = new RandomNumbers(Uint8Array.from({ length: 16 }, () => 7));
  assert.notEqual(first.uint32() + first.uint32() * 2, second.uint32() + second.uint32() * 2);
  assert.ok(Array.from({ length: 10 }, () => first.uint32()).some((value) => value > 0));
});
