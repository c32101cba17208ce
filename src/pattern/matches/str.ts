/**
 * `-m str`, equal text, and `-m bin`, equal bytes written in hex: one hash lookup, or with -i one
 * walk down a tree that folds the case without making a string.
 */
import type { SampleValue } from "../../sample/types.ts";
import { RadixTree } from "../radix-tree.ts";
import type { RadixNode } from "../radix-tree.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "../types.ts";
import { EntriesByKey } from "./entries-by-key.ts";

class EqualText implements PatternIndex {
  readonly #entries: EntriesByKey<string> = new EntriesByKey();

  get size(): number {
    return this.#entries.size;
  }

  add(entry: PatternEntry): string | null {
    this.#entries.add(entry.key, entry);
    return null;
  }

  remove(entry: PatternEntry): void {
    this.#entries.remove(entry.key, entry);
  }

  clear(): void {
    this.#entries.clear();
  }

  find(value: SampleValue): PatternEntry | null {
    return typeof value === "string" ? this.#entries.get(value) : null;
  }
}

class EqualIgnoringCase implements PatternIndex {
  readonly #tree: RadixTree = new RadixTree(true, 1);

  get size(): number {
    return this.#tree.size;
  }

  add(entry: PatternEntry): string | null {
    this.#tree.add(entry.key, entry);
    return null;
  }

  remove(entry: PatternEntry): void {
    this.#tree.remove(entry.key, entry);
  }

  clear(): void {
    this.#tree.clear();
  }

  find(value: SampleValue): PatternEntry | null {
    if (typeof value !== "string") return null;
    let node: RadixNode | null = this.#tree.root;
    for (let at = 0; at < value.length; at += node.label.length) {
      node = this.#tree.descend(node, value, at);
      if (node === null) return null;
    }
    return node.first;
  }
}

/** Bytes as hex digits, two a byte; undefined for anything else. */
function bytesOfHex(hex: string): string | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return undefined;
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

class EqualBytes implements PatternIndex {
  readonly #entries: EntriesByKey<string> = new EntriesByKey();

  get size(): number {
    return this.#entries.size;
  }

  add(entry: PatternEntry): string | null {
    const bytes = bytesOfHex(entry.key);
    if (bytes === undefined) return `'${entry.key}' is not an even number of hex digits`;
    this.#entries.add(bytes, entry);
    return null;
  }

  remove(entry: PatternEntry): void {
    const bytes = bytesOfHex(entry.key);
    if (bytes !== undefined) this.#entries.remove(bytes, entry);
  }

  clear(): void {
    this.#entries.clear();
  }

  find(value: SampleValue): PatternEntry | null {
    return typeof value === "string" ? this.#entries.get(value) : null;
  }
}

export const strMatch: MatchRow = {
  name: "str",
  input: "str",
  storage: "tree",
  takesPatterns: true,
  syntax: "-m str <string>…",
  manual: "7.1.3",
  summary: "The sample equals one of the strings.",
  open: (ignoreCase) => (ignoreCase ? new EqualIgnoringCase() : new EqualText()),
};

export const binMatch: MatchRow = {
  name: "bin",
  input: "bin",
  storage: "list",
  takesPatterns: true,
  syntax: "-m bin <hex digits>…",
  manual: "7.1.5",
  summary: "The sample equals one of the byte sequences.",
  open: () => new EqualBytes(),
};
