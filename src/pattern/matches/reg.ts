/** `-m reg`: regular expressions, tried in the order they were added (manual 7.1.4). */
import type { SampleValue } from "../../sample/types.ts";
import { compileRegex } from "../regex.ts";
import type { EntryTable } from "../entry-table.ts";
import type { MatchRow, PatternIndex } from "../types.ts";

/** What a map with groups needs beyond the entry that matched. */
export interface RegexMatch {
  readonly number: number;
  readonly groups: RegExpExecArray;
}

export class Regexes implements PatternIndex {
  #regexes: { readonly regex: RegExp; readonly number: number }[] = [];
  readonly #entries: EntryTable;
  readonly #flags: string;

  constructor(entries: EntryTable, ignoreCase: boolean) {
    this.#entries = entries;
    this.#flags = ignoreCase ? "i" : "";
  }

  add(number: number): string | null {
    const result = compileRegex(this.#entries.key(number), this.#flags);
    if ("fault" in result) return result.fault;
    this.#regexes.push({ regex: result.regex, number });
    return null;
  }

  remove(number: number): void {
    this.#regexes = this.#regexes.filter((other) => other.number !== number);
  }

  find(value: SampleValue): number {
    if (typeof value !== "string") return 0;
    for (let i = 0; i < this.#regexes.length; i++) {
      const { regex, number } = this.#regexes[i]!;
      if (regex.test(value)) return number;
    }
    return 0;
  }

  /** Like `find`, with the text of the groups (`map_regm`). */
  match(value: SampleValue): RegexMatch | null {
    if (typeof value !== "string") return null;
    for (const { regex, number } of this.#regexes) {
      const groups = regex.exec(value);
      if (groups !== null) return { number, groups };
    }
    return null;
  }
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
