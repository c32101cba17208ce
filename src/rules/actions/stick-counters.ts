/**
 * Actions that change what a tracked entry stores (manual 4.4): elements of the arrays gpc and gpt,
 * and gpc0, gpc1 and gpt0, which are the first elements where only the array is stored. What the
 * table does not store is left alone; the rules go on.
 */
import { intOf } from "../../sample/cast.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import type { RuleSetName } from "../../config/model.ts";
import type { TableFacts } from "../../sample/txn.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope, type RuleTxn } from "../types.ts";
import { HTTP_SETS, TCP_SETS } from "./row-shapes.ts";
import { stickCounter } from "./tracking.ts";

const SETS: readonly RuleSetName[] = [...TCP_SETS, ...HTTP_SETS];
const MOST_INDEX = 99;

/** What an action changes: by its own name, or as an element of an array. */
interface Target {
  /** Number of the stick counter. */
  readonly counter: number;
  /** "gpc0" where the table stores that by itself; "" for none. */
  readonly single: string;
  readonly array: "gpc" | "gpt";
  readonly index: number;
}

function columnOf(table: TableFacts, { single, array, index }: Target, rate: boolean): number {
  const suffix = rate ? "_rate" : "";
  const own = single === "" ? -1 : table.column(single + suffix);
  return own >= 0 ? own : table.element(array + suffix, index);
}

function add(txn: RuleTxn, target: Target, amount: number): void {
  const tracked = txn.tracked(target.counter);
  if (tracked === null) return;
  for (const rate of [false, true]) {
    const column = columnOf(tracked.table, target, rate);
    if (column >= 0) tracked.table.increment(tracked.entry, column, amount);
  }
}

function set(txn: RuleTxn, target: Target, value: number): void {
  const tracked = txn.tracked(target.counter);
  const column = tracked === null ? -1 : columnOf(tracked.table, target, false);
  if (tracked !== null && column >= 0) tracked.table.write(tracked.entry, column, value);
}

/** Reads `NAME(sc)`, of the single value that `single` names. */
function singleTarget(words: ActionWords, scope: RuleScope, single: string): Target | undefined {
  const match = /\(([^)]*)\)$/.exec(words.keyword.text);
  if (match === null) return missingEnd(words);
  const counter = stickCounter(words, match[1]!, scope);
  if (counter === undefined) return undefined;
  const array = single.startsWith("gpt") ? "gpt" : "gpc";
  return { counter, single, array, index: Number(single.slice(3)) };
}

/** Reads `NAME(index,sc)`. */
function elementTarget(
  words: ActionWords,
  scope: RuleScope,
  array: "gpc" | "gpt",
): Target | undefined {
  const { keyword } = words;
  const match = /\(([^,)]*),?([^)]*)\)$/.exec(keyword.text);
  if (match === null) return missingEnd(words);
  if (match[2] === "") {
    return words.fail(keyword, `'${keyword.text}' lacks an index`, `expected (<idx>,<sc-id>)`);
  }
  const index = /^\d+$/.test(match[1]!) ? Number(match[1]) : -1;
  if (index < 0) return words.fail(keyword, `'${match[1]!}' is no index of '${array}'`);
  const counter = stickCounter(words, match[2]!, scope);
  if (counter === undefined) return undefined;
  return { counter, single: "", array, index: Math.min(index, MOST_INDEX + 1) };
}

function missingEnd(words: ActionWords): undefined {
  return words.fail(words.keyword, `missing ')' after '${words.keyword.text}'`);
}

const UINT32 = 2 ** 32;

/** An unsigned number of 32 bits, or an expression that gives one. */
function compileNumber(
  words: ActionWords,
  scope: RuleScope,
): ((txn: RuleTxn) => number | undefined) | undefined {
  const word = words.expect("a number or an expression");
  if (word === undefined) return undefined;
  if (/^\d+$/.test(word.text)) {
    const value = Number(word.text);
    if (value < UINT32) return () => value;
    return words.fail(word, `'${word.text}' is more than 32 bits hold`);
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

type Aim = (words: ActionWords, scope: RuleScope) => Target | undefined;

/** An action that adds 1. */
function counting(aim: Aim): (words: ActionWords, scope: RuleScope) => Action | undefined {
  return (words, scope) => {
    const target = aim(words, scope);
    if (target === undefined || !words.end()) return undefined;
    return (txn) => {
      add(txn, target, 1);
      return Outcome.next;
    };
  };
}

/** An action that does something with a number. */
function taking(
  aim: Aim,
  apply: (txn: RuleTxn, target: Target, value: number) => void,
): (words: ActionWords, scope: RuleScope) => Action | undefined {
  return (words, scope) => {
    const target = aim(words, scope);
    const valueOf = target === undefined ? undefined : compileNumber(words, scope);
    if (target === undefined || valueOf === undefined || !words.end()) return undefined;
    return (txn) => {
      const value = valueOf(txn);
      if (value !== undefined) apply(txn, target, value);
      return Outcome.next;
    };
  };
}

function row(
  name: string,
  rest: string,
  summary: string,
  compile: (words: ActionWords, scope: RuleScope) => Action | undefined,
): ActionRow {
  return {
    name: `${name}(`,
    prefix: true,
    sets: SETS,
    manual: "4.4",
    syntax: `${name}(${rest}`,
    summary,
    compile: (words, scope) => compile(new ActionWords(words, scope), scope),
  };
}

const single =
  (name: string): Aim =>
  (words, scope) =>
    singleTarget(words, scope, name);
const element =
  (array: "gpc" | "gpt"): Aim =>
  (words, scope) =>
    elementTarget(words, scope, array);
const NUMBER = "{ <int> | <expr> }";

export const stickCounterActions: readonly ActionRow[] = [
  row("sc-inc-gpc0", "<sc-id>)", "Adds 1 to gpc0 of the tracked entry.", counting(single("gpc0"))),
  row("sc-inc-gpc1", "<sc-id>)", "Adds 1 to gpc1 of the tracked entry.", counting(single("gpc1"))),
  row(
    "sc-inc-gpc",
    "<idx>,<sc-id>)",
    "Adds 1 to an element of the tracked entry's gpc.",
    counting(element("gpc")),
  ),
  row(
    "sc-add-gpc",
    `<idx>,<sc-id>) ${NUMBER}`,
    "Adds to an element of the tracked entry's gpc.",
    taking(element("gpc"), add),
  ),
  row(
    "sc-set-gpt0",
    `<sc-id>) ${NUMBER}`,
    "Sets gpt0 of the tracked entry.",
    taking(single("gpt0"), set),
  ),
  row(
    "sc-set-gpt",
    `<idx>,<sc-id>) ${NUMBER}`,
    "Sets an element of the tracked entry's gpt.",
    taking(element("gpt"), set),
  ),
];
