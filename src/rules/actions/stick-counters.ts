/** Actions that change what a tracked entry stores: gpc0, gpc1, gpt0 (manual 4.2). */
import { intOf } from "../../sample/cast.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import type { RuleSetName } from "../../config/model.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope, type RuleTxn } from "../types.ts";
import { TCP_SETS } from "./row-shapes.ts";
import { stickCounter } from "./tracking.ts";

const SETS: readonly RuleSetName[] = [...TCP_SETS, "http-request", "http-response"];

/** Reads the number in `NAME(sc)`. */
function counterOf(words: ActionWords, scope: RuleScope): number | undefined {
  const match = /\(([^)]*)\)$/.exec(words.keyword.text);
  if (match !== null) return stickCounter(words, match[1]!, scope);
  return words.fail(words.keyword, `missing ')' after '${words.keyword.text}'`);
}

/** Counts in the counter and in its rate, as far as the table stores them. */
function incrementRow(dataType: string): ActionRow {
  return {
    name: `sc-inc-${dataType}(`,
    prefix: true,
    sets: SETS,
    manual: "4.2",
    syntax: `sc-inc-${dataType}(<sc-id>)`,
    summary: `Adds 1 to ${dataType} of the tracked entry.`,
    compile(list, scope) {
      const words = new ActionWords(list, scope);
      const index = counterOf(words, scope);
      if (index === undefined || !words.end()) return undefined;
      return (txn) => {
        increment(txn, index, dataType);
        increment(txn, index, `${dataType}_rate`);
        return Outcome.next;
      };
    },
  };
}

function increment(txn: RuleTxn, index: number, dataType: string): void {
  const tracked = txn.tracked(index);
  const column = tracked === null ? -1 : tracked.table.column(dataType);
  if (tracked !== null && column >= 0) tracked.table.increment(tracked.entry, column, 1);
}

const UINT32 = 2 ** 32;

/** The tag's value: a number, or an expression. */
function compileTag(
  words: ActionWords,
  scope: RuleScope,
): ((txn: RuleTxn) => number | undefined) | undefined {
  const word = words.expect("a number or an expression");
  if (word === undefined) return undefined;
  if (/^\d+$/.test(word.text)) {
    const value = Number(word.text);
    if (value < UINT32) return () => value;
    return words.fail(word, `'${word.text}' is more than a tag holds`);
  }
  const expression = compileExpression(word, scope);
  const asInt = expression === undefined ? undefined : castTo(expression, "int", scope, word);
  if (asInt === undefined) return undefined;
  return (txn) => {
    const value = asInt.eval(txn);
    const int = value === undefined ? undefined : intOf(value);
    return int === undefined ? undefined : Number(BigInt.asUintN(32, BigInt(int)));
  };
}

function compileSetTag(words: ActionWords, scope: RuleScope): Action | undefined {
  const index = counterOf(words, scope);
  const valueOf = index === undefined ? undefined : compileTag(words, scope);
  if (index === undefined || valueOf === undefined || !words.end()) return undefined;
  return (txn) => {
    const tracked = txn.tracked(index);
    const column = tracked === null ? -1 : tracked.table.column("gpt0");
    const value = valueOf(txn);
    if (tracked !== null && column >= 0 && value !== undefined)
      tracked.table.write(tracked.entry, column, value);
    return Outcome.next;
  };
}

export const stickCounterActions: readonly ActionRow[] = [
  incrementRow("gpc0"),
  incrementRow("gpc1"),
  {
    name: "sc-set-gpt0(",
    prefix: true,
    sets: SETS,
    manual: "4.2",
    syntax: "sc-set-gpt0(<sc-id>) { <int> | <expr> }",
    summary: "Sets gpt0 of the tracked entry.",
    compile: (words, scope) => compileSetTag(new ActionWords(words, scope), scope),
  },
];
