/**
 * Reads a pattern as PCRE writes it into a tree. What cannot be run here (recursion, conditions,
 * atomic groups, Unicode properties) is refused by name and place rather than read otherwise.
 */
import { ANY_CHAR, bothCases, type CharSet, ESCAPE_SETS, NOT_NEWLINE, setOf } from "./char-set.ts";
import { Groups } from "./groups.ts";
import { parseClass } from "./parse-class.ts";
import { octalByte, parseByte } from "./parse-escape.ts";
import { parseQuantifier } from "./parse-quantifier.ts";
import { type Flags, flagsAfter, NO_FLAGS } from "./flags.ts";
import { PatternFault, Scanner } from "./scanner.ts";
import { type Assertion, EMPTY, longestOf, type Node } from "./tree.ts";

export interface ParsedRegex {
  readonly tree: Node;
  /** How many groups capture. */
  readonly groups: number;
}

/** How deep groups nest at most, as in PCRE. */
const DEEPEST = 250;

const COMMENT: RegExp = /\(\?#[^)]*\)/y;
const SPACE: RegExp = /[ \t\n\r\f\v]+|#[^\n]*/y;
const FLAGS: RegExp = /\(\?(\^?[a-zA-Z]*(?:-[a-zA-Z]*)?)([:)])/y;
const NAMED: RegExp = /\(\?(?:P?<|')([A-Za-z_]\w*)[>']/y;
const LOOK: RegExp = /\(\?(<?)([=!])/y;
const BACK_BY_NAME: RegExp = /k(?:\{(\w+)\}|<(\w+)>|'(\w+)')|g\{([A-Za-z_]\w*)\}/y;
const BACK_BY_NUMBER: RegExp = /g(?:\{([+-]?\d+)\}|([+-]?\d+))/y;
const PYTHON_BACK: RegExp = /\(\?P=(\w+)\)/y;

const SIMPLE_ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ["A", "text-start"],
  ["z", "text-end"],
  ["Z", "end"],
  ["b", "boundary"],
  ["B", "no-boundary"],
]);

const NEWLINE: Node = {
  kind: "choice",
  options: [
    { kind: "sequence", items: [setNode(setOf("\r")), setNode(setOf("\n"))] },
    setNode(setOf("\n\v\f\r\x85")),
  ],
};

function setNode(set: CharSet): Node {
  return { kind: "set", set };
}

class Parser {
  readonly #scanner: Scanner;
  #flags: Flags;
  #depth = 0;
  readonly #groups: Groups = new Groups();

  constructor(pattern: string, flags: Flags) {
    this.#scanner = new Scanner(pattern);
    this.#flags = flags;
  }

  parse(): ParsedRegex {
    const tree = this.#choice();
    if (!this.#scanner.isAtEnd) this.#scanner.fail("a parenthesis closes nothing");
    this.#groups.check();
    return { tree, groups: this.#groups.count };
  }

  #choice(): Node {
    const options = [this.#sequence()];
    while (this.#scanner.take("|")) options.push(this.#sequence());
    return options.length === 1 ? options[0]! : { kind: "choice", options };
  }

  #sequence(): Node {
    const scanner = this.#scanner;
    const items: Node[] = [];
    for (;;) {
      this.#skipIgnored();
      if (scanner.isAtEnd || scanner.char === "|" || scanner.char === ")") break;
      if (scanner.take("\\Q")) this.#quoted(items);
      else items.push(this.#item());
      this.#skipIgnored();
      const last = items.at(-1);
      if (last !== undefined) items[items.length - 1] = this.#repeated(last);
    }
    return items.length === 1 ? items[0]! : { kind: "sequence", items };
  }

  #skipIgnored(): void {
    const scanner = this.#scanner;
    while (
      scanner.take("\\E") ||
      scanner.take("\\Q\\E") ||
      scanner.match(COMMENT) !== null ||
      (this.#flags.x && scanner.match(SPACE) !== null)
    );
  }

  #quoted(items: Node[]): void {
    const { text, at } = this.#scanner;
    const close = text.indexOf("\\E", at);
    const end = close === -1 ? text.length : close;
    for (const char of text.slice(at, end)) items.push(this.#literal(char));
    this.#scanner.at = end;
  }

  #literal(char: string): Node {
    const set = setOf(char);
    return setNode(this.#flags.i ? bothCases(set) : set);
  }

  /** The node with the quantifier that stands behind it, if one does. */
  #repeated(body: Node): Node {
    const scanner = this.#scanner;
    const start = scanner.at;
    const range = parseQuantifier(scanner);
    if (range === null) return body;
    const isBare = body.kind === "assertion" && scanner.text[start - 1] !== ")";
    if (isBare) return scanner.fail("nothing can be repeated here", start);
    if (scanner.char === "+") {
      return scanner.fail("possessive quantifiers are not supported; write them without the +");
    }
    const isLazy = scanner.take("?");
    this.#skipIgnored();
    const end = scanner.at;
    if (parseQuantifier(scanner) !== null) return scanner.fail("nothing can be repeated here", end);
    const [min, max] = range;
    if (body.kind === "look") return min === 0 ? EMPTY : body;
    // Rounds that match nothing are all alike; and groups of what is never matched keep their numbers.
    const most = longestOf(body) === 0 ? 1 : Infinity;
    const isGreedy = isLazy === this.#flags.U;
    return { kind: "repeat", body, min: Math.min(min, most), max: Math.min(max, most), isGreedy };
  }

  #item(): Node {
    const scanner = this.#scanner;
    if (scanner.char === "(") return this.#parenthesis();
    const start = scanner.at;
    if (parseQuantifier(scanner) !== null)
      return scanner.fail("nothing can be repeated here", start);
    const char = scanner.next();
    switch (char) {
      case "[":
        if (/^\[:[a-z^]*:\]/.test(scanner.text.slice(start, start + 16))) {
          return scanner.fail("named classes stand within a class, as [[:alpha:]]", start);
        }
        return setNode(parseClass(scanner, this.#flags.i));
      case ".":
        return setNode(this.#flags.s ? ANY_CHAR : NOT_NEWLINE);
      case "^":
        return { kind: "assertion", what: this.#flags.m ? "line-start" : "start" };
      case "$":
        return { kind: "assertion", what: this.#flags.m ? "line-end" : "end" };
      case "\\":
        return this.#escape();
      default:
        return this.#literal(char);
    }
  }

  #escape(): Node {
    const scanner = this.#scanner;
    const start = scanner.at;
    const byte = parseByte(scanner);
    if (byte !== null) return this.#literal(byte);
    const letter = scanner.char;
    const set = ESCAPE_SETS.get(letter);
    const assertion = SIMPLE_ASSERTIONS.get(letter);
    if (/[1-9]/.test(letter)) return this.#backOrOctal();
    const name = scanner
      .match(BACK_BY_NAME)
      ?.slice(1)
      .find((text) => text !== undefined);
    if (name !== undefined) return this.#reference(name, start - 1);
    const number = scanner
      .match(BACK_BY_NUMBER)
      ?.slice(1)
      .find((text) => text !== undefined);
    if (number !== undefined) return this.#reference(this.#groups.absolute(number), start - 1);
    scanner.at++;
    if (set !== undefined) return setNode(set);
    if (assertion !== undefined) return { kind: "assertion", what: assertion };
    if (letter === "N") return setNode(NOT_NEWLINE);
    if (letter === "C") return setNode(ANY_CHAR);
    if (letter === "R") return NEWLINE;
    return scanner.fail(`'\\${letter}' is not supported`, start - 1);
  }

  #reference(to: number | string, at: number): Node {
    const group = this.#groups.refer(to, at);
    return { kind: "back", group, ignoresCase: this.#flags.i };
  }

  /** `\1` to `\9` refer to groups, higher numbers only when there are as many; else octal. */
  #backOrOctal(): Node {
    const scanner = this.#scanner;
    const start = scanner.at;
    const digits = /^\d+/.exec(scanner.text.slice(start, start + 5))![0];
    if (digits.length === 1 || Number(digits) <= this.#groups.count) {
      scanner.at += digits.length;
      return this.#reference(Number(digits), start - 1);
    }
    return this.#literal(/^[0-7]/.test(digits) ? octalByte(scanner) : scanner.next());
  }

  #parenthesis(): Node {
    const scanner = this.#scanner;
    const start = scanner.at;
    const back = scanner.match(PYTHON_BACK);
    if (back !== null) return this.#reference(back[1]!, start);
    if (scanner.sees("(*")) return scanner.fail("verbs, '(*…)', are not supported");
    const flags = scanner.match(FLAGS);
    if (flags !== null) return this.#flagGroup(flags[1]!, flags[2]!, start);
    const look = scanner.match(LOOK);
    if (look !== null) return this.#look(look[1] === "", look[2] === "!", start);
    const name = scanner.match(NAMED)?.[1];
    if (name !== undefined) return this.#group(name, start);
    if (scanner.sees("(?>")) return scanner.fail("atomic groups, '(?>…)', are not supported");
    if (scanner.sees("(?")) {
      return scanner.fail(`'${scanner.text.slice(start, start + 3)}' is not supported`);
    }
    scanner.at++;
    if (this.#flags.n) return this.#closed(start);
    return this.#group(null, start);
  }

  #group(name: string | null, start: number): Node {
    const number = this.#groups.open(name, start);
    return { kind: "group", number, body: this.#closed(start) };
  }

  /** `(?i)` changes the flags of what follows in its group, `(?i:…)` of what is within. */
  #flagGroup(letters: string, end: string, start: number): Node {
    const flags = flagsAfter(this.#flags, letters);
    if (typeof flags === "string") return this.#scanner.fail(flags, start);
    if (end === ")") {
      this.#flags = flags;
      return EMPTY;
    }
    const outer = this.#flags;
    this.#flags = flags;
    const body = this.#closed(start);
    this.#flags = outer;
    return body;
  }

  #look(isAhead: boolean, isNegative: boolean, start: number): Node {
    const body = this.#closed(start);
    if (!isAhead && longestOf(body) === Infinity) {
      return this.#scanner.fail("what a look-behind looks for has no longest length", start);
    }
    return { kind: "look", body, isAhead, isNegative };
  }

  /** Reads to the parenthesis that closes the group; flags set within end there. */
  #closed(start: number): Node {
    if (++this.#depth > DEEPEST) this.#scanner.fail("groups nest too deep", start);
    const flags = this.#flags;
    const body = this.#choice();
    this.#flags = flags;
    this.#depth--;
    return this.#scanner.take(")")
      ? body
      : this.#scanner.fail("a parenthesis is not closed", start);
  }
}

/** The tree of a pattern, or what is wrong with it and where. */
export function parseRegex(pattern: string, ignoresCase: boolean): ParsedRegex | PatternFault {
  try {
    return new Parser(pattern, ignoresCase ? { ...NO_FLAGS, i: true } : NO_FLAGS).parse();
  } catch (error) {
    if (error instanceof PatternFault) return error;
    throw error;
  }
}
