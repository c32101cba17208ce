/** track-sc0 and so on: count in an entry of a stick table from now on (manual 4.2). */
import { nearest } from "../../core/edit-distance.ts";
import type { RuleSetName } from "../../config/model.ts";
import { castBetween } from "../../sample/cast.ts";
import { compileExpression } from "../../sample/expression.ts";
import type { TableFacts } from "../../sample/txn.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { REQUEST_SET, TCP_REQUEST_SETS } from "./row-shapes.ts";

/** The counter's number that stands behind `name` or between its parentheses; reports others. */
export function stickCounter(
  words: ActionWords,
  text: string,
  scope: RuleScope,
): number | undefined {
  const index = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (index < scope.stickCounters) return index;
  const most = scope.stickCounters - 1;
  return words.fail(
    words.keyword,
    `'${text}' is no stick counter`,
    `it is a number from 0 to ${most} (tune.stick-counters)`,
  );
}

function trackedTable(words: ActionWords, scope: RuleScope): TableFacts | undefined {
  if (!words.takeIf("table")) {
    const own = scope.table("");
    if (own !== undefined) return own;
    return words.fail(
      words.keyword,
      `proxy '${scope.proxyName}' has no stick-table to track in`,
      "name one with 'table <table>'",
    );
  }
  const name = words.expect("a table's name after 'table'");
  if (name === undefined) return undefined;
  return scope.table(name.text) ?? words.fail(name, `there is no stick-table named '${name.text}'`);
}

function compileTrack(words: ActionWords, scope: RuleScope, set: RuleSetName): Action | undefined {
  const index = stickCounter(words, words.keyword.text.slice("track-sc".length), scope);
  const word = index === undefined ? undefined : words.expect("a key to track");
  const key = word === undefined ? undefined : compileExpression(word, scope);
  if (index === undefined || key === undefined) return undefined;
  const extra = words.peek;
  if (extra !== undefined && extra.text !== "table") {
    const near = nearest(extra.text, ["table"]);
    return words.fail(
      extra,
      `unexpected '${extra.text}' after the key`,
      near === undefined ? "" : "did you mean 'table'?",
    );
  }
  const table = trackedTable(words, scope);
  if (table === undefined || !words.end()) return undefined;
  if (key.typeOf === undefined && castBetween(key.type, table.keyType) === null) {
    return words.fail(
      word!,
      `a sample of type ${key.type} cannot be a key of table '${table.name}'`,
      `its keys are of type ${table.keyType}`,
    );
  }
  const evaluate = key.eval;
  // Rules over content come before the request is counted: who is rejected there made none.
  const isRequestKnown = set !== "tcp-request content";
  return (txn) => {
    txn.incomplete = false;
    const value = evaluate(txn);
    if (txn.incomplete && txn.awaitsContent === true) return Outcome.wait;
    if (value === undefined) return Outcome.next;
    txn.track(index, table, value);
    if (isRequestKnown) txn.countRequest();
    return Outcome.next;
  };
}

export const trackingActions: readonly ActionRow[] = [
  {
    name: "track-sc",
    prefix: true,
    sets: [...TCP_REQUEST_SETS, ...REQUEST_SET, "http-response"],
    manual: "4.2",
    syntax: "track-sc<n> <key> [table <table>]",
    summary: "Counts in the table's entry of the key from now on.",
    compile: (words, scope, set) => compileTrack(new ActionWords(words, scope), scope, set),
  },
];
