/**
 * Patterns found within the sample: `-m sub` anywhere, `-m dir` between slashes, `-m dom` between
 * dots, colons and slashes. The tree is walked from each place where a pattern may begin; of all
 * that match the one added first wins.
 */
import type { SampleValue } from "../../sample/types.ts";
import { RadixTree } from "../radix-tree.ts";
import type { RadixNode } from "../radix-tree.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "../types.ts";

class Portions implements PatternIndex {
  readonly #tree: RadixTree;
  /** Characters that delimit portions; "" when a pattern may stand anywhere. */
  readonly #delimiters: string;

  constructor(ignoreCase: boolean, delimiters: string) {
    this.#tree = new RadixTree(ignoreCase, 1);
    this.#delimiters = delimiters;
  }

  get size(): number {
    return this.#tree.size;
  }

  add(entry: PatternEntry): string | null {
    this.#tree.add(this.#trimmed(entry.key), entry);
    return null;
  }

  remove(entry: PatternEntry): void {
    this.#tree.remove(this.#trimmed(entry.key), entry);
  }

  clear(): void {
    this.#tree.clear();
  }

  find(value: SampleValue): PatternEntry | null {
    if (typeof value !== "string") return null;
    let earliest = this.#delimiters === "" ? this.#tree.root.first : null;
    for (let start = 0; start < value.length; start++) {
      if (!this.#mayBegin(value, start)) continue;
      const found = this.#from(value, start);
      if (found !== null && (earliest === null || found.id < earliest.id)) earliest = found;
    }
    return earliest;
  }

  #from(value: string, start: number): PatternEntry | null {
    let earliest: PatternEntry | null = null;
    let node: RadixNode | null = this.#tree.root;
    for (let at = start; (node = this.#tree.descend(node, value, at)) !== null;) {
      at += node.label.length;
      const found = node.first;
      if (found === null || !this.#mayEnd(value, at)) continue;
      if (earliest === null || found.id < earliest.id) earliest = found;
    }
    return earliest;
  }

  #mayBegin(value: string, at: number): boolean {
    return this.#delimiters === "" || at === 0 || this.#delimiters.includes(value[at - 1]!);
  }

  #mayEnd(value: string, at: number): boolean {
    return this.#delimiters === "" || at === value.length || this.#delimiters.includes(value[at]!);
  }

  /** The pattern without the delimiters around it, which the portions do not have either. */
  #trimmed(key: string): string {
    let start = 0;
    let end = key.length;
    while (start < end && this.#delimiters.includes(key[start]!)) start++;
    while (end > start && this.#delimiters.includes(key[end - 1]!)) end--;
    return key.slice(start, end);
  }
}

export const subMatch: MatchRow = {
  name: "sub",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m sub <string>…",
  manual: "7.1.3",
  summary: "The sample contains one of the strings.",
  open: (ignoreCase) => new Portions(ignoreCase, ""),
};

export const dirMatch: MatchRow = {
  name: "dir",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m dir <string>…",
  manual: "7.1.3",
  summary: "A portion of the sample between slashes equals one of the strings.",
  open: (ignoreCase) => new Portions(ignoreCase, "/?"),
};

export const domMatch: MatchRow = {
  name: "dom",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m dom <string>…",
  manual: "7.1.3",
  summary: "A portion of the sample between dots equals one of the strings.",
  open: (ignoreCase) => new Portions(ignoreCase, "/?.:"),
};
