/** `-m found`, a sample exists, and `-m bool`, it is true. Neither looks at patterns. */
import type { SampleValue } from "../../sample/types.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "../types.ts";

const MATCHED: PatternEntry = { id: 0, key: "", value: null, line: 0 };

/** Matches by the sample alone; patterns are counted and otherwise ignored, as HAProxy does. */
class WithoutPatterns implements PatternIndex {
  size = 0;
  readonly #matches: (value: SampleValue) => boolean;

  constructor(matches: (value: SampleValue) => boolean) {
    this.#matches = matches;
  }

  add(): string | null {
    this.size++;
    return null;
  }

  remove(): void {
    this.size--;
  }

  clear(): void {
    this.size = 0;
  }

  find(value: SampleValue): PatternEntry | null {
    return this.#matches(value) ? MATCHED : null;
  }
}

export const foundMatch: MatchRow = {
  name: "found",
  input: "any",
  storage: "list",
  takesPatterns: false,
  syntax: "-m found",
  manual: "7.1",
  summary: "The sample exists, whatever its value.",
  open: () => new WithoutPatterns(() => true),
};

export const boolMatch: MatchRow = {
  name: "bool",
  input: "bool",
  storage: "list",
  takesPatterns: false,
  syntax: "-m bool",
  manual: "7.1.1",
  summary: "The sample is true, or an integer other than 0.",
  open: () => new WithoutPatterns((value) => value === true),
};
