/**
 * set-var, set-var-fmt, unset-var (manual 4.2). The conditions in the parentheses must all hold for
 * the variable to be set; they are those of the converter of that name (manual 7.3.1).
 */
import { nearest } from "../../core/edit-distance.ts";
import { typeOfValue } from "../../sample/cast.ts";
import { compileExpression } from "../../sample/expression.ts";
import { compileLogFormat } from "../../sample/log-format/log-format.ts";
import type { Expression } from "../../sample/types.ts";
import {
  MOST_SET_CONDITIONS,
  SET_CONDITIONS,
  type SetCondition,
  setCondition,
} from "../../sample/variables/set-conditions.ts";
import { variablesOf } from "../../sample/variables/value.ts";
import type { VariableRef } from "../../sample/variables/variables.ts";
import { wordPart } from "../../sample/word-part.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { ALL_SETS } from "./row-shapes.ts";

interface Target {
  readonly ref: VariableRef;
  readonly conditions: readonly SetCondition[];
}

/** Reads `NAME(variable[,condition...])`; undefined after reporting. */
function readTarget(words: ActionWords, name: string, scope: RuleScope): Target | undefined {
  const { keyword } = words;
  const { text } = keyword;
  const open = name.length;
  if (!text.endsWith(")")) return words.fail(keyword, `missing ')' after '${text}'`);
  const parts = text.slice(open, -1).split(",");
  const first = wordPart(keyword, open, open + parts[0]!.length);
  const ref = scope.variableNames.ref(parts[0]!);
  if (ref === undefined) {
    const hint = "a name is proc, sess, txn, req or res, a dot, then letters, digits, '_' or '.'";
    return words.fail(first, `'${parts[0]!}' is not a valid variable name`, hint);
  }
  const conditions: SetCondition[] = [];
  let at = open + parts[0]!.length + 1;
  for (const part of parts.slice(1)) {
    const condition = setCondition(part);
    const place = wordPart(keyword, at, at + part.length);
    at += part.length + 1;
    if (condition === undefined) {
      const near = nearest(part, SET_CONDITIONS);
      const hint =
        near === undefined
          ? `it is one of ${SET_CONDITIONS.join(", ")}`
          : `did you mean '${near}'?`;
      return words.fail(place, `unknown condition '${part}' for a variable`, hint);
    }
    if (conditions.push(condition) > MOST_SET_CONDITIONS) {
      return words.fail(place, `a variable takes at most ${MOST_SET_CONDITIONS} conditions`);
    }
  }
  return { ref, conditions };
}

function storing({ ref, conditions }: Target, value: Expression, { process }: RuleScope): Action {
  const { eval: evaluate, type } = value;
  const isKnown = type !== "any" && type !== "addr";
  return (txn) => {
    const made = evaluate(txn);
    if (made === undefined) return Outcome.next;
    if (conditions.length > 0) {
      const variables = variablesOf(txn, process, ref.scope);
      for (const holds of conditions) if (!holds(variables, ref, made)) return Outcome.next;
    }
    txn.setVariable(ref, made, isKnown ? type : typeOfValue(made));
    return Outcome.next;
  };
}

function compileSetVar(words: ActionWords, scope: RuleScope): Action | undefined {
  const target = readTarget(words, "set-var(", scope);
  const word = target === undefined ? undefined : words.expect("an expression");
  const value = word === undefined ? undefined : compileExpression(word, scope);
  if (target === undefined || value === undefined || !words.end()) return undefined;
  return storing(target, value, scope);
}

function compileSetVarFmt(words: ActionWords, scope: RuleScope): Action | undefined {
  const target = readTarget(words, "set-var-fmt(", scope);
  const word = target === undefined ? undefined : words.expect("a format");
  const format = word === undefined ? undefined : compileLogFormat(word, scope);
  if (target === undefined || format === undefined || !words.end()) return undefined;
  return storing(target, { type: "str", eval: format }, scope);
}

function compileUnsetVar(words: ActionWords, scope: RuleScope): Action | undefined {
  const target = readTarget(words, "unset-var(", scope);
  if (target === undefined || !words.end()) return undefined;
  const { ref, conditions } = target;
  if (conditions.length > 0) {
    return words.fail(words.keyword, "'unset-var' takes a variable's name and nothing else");
  }
  return (txn) => {
    txn.unsetVariable(ref);
    return Outcome.next;
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
    sets: ALL_SETS,
    manual: "4.2",
    summary,
    syntax: `${name}(${rest}`,
    compile: (words, scope) => compile(new ActionWords(words, scope), scope),
  };
}

export const variableActions: readonly ActionRow[] = [
  row("set-var", "<var-name>[,<cond>...]) <expr>", "Stores a sample in a variable.", compileSetVar),
  row(
    "set-var-fmt",
    "<var-name>[,<cond>...]) <fmt>",
    "Stores a text in a variable.",
    compileSetVarFmt,
  ),
  row("unset-var", "<var-name>)", "Takes a variable's value away.", compileUnsetVar),
];
