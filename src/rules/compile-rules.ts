/**
 * Compiles the rules of one set: finds the row of each action, has it compile its words, and puts
 * the condition before it. What is wrong is reported at its word; a rule that was reported is left
 * out, so that one run shows all errors.
 */
import type { RuleModel, RuleSetName } from "../config/model.ts";
import type { Word } from "../config/words/word.ts";
import { nearest } from "../core/edit-distance.ts";
import { compileCondition } from "../pattern/condition.ts";
import { dispatches } from "../pattern/dispatch.ts";
import type { Guard } from "../pattern/guard.ts";
import { REFUSED_ACTIONS } from "./refused-actions.ts";
import { providedIn } from "./rule-places.ts";
import type { Rule } from "./rule-set.ts";
import type { ActionRow, RuleScope } from "./types.ts";

/** Compiles the rules in the order of the file. `rows` are all actions there are. */
export function compileRules(
  models: readonly RuleModel[],
  set: RuleSetName,
  scope: RuleScope,
  rows: readonly ActionRow[],
): Rule[] {
  const placed = scope.providing(providedIn(set, scope.hasFrontend), `${set} rule`);
  const rules: Omit<Rule, "dispatch">[] = [];
  const guards: (Guard | null)[] = [];
  // HAProxy says nothing of the tcp sets.
  const warns = set.startsWith("http-");
  let final: string | null = null;
  for (const [index, model] of models.entries()) {
    if (final !== null) {
      const told = `previous '${set}' action '${final}' is final and has no condition attached`;
      scope.diagnostics.warn(model.line, `${told}, further entries do nothing`);
      final = null;
    }
    const isDirective = model.line.words[0] === model.action[0];
    const shape = rows.filter((each) => (each.directive === true) === isDirective);
    const row = findRow(model.action[0]!, set, scope, shape);
    const condition = compileCondition(model.condition, placed);
    const action = row?.compile(model.action, placed, set, isFollowed(model, models[index + 1]));
    if (row === undefined || condition === undefined || action === undefined) continue;
    if (row.final === true && warns && model.condition.length === 0) final = model.action[0]!.text;
    const test = condition === "always" ? null : condition.test;
    rules.push({ line: model.line, condition: test, action });
    guards.push(condition === "always" ? null : condition.guard);
  }
  const runs = dispatches(guards, scope.patterns);
  return rules.map((rule, index) => ({ ...rule, dispatch: runs[index]! }));
}

/** The next rule says the same action, whatever its arguments, and has no condition. */
function isFollowed(model: RuleModel, next: RuleModel | undefined): boolean {
  return next?.condition.length === 0 && next.action[0]!.text === model.action[0]!.text;
}

function findRow(
  keyword: Word,
  set: RuleSetName,
  scope: RuleScope,
  rows: readonly ActionRow[],
): ActionRow | undefined {
  const named = rows.filter((row) => names(row, keyword.text));
  const row = named.find((candidate) => candidate.sets.includes(set));
  if (row === undefined) reportNoRow(keyword, set, scope, named, rows);
  return row;
}

function names(row: ActionRow, text: string): boolean {
  return row.prefix === true ? text.startsWith(row.name) : text === row.name;
}

function reportNoRow(
  keyword: Word,
  set: RuleSetName,
  scope: RuleScope,
  named: readonly ActionRow[],
  rows: readonly ActionRow[],
): void {
  const { text } = keyword;
  const bare = text.replace(/\(.*$/s, "");
  const reason = REFUSED_ACTIONS[set].get(bare);
  if (reason !== undefined) {
    scope.diagnostics.error(keyword, `'${set} ${bare}' is not supported: ${reason}`);
    return;
  }
  if (named.length > 0) {
    const sets = [...new Set(named.flatMap((row) => row.sets))].map((other) => `'${other}'`);
    const message = `action '${bare}' is not allowed in '${set}'`;
    scope.diagnostics.error(keyword, message, `it may stand in ${sets.join(", ")}`);
    return;
  }
  const known = rows.filter((row) => row.sets.includes(set)).map((row) => row.name);
  const near = nearest(
    bare,
    known.map((name) => name.replace(/\($/, "")),
  );
  const hint = near === undefined ? "" : `did you mean '${near}'?`;
  scope.diagnostics.error(keyword, `unknown action '${bare}' in '${set}'`, hint);
}
