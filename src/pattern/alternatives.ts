/**
 * Which of several numbered alternatives a text selects, each by patterns of its own: one walk over
 * the text, whatever their number. Like a radix tree of patterns, but every alternative whose
 * pattern fits counts, not the one that fits best.
 */
import { LOWER_CASE } from "../core/ascii.ts";
import type { GuardMatch } from "./guard.ts";

interface Node {
  readonly next: Map<number, Node>;
  /** Alternatives with a pattern that ends here, ascending. */
  readonly alternatives: number[];
}

function newNode(): Node {
  return { next: new Map(), alternatives: [] };
}

export class Alternatives {
  readonly #root: Node = newNode();
  readonly #isSuffix: boolean;
  /** The whole text must be the pattern. */
  readonly #isWhole: boolean;
  readonly #ignoreCase: boolean;

  constructor(match: GuardMatch, ignoreCase: boolean) {
    this.#isSuffix = match === "end";
    this.#isWhole = match === "str";
    this.#ignoreCase = ignoreCase;
  }

  /** Alternatives come in ascending order. */
  add(pattern: string, alternative: number): void {
    let node = this.#root;
    for (let i = 0; i < pattern.length; i++) {
      const code = this.#codeAt(pattern, i);
      let next = node.next.get(code);
      if (next === undefined) node.next.set(code, (next = newNode()));
      node = next;
    }
    node.alternatives.push(alternative);
  }

  /** The lowest alternative from `from` on that `text` selects; Infinity for none. */
  first(text: string, from: number): number {
    let node = this.#root;
    let lowest = this.#isWhole ? Infinity : lowestFrom(node.alternatives, from);
    for (let i = 0; i < text.length; i++) {
      const next = node.next.get(this.#codeAt(text, i));
      if (next === undefined) return lowest;
      node = next;
      if (!this.#isWhole && node.alternatives.length > 0) {
        lowest = Math.min(lowest, lowestFrom(node.alternatives, from));
      }
    }
    return this.#isWhole ? lowestFrom(node.alternatives, from) : lowest;
  }

  /** The character code at `i` in the direction of the walk. */
  #codeAt(text: string, i: number): number {
    const code = text.charCodeAt(this.#isSuffix ? text.length - 1 - i : i);
    return this.#ignoreCase ? LOWER_CASE[code]! : code;
  }
}

/** Bisects: a pattern that thousands of rules share must not make each of them walk over all. */
function lowestFrom(ascending: readonly number[], from: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low === ascending.length ? Infinity : ascending[low]!;
}
