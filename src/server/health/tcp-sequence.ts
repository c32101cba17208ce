/** The rules of `option tcp-check` as a sequence (manual 4.2). */
import type { CheckRuleModel } from "../../config/model.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { compileConnect } from "./connect-step.ts";
import { type CheckRule, openRule, refuse } from "./rule-words.ts";
import { compileSend } from "./send-step.ts";
import { impliedConnect, type Sequence, type Step } from "./sequence.ts";
import { compileTcpExpect } from "./tcp-expect.ts";
import { compileVariableStep } from "./variable-step.ts";

const SENDS: ReadonlySet<string> = new Set(["send", "send-lf", "send-binary", "send-binary-lf"]);

/** Compiles the rules; undefined after reporting an error in any of them. */
export function compileTcpSequence(
  rules: readonly CheckRuleModel[],
  scope: CompileScope,
): Sequence | undefined {
  const read = readRules(rules, scope, compileStep);
  if (read === undefined || !beginsByConnecting(read, "tcp-check", rules, scope)) return undefined;
  return { steps: connected(read), tellsSteps: true, passedInfo: "(tcp-check)", isHttp: false };
}

function compileStep(rule: CheckRule, comment: string): Step | undefined {
  const kind = rule.keyword.text;
  if (kind === "connect") return compileConnect(rule, comment);
  if (SENDS.has(kind)) return compileSend(rule, comment);
  return kind === "expect" ? compileTcpExpect(rule, comment) : compileVariableStep(rule);
}

/** Reads all rules; `comment` rules say what the step after them is told with. */
export function readRules(
  rules: readonly CheckRuleModel[],
  scope: CompileScope,
  compile: (rule: CheckRule, comment: string) => Step | undefined,
): Step[] | undefined {
  const steps: Step[] = [];
  let comment = "";
  let isWhole = true;
  for (const [index, model] of rules.entries()) {
    const rule = openRule(model, index + 1, scope);
    if (rule?.keyword.text === "comment") {
      comment = rule.args.expect("a text")?.text ?? "";
      isWhole = comment !== "" && rule.args.end() && isWhole;
      continue;
    }
    const step = rule === undefined ? undefined : compile(rule, comment);
    if (step === undefined) isWhole = false;
    else steps.push(step);
    if (step?.kind !== "change") comment = "";
  }
  return isWhole ? steps : undefined;
}

/** Where one rule connects, the first that does more than change a variable must. */
export function beginsByConnecting(
  steps: readonly Step[],
  family: string,
  rules: readonly CheckRuleModel[],
  scope: CompileScope,
): boolean {
  const first = steps.find((step) => step.kind !== "change");
  const connect = steps.find((step) => step.kind === "connect");
  if (connect === undefined || first === connect) return true;
  const rule = openRule(rules[connect.number - 1]!, connect.number, scope)!;
  refuse(
    rule,
    rule.keyword,
    `'${family} connect' must come before all '${family} send' and '${family} expect'`,
    "only variables and comments may be set before it",
  );
  return false;
}

/** The steps with a connection made first where no rule makes one. */
export function connected(steps: readonly Step[]): readonly Step[] {
  if (steps.some((step) => step.kind === "connect")) return steps;
  const first = steps.findIndex((step) => step.kind !== "change");
  const at = first < 0 ? steps.length : first;
  return [...steps.slice(0, at), impliedConnect, ...steps.slice(at)];
}
