/**
 * The patterns written on an ACL line itself. For integers an operator (eq, ge, gt, le, lt) may
 * stand before a number and holds until the next one (manual 7.1.2); it becomes a range here.
 * HAProxy takes `ne`, of which its manual knows nothing, for `eq`.
 */
import type { Word } from "../config/words/word.ts";
import type { CompileScope } from "../sample/compile-scope.ts";
import type { Int } from "../sample/integer.ts";
import { dottedInt, patternInt } from "./matches/int.ts";
import type { PatternReference } from "./reference.ts";
import type { MatchRow } from "./types.ts";

const RANGES: Readonly<Record<string, (bound: Int) => string>> = {
  eq: (bound) => `${bound}`,
  ne: (bound) => `${bound}`,
  ge: (bound) => `${bound}:`,
  gt: (bound) => `${BigInt(bound) + 1n}:`,
  le: (bound) => `:${bound}`,
  lt: (bound) => `:${BigInt(bound) - 1n}`,
};

/** Adds the words to the set; false after reporting one that does not fit. */
export function addLinePatterns(
  reference: PatternReference,
  row: MatchRow,
  words: readonly Word[],
  scope: CompileScope,
): boolean {
  if (row.input === "int" || row.name === "len") return addNumbers(reference, row, words, scope);
  for (const word of words) {
    const fault = reference.add(word.text, null);
    if (fault !== null) {
      scope.diagnostics.error(word, fault);
      return false;
    }
  }
  return true;
}

function addNumbers(
  reference: PatternReference,
  row: MatchRow,
  words: readonly Word[],
  scope: CompileScope,
): boolean {
  let range: ((bound: Int) => string) | undefined;
  const readInt = row.name === "ver" ? dottedInt : patternInt;
  for (const word of words) {
    if (Object.hasOwn(RANGES, word.text)) {
      range = RANGES[word.text];
      continue;
    }
    const bound = range === undefined ? undefined : readInt(word.text);
    const key = range === undefined || bound === undefined ? word.text : range(bound);
    const fault = reference.add(key, null);
    if (fault !== null) {
      scope.diagnostics.error(
        word,
        fault,
        "expected a number, a range or an operator with a number",
      );
      return false;
    }
  }
  return true;
}
