/**
 * `hash-type <method> <function> <modifier>` (manual 4.2): how a key becomes a 32-bit hash, and
 * whether the hash finds its server on a map or on a ring.
 */
import { avalanche, crc32, djb2, sdbm } from "../core/hash.ts";
import type { Word } from "../config/words/word.ts";
import type { Diagnostics } from "../config/diagnostics/diagnostics.ts";

export interface HashType {
  /** Servers stand on a ring instead of a map. */
  readonly consistent: boolean;
  /** What the function reads: the bytes of a key, or its text. */
  readonly input: "bin" | "str";
  /** Hash of a text, unsigned 32 bits. */
  hash(key: string): number;
  /** Last step for a key that is a number already. */
  spread(hash: number): number;
}

type HashFunction = (text: string) => number;

const LARGEST = 2n ** 63n - 1n;

/**
 * `none`: the decimal number that the text begins with, a sign before it allowed; 0 without one.
 * Beyond 64 bits it is the largest or the smallest of them. Its low 32 bits are the hash.
 */
export function leadingNumber(text: string): number {
  const [digits] = /^[+-]?\d+/.exec(text) ?? [];
  if (digits === undefined) return 0;
  const value = BigInt(digits);
  const bounded = value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST - 1n : value;
  return Number(BigInt.asUintN(32, bounded));
}

const FUNCTIONS: ReadonlyMap<string, HashFunction> = new Map([
  ["sdbm", sdbm],
  ["djb2", djb2],
  ["crc32", crc32],
  ["none", leadingNumber],
]);

const WT6_REASON = "the hash is described in no document, only in HAProxy's source";

const unchanged = (hash: number): number => hash;

/** Whether the words after `hash-type` ask for the ring. */
export function isConsistent(words: readonly Word[]): boolean {
  return words[0]?.text === "consistent";
}

/**
 * Reads the words after `hash-type`. No word is map-based sdbm; the ring alone is sdbm with
 * avalanche. Undefined after reporting an error.
 */
export function parseHashType(
  words: readonly Word[],
  diagnostics: Diagnostics,
): HashType | undefined {
  const [method, functionWord, modifier] = words;
  const consistent = isConsistent(words);
  if (method !== undefined && !consistent && method.text !== "map-based") {
    const message = `"hash-type": method "${method.text}" is not supported`;
    diagnostics.error(method, message, "expected map-based or consistent");
    return undefined;
  }
  const hash = FUNCTIONS.get(functionWord?.text ?? "sdbm");
  if (functionWord !== undefined && hash === undefined) {
    const message = `"hash-type": function "${functionWord.text}" is not supported`;
    const expected = `expected one of ${[...FUNCTIONS.keys()].join(", ")}`;
    const isUndescribed = functionWord.text === "wt6";
    diagnostics.error(
      functionWord,
      message,
      isUndescribed ? `${WT6_REASON}; ${expected}` : expected,
    );
  }
  if (hash === undefined) return undefined;
  if (modifier !== undefined && modifier.text !== "avalanche") {
    const message = `"hash-type": unknown modifier "${modifier.text}"`;
    diagnostics.error(modifier, message, "expected avalanche");
    return undefined;
  }
  const input = hash === leadingNumber ? "str" : "bin";
  const spreads = modifier !== undefined || (consistent && functionWord === undefined);
  if (!spreads) return { consistent, input, hash, spread: unchanged };
  return { consistent, input, hash: (key) => avalanche(hash(key)), spread: avalanche };
}
