/** `hash-type <method> <function> <modifier>` (manual 4.2): how a key becomes a 32-bit hash. */
import { avalanche, crc32, djb2, sdbm } from "../core/hash.ts";
import type { Word } from "../config/word.ts";
import type { Diagnostics } from "../config/diagnostics.ts";

export interface HashType {
  /** Hash of a text, unsigned 32 bits. */
  hash(key: string): number;
  /** Last step for a key that is a number already. */
  spread(hash: number): number;
}

type HashFunction = (text: string) => number;

const FUNCTIONS: ReadonlyMap<string, HashFunction> = new Map([
  ["sdbm", sdbm],
  ["djb2", djb2],
  ["crc32", crc32],
]);

const unchanged = (hash: number): number => hash;

/** Reads the words after `hash-type`; none is map-based sdbm. Undefined after reporting an error. */
export function parseHashType(
  words: readonly Word[],
  diagnostics: Diagnostics,
): HashType | undefined {
  const [method, functionWord, modifier] = words;
  if (method !== undefined && method.text !== "map-based") {
    const hint =
      method.text === "consistent" ? "only map-based is supported" : "expected map-based";
    diagnostics.error(method, `"hash-type": method "${method.text}" is not supported`, hint);
    return undefined;
  }
  const hash = FUNCTIONS.get(functionWord === undefined ? "sdbm" : functionWord.text);
  if (functionWord !== undefined && hash === undefined) {
    const hint = `expected one of ${[...FUNCTIONS.keys()].join(", ")}`;
    diagnostics.error(
      functionWord,
      `"hash-type": function "${functionWord.text}" is not supported`,
      hint,
    );
  }
  if (hash === undefined) return undefined;
  if (modifier === undefined) return { hash, spread: unchanged };
  if (modifier.text !== "avalanche") {
    diagnostics.error(
      modifier,
      `"hash-type": unknown modifier "${modifier.text}"`,
      "expected avalanche",
    );
    return undefined;
  }
  return { hash: (key) => avalanche(hash(key)), spread: avalanche };
}
