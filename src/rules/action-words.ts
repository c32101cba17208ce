/**
 * The words of one action, taken from left to right, the keyword first. A method that returns
 * undefined has already told the author what was expected; the action then gives up the rule.
 */
import { type UnitResult, readSizeBytes, readTimeMs } from "../config/values/units.ts";
import type { Word } from "../config/words/word.ts";
import type { RuleScope } from "./types.ts";

export class ActionWords {
  readonly keyword: Word;
  readonly #words: readonly Word[];
  readonly #scope: RuleScope;
  #at: number = 1;

  constructor(words: readonly Word[], scope: RuleScope) {
    this.keyword = words[0]!;
    this.#words = words;
    this.#scope = scope;
  }

  /** The next word, left in place. */
  get peek(): Word | undefined {
    return this.#words[this.#at];
  }

  /** Takes the next word if there is one. */
  take(): Word | undefined {
    const word = this.#words[this.#at];
    if (word !== undefined) this.#at++;
    return word;
  }

  /** Takes the next word if it is `text`. */
  takeIf(text: string): boolean {
    if (this.peek?.text !== text) return false;
    this.#at++;
    return true;
  }

  /** Takes the next word, which must be there and not be empty: `what`. */
  expect(what: string): Word | undefined {
    const word = this.take();
    if (word !== undefined && word.text !== "") return word;
    const before = this.#words[Math.min(this.#at, this.#words.length) - 1]!;
    return this.fail(word ?? before, `action '${this.keyword.text}' expects ${what}`);
  }

  /** A whole number from `min` to `max`. */
  integer(what: string, min: number, max: number): number | undefined {
    const word = this.expect(what);
    if (word === undefined) return undefined;
    const value = /^\d+$/.test(word.text) ? Number(word.text) : -1;
    if (value >= min && value <= max) return value;
    return this.fail(word, `expected ${what} from ${min} to ${max}, found '${word.text}'`);
  }

  /** A time; a bare number is in milliseconds. */
  timeMs(what: string): number | undefined {
    return this.#measure(what, readTimeMs);
  }

  sizeBytes(what: string): number | undefined {
    return this.#measure(what, readSizeBytes);
  }

  /** True when nothing is left; reports the first word that is. */
  end(): boolean {
    const extra = this.peek;
    if (extra === undefined) return true;
    const hint = "only 'if <condition>' or 'unless <condition>' may follow here";
    this.fail(extra, `unexpected '${extra.text}' after action '${this.keyword.text}'`, hint);
    return false;
  }

  /** Reports at a word. */
  fail(at: Word, message: string, hint: string = ""): undefined {
    this.#scope.diagnostics.error(at, message, hint);
    return undefined;
  }

  #measure(what: string, read: (text: string) => UnitResult): number | undefined {
    const word = this.expect(what);
    if (word === undefined) return undefined;
    const result = read(word.text);
    if ("value" in result) return result.value;
    return this.fail(word, `expected ${what}, found '${word.text}'`);
  }
}
