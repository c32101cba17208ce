/** `-m beg` and `-m end`: a prefix or a suffix of the sample, one walk down a radix tree. */
import type { SampleValue } from "../../sample/types.ts";
import { RadixTree } from "../radix-tree.ts";
import type { RadixNode } from "../radix-tree.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "../types.ts";

abstract class TreeIndex implements PatternIndex {
  protected readonly tree: RadixTree;

  constructor(tree: RadixTree) {
    this.tree = tree;
  }

  get size(): number {
    return this.tree.size;
  }

  add(entry: PatternEntry): string | null {
    this.tree.add(entry.key, entry);
    return null;
  }

  remove(entry: PatternEntry): void {
    this.tree.remove(entry.key, entry);
  }

  clear(): void {
    this.tree.clear();
  }

  abstract find(value: SampleValue): PatternEntry | null;
}

/** The longest prefix wins, as in HAProxy's trees. */
class Prefixes extends TreeIndex {
  override find(value: SampleValue): PatternEntry | null {
    if (typeof value !== "string") return null;
    let node: RadixNode | null = this.tree.root;
    let longest = node.first;
    for (let at = 0; (node = this.tree.descend(node, value, at)) !== null;) {
      at += node.label.length;
      longest = node.first ?? longest;
    }
    return longest;
  }
}

/** The suffix that was added first wins, as in HAProxy's lists. */
class Suffixes extends TreeIndex {
  override find(value: SampleValue): PatternEntry | null {
    if (typeof value !== "string") return null;
    let node: RadixNode | null = this.tree.root;
    let earliest = node.first;
    for (let at = value.length - 1; (node = this.tree.descend(node, value, at)) !== null;) {
      at -= node.label.length;
      const found = node.first;
      if (found !== null && (earliest === null || found.id < earliest.id)) earliest = found;
    }
    return earliest;
  }
}

export const begMatch: MatchRow = {
  name: "beg",
  input: "str",
  storage: "tree",
  takesPatterns: true,
  syntax: "-m beg <string>…",
  manual: "7.1.3",
  summary: "The sample begins with one of the strings.",
  open: (ignoreCase) => new Prefixes(new RadixTree(ignoreCase, 1)),
};

export const endMatch: MatchRow = {
  name: "end",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m end <string>…",
  manual: "7.1.3",
  summary: "The sample ends with one of the strings.",
  open: (ignoreCase) => new Suffixes(new RadixTree(ignoreCase, -1)),
};
