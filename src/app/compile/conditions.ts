/** Conditions of lines that are no rules: `use_backend`, `stick`, `monitor fail`, … */
import type { Word } from "../../config/words/word.ts";
import { compileCondition } from "../../pattern/condition.ts";
import type { Condition } from "../../rules/rule-set.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";

/** Null for "always", undefined after reporting. */
export function conditionOf(
  words: readonly Word[],
  scope: CompileScope,
): Condition | null | undefined {
  const compiled = compileCondition(words, scope);
  return compiled === "always" ? null : compiled?.test;
}
