/**
 * Which of several numbered alternatives a text selects, each by patterns of its own: one hash or
 * one walk down a radix tree, whatever their number. Unlike in the indexes of patterns, every
 * alternative whose pattern fits counts, not the one that fits best.
 */
import { LOWER_CASE, toLowerAscii } from "../core/ascii.ts";
import type { GuardMatch } from "./guard.ts";

export interface Alternatives {
  /** Alternatives come in ascending order. */
  add(pattern: string, alternative: number): void;
  /** The lowest alternative from `from` on that `text` selects; Infinity for none. */
  first(text: string, from: number): number;
}

/** Alternatives whose patterns are compared in that way. */
export function newAlternatives(match: GuardMatch, ignoreCase: boolean): Alternatives {
  return match === "str" ? new WholeTexts(ignoreCase) : new Affixes(match === "end", ignoreCase);
}

class WholeTexts implements Alternatives {
  readonly #byText: Map<string, number[]> = new Map();
  readonly #ignoreCase: boolean;

  constructor(ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
  }

  add(pattern: string, alternative: number): void {
    const text = this.#ignoreCase ? toLowerAscii(pattern) : pattern;
    const known = this.#byText.get(text);
    if (known === undefined) this.#byText.set(text, [alternative]);
    else known.push(alternative);
  }

  first(text: string, from: number): number {
    const folded = this.#ignoreCase && hasUpperCase(text) ? toLowerAscii(text) : text;
    const alternatives = this.#byText.get(folded);
    return alternatives === undefined ? Infinity : lowestFrom(alternatives, from);
  }
}

/** Most texts of the wire are lower case already: looking costs less than folding. */
function hasUpperCase(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x41 && code <= 0x5a) return true;
  }
  return false;
}

interface Node {
  /** Letters that lead here from the parent, in the direction of the walk. */
  label: string;
  next: Map<number, Node>;
  /** Alternatives with a pattern that ends here, ascending. */
  alternatives: number[];
}

/** Beginnings, or read backward ends. */
class Affixes implements Alternatives {
  readonly #root: Node = { label: "", next: new Map(), alternatives: [] };
  readonly #isSuffix: boolean;
  readonly #ignoreCase: boolean;

  constructor(isSuffix: boolean, ignoreCase: boolean) {
    this.#isSuffix = isSuffix;
    this.#ignoreCase = ignoreCase;
  }

  add(pattern: string, alternative: number): void {
    let rest = "";
    for (let i = 0; i < pattern.length; i++) rest += String.fromCharCode(this.#codeAt(pattern, i));
    let node = this.#root;
    while (rest !== "") {
      const next = node.next.get(rest.charCodeAt(0));
      if (next === undefined) {
        const leaf: Node = { label: rest, next: new Map(), alternatives: [] };
        node.next.set(rest.charCodeAt(0), leaf);
        node = leaf;
        break;
      }
      const common = commonLength(next.label, rest);
      if (common < next.label.length) split(next, common);
      node = next;
      rest = rest.slice(common);
    }
    node.alternatives.push(alternative);
  }

  first(text: string, from: number): number {
    let node = this.#root;
    let lowest = lowestFrom(node.alternatives, from);
    for (let at = 0; at < text.length; at += node.label.length) {
      const next = node.next.get(this.#codeAt(text, at));
      if (next === undefined || !this.#leadsTo(next, text, at)) return lowest;
      node = next;
      const here = lowestFrom(node.alternatives, from);
      if (here < lowest) lowest = here;
    }
    return lowest;
  }

  #leadsTo({ label }: Node, text: string, at: number): boolean {
    if (label.length > text.length - at) return false;
    for (let i = 1; i < label.length; i++) {
      if (this.#codeAt(text, at + i) !== label.charCodeAt(i)) return false;
    }
    return true;
  }

  /** The character code at `i` in the direction of the walk. */
  #codeAt(text: string, i: number): number {
    const code = text.charCodeAt(this.#isSuffix ? text.length - 1 - i : i);
    return this.#ignoreCase ? LOWER_CASE[code]! : code;
  }
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** Cuts a node in two after `length` letters; the rest moves into a new child. */
function split(node: Node, length: number): void {
  const { next, alternatives } = node;
  const rest: Node = { label: node.label.slice(length), next, alternatives };
  node.label = node.label.slice(0, length);
  node.next = new Map([[rest.label.charCodeAt(0), rest]]);
  node.alternatives = [];
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
