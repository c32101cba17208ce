/** `-m found`, a sample exists, and `-m bool`, it is true. Neither looks at patterns. */
import type { SampleValue } from "../../sample/types.ts";
import type { MatchRow, PatternIndex } from "../types.ts";

/** Matches by the sample alone; patterns are accepted and otherwise ignored, as HAProxy does. */
class WithoutPatterns implements PatternIndex {
  readonly #matches: (value: SampleValue) => boolean;

  constructor(matches: (value: SampleValue) => boolean) {
    this.#matches = matches;
  }

  add(): string | null {
    return null;
  }

  remove(): void {}

  /** -1, which is the number of no entry, for a match. */
  find(value: SampleValue): number {
    return this.#matches(value) ? -1 : 0;
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
