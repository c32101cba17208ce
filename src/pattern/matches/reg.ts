/** `-m reg`: regular expressions, tried in the order they were added (manual 7.1.4). */
import type { SampleValue } from "../../sample/types.ts";
import { compileRegex } from "../regex.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "../types.ts";

/** What a map with groups needs beyond the entry that matched. */
export interface RegexMatch {
  readonly entry: PatternEntry;
  readonly groups: RegExpExecArray;
}

export class Regexes implements PatternIndex {
  #regexes: { readonly regex: RegExp; readonly entry: PatternEntry }[] = [];
  readonly #flags: string;

  constructor(ignoreCase: boolean) {
    this.#flags = ignoreCase ? "i" : "";
  }

  get size(): number {
    return this.#regexes.length;
  }

  add(entry: PatternEntry): string | null {
    const result = compileRegex(entry.key, this.#flags);
    if ("fault" in result) return result.fault;
    this.#regexes.push({ regex: result.regex, entry });
    return null;
  }

  remove(entry: PatternEntry): void {
    this.#regexes = this.#regexes.filter((other) => other.entry !== entry);
  }

  clear(): void {
    this.#regexes = [];
  }

  find(value: SampleValue): PatternEntry | null {
    if (typeof value !== "string") return null;
    for (let i = 0; i < this.#regexes.length; i++) {
      const { regex, entry } = this.#regexes[i]!;
      if (regex.test(value)) return entry;
    }
    return null;
  }

  /** Like `find`, with the text of the groups (`map_regm`). */
  match(value: SampleValue): RegexMatch | null {
    if (typeof value !== "string") return null;
    for (const { regex, entry } of this.#regexes) {
      const groups = regex.exec(value);
      if (groups !== null) return { entry, groups };
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
  open: (ignoreCase) => new Regexes(ignoreCase),
};
