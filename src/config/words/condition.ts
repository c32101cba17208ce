/**
 * The conditions of `.if`, `.elif` and `-cc` (manual 2.4): integers, predicates, `!`, `&&`, `||`
 * and parentheses, `&&` binding tighter. All of an expression is parsed, also what its value does
 * not depend on, so that a mistake shows at once.
 */
import { nearest } from "../../core/edit-distance.ts";
import { type ConditionFacts, predicates } from "./condition-predicates.ts";

export type { ConditionFacts } from "./condition-predicates.ts";

export type ConditionResult =
  | { readonly value: boolean }
  /** `offset` is where in the text the mistake is. */
  | { readonly offset: number; readonly message: string; readonly hint: string };

/** Evaluates `text`; the empty string is false. */
export function evaluateCondition(text: string, facts: ConditionFacts): ConditionResult {
  if (text.trim() === "") return { value: false };
  const parser = new ConditionParser(text, facts);
  try {
    return { value: parser.parse() };
  } catch (error) {
    if (error instanceof ConditionMistake) {
      return { offset: error.offset, message: error.message, hint: error.hint };
    }
    throw error;
  }
}

class ConditionMistake extends Error {
  readonly offset: number;
  readonly hint: string;
  constructor(offset: number, message: string, hint: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

/** Deeper nesting than anyone writes; keeps a hostile line from exhausting the stack. */
const maxDepth = 100;

class ConditionParser {
  readonly #text: string;
  readonly #facts: ConditionFacts;
  #at = 0;
  #depth = 0;

  constructor(text: string, facts: ConditionFacts) {
    this.#text = text;
    this.#facts = facts;
  }

  parse(): boolean {
    const value = this.#any();
    if (this.#at < this.#text.length) {
      throw this.#mistake(
        `unexpected '${this.#text[this.#at]}' after the condition`,
        "expected '&&', '||' or the end",
      );
    }
    return value;
  }

  #any(): boolean {
    let value = this.#all();
    while (this.#take("||")) value = this.#all() || value;
    return value;
  }

  #all(): boolean {
    let value = this.#term();
    while (this.#take("&&")) value = this.#term() && value;
    return value;
  }

  #term(): boolean {
    if (++this.#depth > maxDepth) throw this.#mistake("the condition is nested too deeply", "");
    const value = this.#negationGroupOrAtom();
    this.#depth--;
    return value;
  }

  #negationGroupOrAtom(): boolean {
    if (this.#take("!")) return !this.#term();
    if (this.#take("(")) {
      const value = this.#any();
      if (!this.#take(")")) throw this.#mistake("a ')' is missing here", "");
      return value;
    }
    const integer = this.#match(/[+-]?\d+/y);
    if (integer !== "") {
      this.#skipBlanks();
      return Number(integer) !== 0;
    }
    return this.#predicate();
  }

  #predicate(): boolean {
    const start = this.#at;
    const name = this.#match(/\w+/y);
    const row = predicates.find((each) => each.name === name);
    if (row === undefined) {
      this.#at = start;
      if (name === "")
        throw this.#mistake("a condition is missing here", "expected a number or a predicate");
      const near = nearest(
        name,
        predicates.map((each) => each.name),
      );
      throw this.#mistake(
        `unknown predicate '${name}'`,
        near === undefined ? "" : `did you mean '${near}'?`,
      );
    }
    const args = this.#text[this.#at] === "(" ? this.#arguments() : [];
    if (args.length < row.minArgs || args.length > row.maxArgs) {
      this.#at = start;
      throw this.#mistake(`'${name}' got ${args.length} arguments`, `expected ${row.syntax}`);
    }
    this.#skipBlanks();
    return row.test(args, this.#facts);
  }

  /** `(a,b)`: blanks count, quotes and backslashes protect; `()` is no argument. */
  #arguments(): string[] {
    const open = this.#at++;
    const args: string[] = [];
    let arg = "";
    let quote = "";
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!;
      if (char === quote) quote = "";
      else if (quote === "" && (char === '"' || char === "'")) quote = char;
      else if (char === "\\" && quote !== "'") arg += this.#text.charAt(++this.#at);
      else if (quote === "" && char === ",") {
        args.push(arg);
        arg = "";
      } else if (quote === "" && char === ")") {
        this.#at++;
        return args.length === 0 && arg === "" ? [] : [...args, arg];
      } else arg += char;
    }
    this.#at = open;
    throw this.#mistake("this '(' is never closed", "");
  }

  #take(symbol: string): boolean {
    this.#skipBlanks();
    if (!this.#text.startsWith(symbol, this.#at)) return false;
    this.#at += symbol.length;
    this.#skipBlanks();
    return true;
  }

  #match(shape: RegExp): string {
    shape.lastIndex = this.#at;
    const found = shape.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #skipBlanks(): void {
    this.#match(/[ \t]*/y);
  }

  #mistake(message: string, hint: string): ConditionMistake {
    return new ConditionMistake(this.#at, message, hint);
  }
}
