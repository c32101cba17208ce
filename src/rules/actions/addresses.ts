/** set-src, set-dst and their ports (manual 4.4): who the client is taken for from here on. */
import { intOf } from "../../sample/cast.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import type { Expression, SampleType } from "../../sample/types.ts";
import { ActionWords } from "../action-words.ts";
import type { AddressEnd } from "../connection-effects.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { REQUEST_SET, TCP_REQUEST_SETS } from "./row-shapes.ts";

/** The one argument of such an action; undefined after reporting. */
function compileValue(
  words: ActionWords,
  scope: RuleScope,
  type: SampleType,
): Expression | undefined {
  const word = words.expect("an expression");
  const expression = word === undefined ? undefined : compileExpression(word, scope);
  if (word === undefined || expression === undefined || !words.end()) return undefined;
  return castTo(expression, type, scope, word);
}

function addressAction(value: Expression, end: AddressEnd): Action {
  return (txn) => {
    const address = value.eval(txn);
    if (typeof address === "object") txn.effects.setAddress(end, address);
    return Outcome.next;
  };
}

function portAction(value: Expression, end: AddressEnd): Action {
  return (txn) => {
    const sample = value.eval(txn);
    const port = sample === undefined ? undefined : intOf(sample);
    if (port !== undefined) txn.effects.setPort(end, Number(BigInt.asUintN(16, BigInt(port))));
    return Outcome.next;
  };
}

function row(name: string, end: AddressEnd, part: "address" | "port"): ActionRow {
  const type = part === "address" ? "addr" : "int";
  const make = part === "address" ? addressAction : portAction;
  return {
    name,
    sets: [...TCP_REQUEST_SETS, ...REQUEST_SET],
    manual: "4.4",
    syntax: `${name} <expr>`,
    summary: `Puts another ${part} in place of the ${end}'s.`,
    compile(list, scope) {
      const value = compileValue(new ActionWords(list, scope), scope, type);
      return value === undefined ? undefined : make(value, end);
    },
  };
}

export const addressActions: readonly ActionRow[] = [
  row("set-src", "source", "address"),
  row("set-src-port", "source", "port"),
  row("set-dst", "destination", "address"),
  row("set-dst-port", "destination", "port"),
];
