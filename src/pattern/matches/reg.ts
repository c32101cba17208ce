/**
 * `-m reg`: regular expressions, of which the first added that matches wins (manual 7.1.4). Those
 * that begin with literal text are tried only when the sample begins with it.
 */
import { toLowerAscii } from "../../core/ascii.ts";
import type { SampleValue } from "../../sample/types.ts";
import type { EntryTable } from "../entry-table.ts";
import { compileRegex, type Regex } from "../regex.ts";
import type { Match } from "../regex/match.ts";
import { literalPrefix } from "../regex-prefix.ts";
import type { MatchRow, PatternIndex } from "../types.ts";

/** What a map with groups needs beyond the entry that matched. */
export interface RegexMatch {
  readonly number: number;
  readonly groups: Match["groups"];
}

interface NumberedRegex {
  readonly regex: Regex;
  readonly number: number;
}

/** Fewer than these are tried one by one. */
const FEWEST_TO_FILTER = 8;

export class Regexes implements PatternIndex {
  readonly #entries: EntryTable;
  readonly #ignoreCase: boolean;
  /** By the text they begin with; those that begin with none under "". Each list in order. */
  readonly #byPrefix: Map<string, NumberedRegex[]> = new Map();
  /** The lengths of these texts, ascending. */
  #lengths: readonly number[] = [];
  /** All in order, while they are few. */
  #all: NumberedRegex[] = [];

  constructor(entries: EntryTable, ignoreCase: boolean) {
    this.#entries = entries;
    this.#ignoreCase = ignoreCase;
  }

  add(number: number): string | null {
    const pattern = this.#entries.key(number);
    const result = compileRegex(pattern, this.#ignoreCase ? "i" : "");
    if ("fault" in result) return result.fault;
    const prefix = this.#prefixOf(pattern);
    const numbered = { regex: result.regex, number };
    const known = this.#byPrefix.get(prefix);
    if (known !== undefined) known.push(numbered);
    else {
      this.#byPrefix.set(prefix, [numbered]);
      if (!this.#lengths.includes(prefix.length)) {
        this.#lengths = [...this.#lengths, prefix.length].toSorted((a, b) => a - b);
      }
    }
    this.#all.push(numbered);
    return null;
  }

  remove(number: number): void {
    const prefix = this.#prefixOf(this.#entries.key(number));
    const left = this.#byPrefix.get(prefix)!.filter((other) => other.number !== number);
    if (left.length > 0) this.#byPrefix.set(prefix, left);
    else this.#byPrefix.delete(prefix);
    this.#all = this.#all.filter((other) => other.number !== number);
  }

  find(value: SampleValue): number {
    return typeof value === "string" ? (this.#first(value)?.number ?? 0) : 0;
  }

  /** Like `find`, with the text of the groups (`map_regm`). */
  match(value: SampleValue): RegexMatch | null {
    if (typeof value !== "string") return null;
    const found = this.#first(value);
    const match = found?.regex.exec(value) ?? null;
    return found === null || match === null ? null : { number: found.number, groups: match.groups };
  }

  #first(value: string): NumberedRegex | null {
    if (this.#all.length < FEWEST_TO_FILTER) return firstOf(this.#all, value, null);
    const folded = this.#ignoreCase ? toLowerAscii(value) : value;
    let found: NumberedRegex | null = null;
    for (const length of this.#lengths) {
      if (length > folded.length) break;
      const regexes = this.#byPrefix.get(folded.slice(0, length));
      if (regexes !== undefined) found = firstOf(regexes, value, found);
    }
    return found;
  }

  #prefixOf(pattern: string): string {
    const prefix = literalPrefix(pattern);
    return this.#ignoreCase ? toLowerAscii(prefix) : prefix;
  }
}

/** The first that matches before `found`, or else `found`. */
function firstOf(
  regexes: readonly NumberedRegex[],
  value: string,
  found: NumberedRegex | null,
): NumberedRegex | null {
  for (let i = 0; i < regexes.length; i++) {
    const candidate = regexes[i]!;
    if (found !== null && candidate.number > found.number) return found;
    if (candidate.regex.test(value)) return candidate;
  }
  return found;
}

export const regMatch: MatchRow = {
  name: "reg",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m reg <regex>…",
  manual: "7.1.4",
  summary: "The sample matches one of the regular expressions.",
  open: (ignoreCase, { entries }) => new Regexes(entries, ignoreCase),
};
