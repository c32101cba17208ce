/** `set-var`, `set-var-fmt` and `unset-var` in checks (manual 4.2): scopes proc, sess and check. */
import { typeOfValue } from "../../sample/cast.ts";
import { compileExpression } from "../../sample/expression.ts";
import { type SetCondition, setCondition } from "../../sample/variables/set-conditions.ts";
import type { Expression } from "../../sample/types.ts";
import { variablesOf } from "../../sample/variables/value.ts";
import type { VariableRef } from "../../sample/variables/variables.ts";
import { type CheckRule, refuse, takeFormat } from "./rule-words.ts";
import type { ChangeStep } from "./sequence.ts";

const SCOPES: readonly VariableRef["scope"][] = ["proc", "sess", "check"];

/** Compiles the rule; undefined after reporting. */
export function compileVariableStep(rule: CheckRule): ChangeStep | undefined {
  const [, name, inside] =
    /^(set-var|set-var-fmt|unset-var)\((.*)\)$/.exec(rule.keyword.text) ?? [];
  if (name === undefined || inside === undefined) {
    return refuse(rule, rule.keyword, `'${rule.family}' does not know '${rule.keyword.text}'`);
  }
  const [variable = "", ...conditionNames] = inside.split(",");
  const ref = rule.scope.variableNames.ref(variable);
  if (ref === undefined || !SCOPES.includes(ref.scope)) {
    const hint = "a variable of a check is of scope proc, sess or check";
    return refuse(
      rule,
      rule.keyword,
      `'${variable}' is not a variable that checks may change`,
      hint,
    );
  }
  if (name === "unset-var")
    return conditionNames.length === 0 ? unsetting(ref, rule) : noConditions(rule);
  const conditions = conditionsOf(conditionNames, rule);
  const value = conditions === undefined ? undefined : valueOf(name, rule);
  if (conditions === undefined || value === undefined || !rule.args.end()) return undefined;
  return setting(ref, conditions, value, rule);
}

function noConditions(rule: CheckRule): undefined {
  return refuse(rule, rule.keyword, "'unset-var' takes a variable's name and nothing else");
}

function conditionsOf(names: readonly string[], rule: CheckRule): SetCondition[] | undefined {
  const conditions: SetCondition[] = [];
  for (const name of names) {
    const condition = setCondition(name);
    if (condition === undefined) {
      return refuse(rule, rule.keyword, `unknown condition '${name}' for a variable`);
    }
    conditions.push(condition);
  }
  return conditions;
}

function valueOf(name: string, rule: CheckRule): Expression | undefined {
  if (name === "set-var-fmt") {
    const format = takeFormat(rule, "a format");
    return format === undefined ? undefined : { type: "str", eval: format };
  }
  const word = rule.args.expect("an expression");
  return word === undefined ? undefined : compileExpression(word, rule.scope);
}

function changing(rule: CheckRule, run: ChangeStep["run"]): ChangeStep {
  return { kind: "change", number: rule.number, comment: "", name: "action", run };
}

function setting(
  ref: VariableRef,
  conditions: readonly SetCondition[],
  { eval: evaluate, type }: Expression,
  rule: CheckRule,
): ChangeStep {
  const { process } = rule.scope;
  const isKnown = type !== "any" && type !== "addr";
  return changing(rule, (txn) => {
    const value = evaluate(txn);
    if (value === undefined) return;
    const variables = variablesOf(txn, process, ref.scope);
    if (!conditions.every((holds) => holds(variables, ref, value))) return;
    variables.set(ref.slot, value, isKnown ? type : typeOfValue(value));
  });
}

function unsetting(ref: VariableRef, rule: CheckRule): ChangeStep | undefined {
  if (!rule.args.end()) return undefined;
  const { process } = rule.scope;
  return changing(rule, (txn) => variablesOf(txn, process, ref.scope).unset(ref.slot));
}
