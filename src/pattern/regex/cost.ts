/**
 * How long a backtracking engine can take over a tree: at most about `factor` × length^`degree`
 * steps for a text of some length. The estimate follows the ways a match can be looked for: a
 * repeat whose end the next character tells is gone through once; one that could end at several
 * places has what follows tried at each, and raises the degree by one; alternatives that begin
 * alike, and repeats by count, multiply the factor. A repeat whose rounds can be cut in several
 * ways is exponential: its degree is Infinity. The estimate is on the safe side.
 */
import { ANY_CHAR, type CharSet, NO_CHAR, overlap, union } from "./char-set.ts";
import { canBeEmpty, type Node, type RepeatNode, someNode } from "./tree.ts";

export interface Cost {
  readonly degree: number;
  readonly factor: number;
}

/** Factors beyond this are not looked into further. */
const MOST = 10_000;
const EXPONENTIAL: Cost = { degree: Infinity, factor: MOST };
const NOTHING: Cost = { degree: 0, factor: 1 };

/** What one search of a text costs: a try at each place, unless `^` allows the first only. */
export function searchCost(tree: Node): Cost {
  const { degree, factor } = costOf(tree, NO_CHAR, NOTHING);
  return isAnchored(tree)
    ? { degree: Math.max(degree, 1), factor }
    : { degree: degree + 1, factor };
}

/** The repeat that alone costs most, the first of several; null when there is none. */
export function costliestRepeat(tree: Node): RepeatNode | null {
  const repeats: RepeatNode[] = [];
  someNode(tree, (node) => {
    if (node.kind === "repeat") repeats.push(node);
    return false;
  });
  const degreeOf = (node: Node): number => costOf(node, ANY_CHAR, NOTHING).degree;
  return repeats.toSorted((a, b) => degreeOf(b) - degreeOf(a))[0] ?? null;
}

/** Whether each way through a tree begins with `^`. */
export function isAnchored(node: Node): boolean {
  switch (node.kind) {
    case "assertion":
      return node.what === "start";
    case "sequence": {
      const first = node.items.find(
        (item) => item.kind !== "look" && !(item.kind === "sequence" && item.items.length === 0),
      );
      return first !== undefined && isAnchored(first);
    }
    case "choice":
      return node.options.every(isAnchored);
    case "group":
      return isAnchored(node.body);
    default:
      return false;
  }
}

/** The characters a match of a node can begin with; all behind an assertion, to be safe. */
export function firstOf(node: Node): CharSet {
  switch (node.kind) {
    case "set":
      return node.set;
    case "sequence":
      return firstOfItems(node.items, 0, NO_CHAR);
    case "choice":
      return node.options.map(firstOf).reduce(union);
    case "group":
      return firstOf(node.body);
    case "repeat":
      return node.max === 0 ? NO_CHAR : firstOf(node.body);
    case "assertion":
      return NO_CHAR;
    default:
      return ANY_CHAR;
  }
}

/** The characters that can come at the beginning of the items from one on, or else behind them. */
function firstOfItems(items: readonly Node[], from: number, behind: CharSet): CharSet {
  let first = NO_CHAR;
  for (let i = from; i < items.length; i++) {
    first = union(first, firstOf(items[i]!));
    if (!canBeEmpty(items[i]!)) return first;
  }
  return union(first, behind);
}

/** The cost of a node and what follows it, which begins with `next` and costs `rest` each try. */
function costOf(node: Node, next: CharSet, rest: Cost): Cost {
  if (rest.factor >= MOST || rest.degree === Infinity) return EXPONENTIAL;
  switch (node.kind) {
    case "sequence": {
      let cost = rest;
      for (let i = node.items.length - 1; i >= 0; i--) {
        cost = costOf(node.items[i]!, firstOfItems(node.items, i + 1, next), cost);
      }
      return cost;
    }
    case "choice":
      return costOfChoice(node.options, next, rest);
    case "group":
      return costOf(node.body, next, rest);
    case "repeat":
      return costOfRepeat(node, next, rest);
    case "look":
      return sum(costOf(node.body, NO_CHAR, NOTHING), rest);
    case "back":
      return { degree: Math.max(1, rest.degree), factor: rest.factor + 1 };
    default:
      return { degree: rest.degree, factor: rest.factor + 1 };
  }
}

function sum(a: Cost, b: Cost): Cost {
  return { degree: Math.max(a.degree, b.degree), factor: a.factor + b.factor };
}

function costOfChoice(options: readonly Node[], next: CharSet, rest: Cost): Cost {
  const costs = options.map((option) => costOf(option, next, rest));
  if (!areDistinct(options, next)) return costs.reduce(sum);
  return {
    degree: Math.max(...costs.map(({ degree }) => degree)),
    factor: Math.max(...costs.map(({ factor }) => factor)) + options.length,
  };
}

/** Whether the next character tells which of the options can match. */
function areDistinct(options: readonly Node[], next: CharSet): boolean {
  let seen = NO_CHAR;
  for (const option of options) {
    const first = canBeEmpty(option) ? union(firstOf(option), next) : firstOf(option);
    if (overlap(first, seen)) return false;
    seen = union(seen, first);
  }
  return options.filter(canBeEmpty).length < 2;
}

function costOfRepeat(node: RepeatNode, next: CharSet, rest: Cost): Cost {
  const { body, min, max } = node;
  const first = firstOf(body);
  if (max !== Infinity) return costOfCounted(node, next, rest);
  if (canBeEmpty(body) || !isCutOneWay(body, first)) return EXPONENTIAL;
  const round = costOf(body, first, NOTHING);
  const endIsTold = !overlap(first, next) && isCutOneWay(body, union(first, next));
  return {
    degree: endIsTold ? Math.max(1, rest.degree) : rest.degree + 1,
    factor: rest.factor + round.factor * Math.max(1, min),
  };
}

/** Each round that may be left out is a choice between a further round and what follows. */
function costOfCounted({ body, min, max }: RepeatNode, next: CharSet, rest: Cost): Cost {
  const first = firstOf(body);
  const following = union(first, next);
  const endIsTold = !overlap(first, next) && !canBeEmpty(body);
  // What may be empty is looked for in other ways by the runtime than by PCRE.
  if (canBeEmpty(body) && min !== max) return EXPONENTIAL;
  let cost = rest;
  for (let round = max; round > 0 && cost.degree !== Infinity; round--) {
    const further = costOf(body, following, cost);
    const longer = round <= min || endIsTold ? further : sum(further, rest);
    if (longer.degree === cost.degree && longer.factor === cost.factor) break;
    cost = longer;
  }
  return cost;
}

/** Whether a text that a node and then `next` can match is cut between their parts in one way. */
function isCutOneWay(node: Node, next: CharSet): boolean {
  switch (node.kind) {
    case "sequence":
      return node.items.every((item, index) =>
        isCutOneWay(item, firstOfItems(node.items, index + 1, next)),
      );
    case "choice":
      return (
        areDistinct(node.options, next) && node.options.every((option) => isCutOneWay(option, next))
      );
    case "group":
      return isCutOneWay(node.body, next);
    case "repeat": {
      const first = firstOf(node.body);
      if (canBeEmpty(node.body)) return false;
      if (node.min !== node.max && overlap(first, next)) return false;
      return isCutOneWay(node.body, union(first, next));
    }
    case "look":
    case "back":
      return false;
    default:
      return true;
  }
}
