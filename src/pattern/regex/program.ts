/**
 * A tree as a program for the machine: instructions that each know what comes next, built from
 * the end to the beginning. A repeat whose body can match nothing is left once a round did match
 * nothing, as in PCRE; for that its body is there twice, once for a round in which nothing was
 * matched yet. So no cycle is free of characters, and an instruction and a place in the text say
 * all about how a match goes on.
 */
import { type CharSet, isSame } from "./char-set.ts";
import { type Assertion, canBeEmpty, type Node, type RepeatNode } from "./tree.ts";

/** What an instruction does; `x` and `y` are its operands. */
export const Op = {
  /** Reads a character of set x. */
  char: 0,
  /** Goes on at next, or else at x. */
  split: 1,
  /** Notes the place in slot x. */
  save: 2,
  /** Goes on if assertion x holds. */
  assert: 3,
  match: 4,
  fail: 5,
} as const;

/** The assertions by the operand that stands for them. */
export const ASSERTION_CODES: readonly Assertion[] = [
  "text-start",
  "start",
  "line-start",
  "text-end",
  "end",
  "line-end",
  "boundary",
  "no-boundary",
];

export interface Program {
  readonly ops: Uint8Array;
  readonly next: Int32Array;
  readonly x: Int32Array;
  /** The sets one behind the other, 256 marks each. */
  readonly sets: Uint8Array;
  readonly start: number;
  /** Two for the whole match and two for each group that can be asked for. */
  readonly slots: number;
}

/** Instructions at most; a text is matched in at most this many steps a character. */
export const MOST_INSTRUCTIONS = 2_000;
/** Replacements name groups 0 to 9; the places of others are not noted. */
const LAST_GROUP = 9;

/** Thrown within the compiler alone, when a program grows too long. */
class TooLong extends Error {}

/** Where a node goes on: `idle` while its round has matched nothing yet, else `busy`. */
interface Ways {
  readonly idle: number;
  readonly busy: number;
}

class Compiler {
  readonly #ops: number[] = [];
  readonly #next: number[] = [];
  readonly #x: number[] = [];
  readonly #sets: CharSet[] = [];

  program(tree: Node, groups: number): Program {
    const match = this.#add(Op.match, 0, 0);
    const end = this.#add(Op.save, match, 1);
    const start = this.#add(Op.save, this.#node(tree, { idle: end, busy: end }), 0);
    const sets = new Uint8Array(this.#sets.length * 256);
    this.#sets.forEach((set, index) => sets.set(set, index * 256));
    return {
      ops: Uint8Array.from(this.#ops),
      next: Int32Array.from(this.#next),
      x: Int32Array.from(this.#x),
      sets,
      start,
      slots: 2 + 2 * Math.min(groups, LAST_GROUP),
    };
  }

  #add(op: number, next: number, x: number): number {
    if (this.#ops.length >= MOST_INSTRUCTIONS) throw new TooLong();
    this.#next.push(next);
    this.#x.push(x);
    return this.#ops.push(op) - 1;
  }

  /** The entry of a node, come to while nothing was matched yet in the round. */
  #node(node: Node, to: Ways): number {
    switch (node.kind) {
      case "set":
        return this.#add(Op.char, to.busy, this.#setNumber(node.set));
      case "sequence":
        return this.#sequence(node.items, to);
      case "choice":
        return this.#choice(node.options, to);
      case "group":
        return this.#group(node.number, node.body, to);
      case "assertion":
        return this.#add(Op.assert, to.idle, ASSERTION_CODES.indexOf(node.what));
      case "repeat":
        return this.#repeat(node, to);
      default:
        throw new RangeError("only the runtime's engine knows look-around and back references");
    }
  }

  #setNumber(set: CharSet): number {
    const known = this.#sets.findIndex((other) => isSame(other, set));
    return known === -1 ? this.#sets.push(set) - 1 : known;
  }

  /** The entries of a node for both ways to come to it. */
  #entries(node: Node, to: Ways): Ways {
    const idle = this.#node(node, to);
    if (to.idle === to.busy) return { idle, busy: idle };
    return { idle, busy: this.#node(node, { idle: to.busy, busy: to.busy }) };
  }

  #sequence(items: readonly Node[], to: Ways): number {
    let ways = to;
    for (let i = items.length - 1; i > 0; i--) ways = this.#entries(items[i]!, ways);
    return items.length === 0 ? ways.idle : this.#node(items[0]!, ways);
  }

  #choice(options: readonly Node[], to: Ways): number {
    let entry = this.#node(options.at(-1)!, to);
    for (let i = options.length - 2; i >= 0; i--) {
      entry = this.#add(Op.split, this.#node(options[i]!, to), entry);
    }
    return entry;
  }

  #group(number: number, body: Node, to: Ways): number {
    if (number > LAST_GROUP) return this.#node(body, to);
    const busy = this.#add(Op.save, to.busy, 2 * number + 1);
    const idle = to.idle === to.busy ? busy : this.#add(Op.save, to.idle, 2 * number + 1);
    return this.#add(Op.save, this.#node(body, { idle, busy }), 2 * number);
  }

  #repeat(node: RepeatNode, to: Ways): number {
    const { body, min } = node;
    let ways = node.max === Infinity ? this.#endless(node, to) : this.#optional(node, to);
    const copies = node.max === Infinity ? min - 1 : min;
    for (let copy = 0; copy < copies; copy++) {
      const longer = this.#entries(body, ways);
      if (longer.idle === ways.idle) break;
      ways = longer;
    }
    return ways.idle;
  }

  /** One round or more; or none, when the repeat may be left out. */
  #endless({ body, min, isGreedy }: RepeatNode, to: Ways): Ways {
    const loop = this.#add(Op.split, 0, 0);
    const again = this.#node(body, this.#afterRound(body, to.busy, loop));
    this.#next[loop] = isGreedy ? again : to.busy;
    this.#x[loop] = isGreedy ? to.busy : again;
    const busy = min === 0 ? loop : again;
    if (to.idle === to.busy) return { idle: busy, busy };
    const first = canBeEmpty(body) ? this.#node(body, { idle: to.idle, busy: loop }) : again;
    return { idle: min === 0 ? this.#either(first, to.idle, isGreedy) : first, busy };
  }

  /** A round that matched nothing ends the repeat. */
  #afterRound(body: Node, out: number, loop: number): Ways {
    return { idle: canBeEmpty(body) ? out : loop, busy: loop };
  }

  /** The rounds beyond the least number, each of which may be the last. */
  #optional({ body, min, max, isGreedy }: RepeatNode, to: Ways): Ways {
    let ways = to;
    for (let round = max; round > min; round--) {
      const further = this.#entries(body, ways);
      const idle = this.#either(further.idle, to.idle, isGreedy);
      const isShared = to.idle === to.busy && further.idle === further.busy;
      ways = { idle, busy: isShared ? idle : this.#either(further.busy, to.busy, isGreedy) };
    }
    return ways;
  }

  /** A choice between a further round and going on. */
  #either(round: number, on: number, isGreedy: boolean): number {
    return this.#add(Op.split, isGreedy ? round : on, isGreedy ? on : round);
  }
}

/** The program of a tree without look-around and back references; null if it grows too long. */
export function compileProgram(tree: Node, groups: number): Program | null {
  try {
    return new Compiler().program(tree, groups);
  } catch (error) {
    if (error instanceof TooLong) return null;
    throw error;
  }
}
