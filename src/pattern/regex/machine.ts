/**
 * Runs a program over a text in one pass (Thompson's and Pike's way): all ways a match can go on
 * are followed at once, the preferred first, and two that come to the same instruction at the
 * same place become the preferred one. So a search takes at most instructions × characters
 * steps, whatever the pattern and the text, and finds what backtracking would find first.
 */
import { holds } from "./assertions.ts";
import { isAnchored, firstOf } from "./cost.ts";
import type { Match, Search } from "./match.ts";
import { ASSERTION_CODES, compileProgram, Op, type Program } from "./program.ts";
import { canBeEmpty, type Node } from "./tree.ts";

/** Where `^` holds. */
const TEXT_BEGIN = 0;
const NOWHERE = -1;
const LAST_ROUND = 0x7fff_ffff;

/** Instructions that wait for a character, in order of preference, with the places noted for each. */
class Threads {
  readonly instructions: Int32Array;
  readonly places: Int32Array;
  size = 0;

  constructor(program: Program) {
    this.instructions = new Int32Array(program.ops.length);
    this.places = new Int32Array(program.ops.length * program.slots);
  }
}

export class MachineSearch implements Search {
  steps = 0;
  readonly #program: Program;
  readonly #isAnchored: boolean;
  /** What a match begins with; null when that is not told by a character. */
  readonly #first: Uint8Array | null;
  #now: Threads;
  #soon: Threads;
  /** By instruction, the last round in which it was reached. */
  readonly #reached: Int32Array;
  #round = 0;
  readonly #stack: Int32Array;
  readonly #noted: Int32Array;
  readonly #found: Int32Array;
  /** How many places the search under way notes. */
  #slots = 0;
  /** Where `^` holds in the text searched; nowhere in the rest of another. */
  #begin = 0;

  private constructor(tree: Node, program: Program) {
    this.#program = program;
    this.#isAnchored = isAnchored(tree);
    this.#first = canBeEmpty(tree) ? null : firstOf(tree);
    this.#now = new Threads(program);
    this.#soon = new Threads(program);
    this.#reached = new Int32Array(program.ops.length);
    // Each instruction is followed once a round, and pushes two numbers at most.
    this.#stack = new Int32Array(program.ops.length * 2 + 1);
    this.#noted = new Int32Array(program.slots);
    this.#found = new Int32Array(program.slots);
  }

  /** The search of a tree without look-around and back references; null if it is too long. */
  static of(tree: Node, groups: number): MachineSearch | null {
    const program = compileProgram(tree, groups);
    return program && new MachineSearch(tree, program);
  }

  test(text: string): boolean {
    return this.#search(text, 0, TEXT_BEGIN);
  }

  exec(text: string): Match | null {
    return this.#search(text, this.#program.slots, TEXT_BEGIN) ? this.#match(text) : null;
  }

  execRest(rest: string): Match | null {
    return this.#search(rest, this.#program.slots, NOWHERE) ? this.#match(rest) : null;
  }

  #match(text: string): Match {
    const found = this.#found;
    const groups: (string | undefined)[] = [];
    for (let slot = 0; slot < found.length; slot += 2) {
      const end = found[slot + 1]!;
      groups.push(end < 0 ? undefined : text.slice(found[slot], end));
    }
    return { start: found[0]!, end: found[1]!, groups };
  }

  /** Whether the text has a match, whose first `slots` places are left in `#found`. */
  #search(text: string, slots: number, begin: number): boolean {
    this.#slots = slots;
    this.#begin = begin;
    this.#now.size = 0;
    let isFound = false;
    for (let at = 0; at <= text.length; at++) {
      if (this.#now.size === 0) {
        if (isFound || (this.#isAnchored && at > 0)) break;
        at = this.#nextStart(text, at);
        this.#nextRound();
      }
      if (!isFound && (at === 0 || !this.#isAnchored)) {
        if (slots > 0) this.#noted.fill(-1);
        this.#follow(this.#now, this.#program.start, text, at);
      }
      if (this.#advance(text, at)) {
        if (slots === 0) return true;
        isFound = true;
      }
    }
    return isFound;
  }

  /** Lets all threads read the character at a place. True when one matched; it ends those after it. */
  #advance(text: string, at: number): boolean {
    const { ops, next, x, sets } = this.#program;
    const { instructions, places, size } = this.#now;
    const code = at < text.length ? text.charCodeAt(at) : -1;
    const slots = this.#slots;
    this.#soon.size = 0;
    this.#nextRound();
    let isFound = false;
    for (let i = 0; i < size; i++) {
      const instruction = instructions[i]!;
      if (ops[instruction] === Op.match) {
        for (let slot = 0; slot < slots; slot++) this.#found[slot] = places[i * slots + slot]!;
        isFound = true;
        break;
      }
      if (code < 0 || sets[x[instruction]! * 256 + code] !== 1) continue;
      for (let slot = 0; slot < slots; slot++) this.#noted[slot] = places[i * slots + slot]!;
      this.#follow(this.#soon, next[instruction]!, text, at + 1);
    }
    const done = this.#now;
    this.#now = this.#soon;
    this.#soon = done;
    return isFound;
  }

  /**
   * Adds the instructions that wait for a character and are reached from one without reading any,
   * in order of preference. An entry on the stack is an instruction to follow, or, as the
   * complement of a slot on top of a place, a place to note again once a way was followed.
   */
  #follow(list: Threads, from: number, text: string, at: number): void {
    const { ops, next, x } = this.#program;
    const [stack, reached, noted] = [this.#stack, this.#reached, this.#noted];
    let depth = 0;
    stack[depth++] = from;
    while (depth > 0) {
      let instruction = stack[--depth]!;
      if (instruction < 0) {
        noted[~instruction] = stack[--depth]!;
        continue;
      }
      while (reached[instruction] !== this.#round) {
        reached[instruction] = this.#round;
        this.steps++;
        const op = ops[instruction]!;
        const operand = x[instruction]!;
        if (op === Op.split) stack[depth++] = operand;
        else if (op === Op.save) {
          if (operand < this.#slots) {
            stack[depth++] = noted[operand]!;
            stack[depth++] = ~operand;
            noted[operand] = at;
          }
        } else if (op !== Op.assert) {
          this.#add(list, instruction);
          break;
        } else if (!holds(ASSERTION_CODES[operand]!, text, at, this.#begin)) break;
        instruction = next[instruction]!;
      }
    }
  }

  #add(list: Threads, instruction: number): void {
    const index = list.size++;
    list.instructions[index] = instruction;
    const slots = this.#slots;
    for (let slot = 0; slot < slots; slot++) list.places[index * slots + slot] = this.#noted[slot]!;
  }

  #nextRound(): void {
    if (this.#round === LAST_ROUND) {
      this.#reached.fill(0);
      this.#round = 0;
    }
    this.#round++;
  }

  /** The next place from one on where a match can begin; the text's end when there is none. */
  #nextStart(text: string, from: number): number {
    const first = this.#first;
    if (first === null || this.#isAnchored) return from;
    let at = from;
    while (at < text.length && first[text.charCodeAt(at)] !== 1) at++;
    return at;
  }
}
