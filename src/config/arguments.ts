/**
 * The arguments of one directive, taken from left to right. A method that returns undefined has
 * already told the author what was expected; the directive then gives up the line.
 */
import { nearest } from "../core/edit-distance.ts";
import type { Diagnostics } from "./diagnostics/diagnostics.ts";
import { type UnitResult, readInteger, readSizeBytes, readTimeMs } from "./values/units.ts";
import type { Line, Word } from "./words/word.ts";

/** Inclusive bounds of a number. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Waits below this are rarely meant. */
const SHORT_WAIT_MS = 100;

export class Arguments {
  readonly line: Line;
  /** The directive's (or option's) name, for messages. */
  readonly name: string;
  readonly #diagnostics: Diagnostics;
  #at: number;

  /** `start` is the index of the first argument among the line's words. */
  constructor(line: Line, start: number, name: string, diagnostics: Diagnostics) {
    this.line = line;
    this.name = name;
    this.#at = start;
    this.#diagnostics = diagnostics;
  }

  /** The next argument, left in place; undefined at the end. */
  get peek(): Word | undefined {
    return this.line.words[this.#at];
  }

  /** The argument just taken, or the keyword. */
  get last(): Word {
    return this.line.words[this.#at - 1]!;
  }

  /** Takes the next argument if there is one. */
  take(): Word | undefined {
    const word = this.peek;
    if (word !== undefined) this.#at++;
    return word;
  }

  /** Takes the next argument if it is `text`. */
  takeIf(text: string): boolean {
    if (this.peek?.text !== text) return false;
    this.#at++;
    return true;
  }

  /** The same place in the line under the name of an option, for its own arguments. */
  nested(name: string): Arguments {
    return new Arguments(this.line, this.#at, name, this.#diagnostics);
  }

  /** Goes on where the option's arguments ended. */
  resume(after: Arguments): void {
    this.#at = after.#at;
  }

  /** One of a fixed set of words as the argument of option `name`. */
  nestedOneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const own = this.nested(name);
    const choice = own.oneOf(choices);
    this.resume(own);
    return choice;
  }

  /** Everything left. */
  rest(): readonly Word[] {
    const words = this.line.words.slice(this.#at);
    this.#at = this.line.words.length;
    return words;
  }

  /** Takes the next argument; an error when there is none (or it is empty). */
  expect(what: string): Word | undefined {
    const word = this.peek;
    if (word === undefined || word.text === "") {
      this.#diagnostics.error(word ?? this.last, `'${this.name}' expects ${what}`);
      return undefined;
    }
    this.#at++;
    return word;
  }

  /** A whole number within `range`. */
  integer(what: string, range: Range): number | undefined {
    const word = this.expect(what);
    if (word === undefined) return undefined;
    const value = readInteger(word.text);
    if (value === undefined) {
      this.#diagnostics.error(
        word,
        `'${word.text}' is not a number`,
        `'${this.name}' expects ${what}`,
      );
      return undefined;
    }
    return this.#within(word, value, range);
  }

  /** A size in bytes or entries, with an optional k, m or g. */
  size(what: string, range: Range): number | undefined {
    const word = this.expect(what);
    if (word === undefined) return undefined;
    const value = this.#unit(
      word,
      readSizeBytes(word.text),
      "expected a number, optionally with k, m or g",
    );
    return value === undefined ? undefined : this.#within(word, value, range);
  }

  /** A time in ms; a bare number counts in `defaultUnit`. */
  timeMs(what: string, range: Range, defaultUnit: "ms" | "s" = "ms"): number | undefined {
    const word = this.expect(what);
    if (word === undefined) return undefined;
    const hint = `expected a number, optionally with us, ms, s, m, h or d (plain numbers are ${defaultUnit})`;
    const value = this.#unit(word, readTimeMs(word.text, defaultUnit), hint);
    return value === undefined ? undefined : this.#within(word, value, range);
  }

  /** A wait in ms, as `timeMs`; a plain number so small that seconds were meant is warned of. */
  waitMs(what: string, range: Range): number | undefined {
    const value = this.timeMs(what, range);
    if (value === undefined || value <= 0 || value >= SHORT_WAIT_MS) return value;
    const { text } = this.last;
    if (/^\d+$/.test(text))
      this.#diagnostics.warn(
        this.last,
        `'${this.name} ${text}' is ${text} milliseconds`,
        `say '${text}ms' if that is meant, or '${text}s' for seconds`,
      );
    return value;
  }

  /** One of a fixed set of words. */
  oneOf<Choice extends string>(choices: readonly Choice[]): Choice | undefined {
    const listed = choices.map((choice) => `'${choice}'`).join(", ");
    const word = this.expect(`one of ${listed}`);
    if (word === undefined) return undefined;
    const found = choices.find((choice) => choice === word.text);
    if (found === undefined) {
      const near = nearest(word.text, choices);
      const guess = near === undefined ? "" : `did you mean '${near}'? `;
      this.#diagnostics.error(
        word,
        `'${this.name}' does not know '${word.text}'`,
        `${guess}expected one of ${listed}`,
      );
    }
    return found;
  }

  /** An error for each argument left over; true when there is none. */
  end(): boolean {
    const extra = this.peek;
    if (extra === undefined) return true;
    this.#diagnostics.error(extra, `'${this.name}' does not take the argument '${extra.text}'`);
    return false;
  }

  #unit(word: Word, result: UnitResult, hint: string): number | undefined {
    if ("value" in result) return result.value;
    const message =
      result.problem === "overflow"
        ? `'${word.text}' is too large for '${this.name}'`
        : `'${this.name}' cannot read '${word.text}'`;
    this.#diagnostics.error(word, message, result.problem === "overflow" ? "" : hint);
    return undefined;
  }

  #within(word: Word, value: number, range: Range): number | undefined {
    if (value >= range.min && value <= range.max) return value;
    const bounds =
      range.max >= Number.MAX_SAFE_INTEGER
        ? `at least ${range.min}`
        : `between ${range.min} and ${range.max}`;
    this.#diagnostics.error(word, `'${this.name}' must be ${bounds}, not ${word.text}`);
    return undefined;
  }
}

/** Any number from zero. */
export const unsigned: Range = { min: 0, max: 0x7fffffff };
/** Any number from one. */
export const positive: Range = { min: 1, max: 0x7fffffff };
