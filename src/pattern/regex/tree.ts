/**
 * A regex as a tree. What a flag said is in the nodes: sets of an `i` pattern hold both cases, `^`
 * under `m` is another assertion than without.
 */
import type { CharSet } from "./char-set.ts";

/**
 * What holds at a place in the text: its very start (`\A`); that unless the text is the rest of
 * another one (`^`); behind a line's end (`^` under `m`); the very end (`\z`); there or before a
 * last newline (`$`); before any newline (`$` under `m`); between a word character and none.
 */
export type Assertion =
  | "text-start"
  | "start"
  | "line-start"
  | "text-end"
  | "end"
  | "line-end"
  | "boundary"
  | "no-boundary";

export interface RepeatNode {
  readonly kind: "repeat";
  readonly body: Node;
  readonly min: number;
  /** Infinity without a bound. */
  readonly max: number;
  readonly isGreedy: boolean;
}

interface LookNode {
  readonly kind: "look";
  readonly body: Node;
  readonly isAhead: boolean;
  readonly isNegative: boolean;
}

export type Node =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly options: readonly Node[] }
  | { readonly kind: "group"; readonly number: number; readonly body: Node }
  | { readonly kind: "assertion"; readonly what: Assertion }
  | { readonly kind: "back"; readonly group: number; readonly ignoresCase: boolean }
  | RepeatNode
  | LookNode;

export const EMPTY: Node = { kind: "sequence", items: [] };

/** The nodes a node is made of. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "sequence":
      return node.items;
    case "choice":
      return node.options;
    case "group":
    case "repeat":
    case "look":
      return [node.body];
    default:
      return [];
  }
}

/** Whether a node or one within it passes a test. */
export function someNode(node: Node, test: (node: Node) => boolean): boolean {
  return test(node) || partsOf(node).some((part) => someNode(part, test));
}

/** Whether a node can match without a character. */
export function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case "set":
      return false;
    case "sequence":
      return node.items.every(canBeEmpty);
    case "choice":
      return node.options.some(canBeEmpty);
    case "group":
      return canBeEmpty(node.body);
    case "repeat":
      return node.min === 0 || canBeEmpty(node.body);
    default:
      return true;
  }
}

/** The most characters a node can match; Infinity without a bound. */
export function longestOf(node: Node): number {
  switch (node.kind) {
    case "set":
      return 1;
    case "sequence":
      return node.items.reduce((sum, item) => sum + longestOf(item), 0);
    case "choice":
      return Math.max(...node.options.map(longestOf));
    case "group":
      return longestOf(node.body);
    case "repeat": {
      const longest = longestOf(node.body);
      return longest === 0 ? 0 : longest * node.max;
    }
    case "back":
      return Infinity;
    default:
      return 0;
  }
}
