/** set-bandwidth-limit (manual 4.4): enables a bandwidth filter of the proxy on a stream. */
import { readSizeBytes, readTimeMs, type UnitResult } from "../../config/values/units.ts";
import type { Word } from "../../config/words/word.ts";
import { intOf } from "../../sample/cast.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope, type RuleTxn } from "../types.ts";
import { STREAM_SETS } from "./row-shapes.ts";

/** A number for this stream; null, also for what is not above 0, leaves the filter's default. */
type Amount = (txn: RuleTxn) => number | null;

const usual: Amount = () => null;

/** A literal in its unit, or an expression; undefined after reporting. */
function compileAmount(
  word: Word | undefined,
  read: (text: string) => UnitResult,
  scope: RuleScope,
): Amount | undefined {
  if (word === undefined) return undefined;
  const literal = read(word.text);
  if ("value" in literal) return literal.value > 0 ? () => literal.value : usual;
  const expression = compileExpression(word, scope);
  const asInt = expression === undefined ? undefined : castTo(expression, "int", scope, word);
  if (asInt === undefined) return undefined;
  return (txn) => {
    const value = asInt.eval(txn);
    const number = value === undefined ? undefined : intOf(value);
    return number === undefined || number <= 0 ? null : Number(number);
  };
}

function compile(words: ActionWords, scope: RuleScope): Action | undefined {
  const name = words.expect("the name of a bandwidth filter");
  if (name === undefined) return undefined;
  const filter = scope.bandwidthFilter(name.text);
  if (filter === undefined) {
    const hint = "a 'filter bwlim-in' or 'filter bwlim-out' line of this proxy";
    return words.fail(name, `there is no bandwidth filter '${name.text}' in this proxy`, hint);
  }
  let limitBytes: Amount | undefined = usual;
  let periodMs: Amount | undefined = usual;
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (word.text !== "limit" && word.text !== "period")
      return words.fail(word, `unexpected '${word.text}'`, "'limit <size>' or 'period <time>'");
    if (filter.isShared)
      return words.fail(word, `a shared bandwidth filter has no ${word.text} of a rule's own`);
    if (word.text === "limit")
      limitBytes = compileAmount(words.expect("a size or an expression"), readSizeBytes, scope);
    else periodMs = compileAmount(words.expect("a time or an expression"), readTimeMs, scope);
    if (limitBytes === undefined || periodMs === undefined) return undefined;
  }
  return limiting(filter, limitBytes, periodMs);
}

function limiting(
  filter: NonNullable<ReturnType<RuleScope["bandwidthFilter"]>>,
  limitBytes: Amount,
  periodMs: Amount,
): Action {
  return (txn) => {
    txn.limitBandwidth(filter, limitBytes(txn), periodMs(txn));
    return Outcome.next;
  };
}

export const bandwidthActions: readonly ActionRow[] = [
  {
    name: "set-bandwidth-limit",
    sets: STREAM_SETS,
    manual: "4.4",
    syntax: "set-bandwidth-limit <name> [limit {<expr>|<size>}] [period {<expr>|<time>}]",
    summary: "Limits how fast the body, or the bytes of a TCP stream, pass.",
    compile: (words, scope) => compile(new ActionWords(words, scope), scope),
  },
];
