/** A time in a rule: a number with a unit, or an expression that gives milliseconds. */
import { readTimeMs } from "../config/values/units.ts";
import type { Word } from "../config/words/word.ts";
import { intOf } from "../sample/cast.ts";
import { castTo, compileExpression } from "../sample/expression.ts";
import type { ActionWords } from "./action-words.ts";
import type { RuleScope, RuleTxn } from "./types.ts";

/** Gives the time in ms, 0 when the expression gives none; undefined after reporting. */
export function compileRuleTime(
  word: Word,
  words: ActionWords,
  scope: RuleScope,
): ((txn: RuleTxn) => number) | undefined {
  const literal = readTimeMs(word.text);
  if ("value" in literal) {
    if (literal.value > 0) return () => literal.value;
    return words.fail(word, "a time that a rule sets cannot be 0");
  }
  if (/^\d/.test(word.text)) return words.fail(word, `expected a time, found '${word.text}'`);
  const expression = compileExpression(word, scope);
  const asInt = expression === undefined ? undefined : castTo(expression, "int", scope, word);
  if (asInt === undefined) return undefined;
  return (txn) => {
    const value = asInt.eval(txn);
    return value === undefined ? 0 : Number(intOf(value) ?? 0);
  };
}
