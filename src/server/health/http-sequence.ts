/**
 * `option httpchk` and the `http-check` rules as a sequence (manual 4.2): connections, one request
 * on each, and what is expected of its answer.
 */
import type { CheckRuleModel, HttpCheckModel } from "../../config/model.ts";
import type { NameCase } from "../../http/name-case.ts";
import type { ByteFactory } from "../../runtime/bytes.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { compileConnect } from "./connect-step.ts";
import { type AnswerLimits, HttpAnswer } from "./http-answer.ts";
import { compileHttpExpect, impliedHttpExpect } from "./http-expect.ts";
import { type AnswerMaker, compileHttpSend, impliedSend } from "./http-send-step.ts";
import { type CheckRule, openRule, refuse } from "./rule-words.ts";
import type { Sequence, Step } from "./sequence.ts";
import { serverStateField } from "./server-state-field.ts";
import { beginsByConnecting, connected, readRules } from "./tcp-sequence.ts";
import { compileVariableStep } from "./variable-step.ts";

/** Compiles an HTTP check; undefined after reporting an error in any of its rules. */
export function compileHttpSequence(
  model: HttpCheckModel,
  rules: readonly CheckRuleModel[],
  limits: AnswerLimits,
  bytes: ByteFactory,
  scope: CompileScope,
  nameCase: NameCase | null,
): Sequence | undefined {
  const newAnswer: AnswerMaker = (method) => new HttpAnswer(bytes, limits, method);
  const state = model.sendState ? serverStateField(scope.process) : null;
  let isFirstSend = true;
  const compile = (rule: CheckRule, comment: string): Step | undefined => {
    switch (rule.keyword.text) {
      case "connect":
        return compileConnect(rule, comment);
      case "send": {
        const base = isFirstSend ? model : null;
        isFirstSend = false;
        return compileHttpSend(rule, comment, base, state, newAnswer, nameCase);
      }
      case "expect":
        return compileHttpExpect(rule, comment, model.disableOn404);
      default:
        return compileVariableStep(rule);
    }
  };
  const read = readRules(rules, scope, compile);
  if (read === undefined || !beginsByConnecting(read, "http-check", rules, scope)) return undefined;
  const asked = connected(withRequest(read, impliedSend(model, state, newAnswer, nameCase)));
  if (!isInOrder(asked, rules, scope)) return undefined;
  const last = asked.findLast((step) => step.kind !== "change");
  const steps = last?.kind === "expect" ? asked : [...asked, impliedHttpExpect(model.disableOn404)];
  return { steps, tellsSteps: false, passedInfo: "", isHttp: true };
}

/** Without any `send`, the request of the option follows the first connection. */
function withRequest(steps: readonly Step[], request: Step): readonly Step[] {
  if (steps.some((step) => step.kind === "send")) return steps;
  const connect = steps.findIndex((step) => step.kind === "connect");
  const isSetting = (step: Step): boolean => step.kind === "change";
  const firstOther = steps.findIndex((step) => !isSetting(step));
  const at = connect >= 0 ? connect + 1 : firstOther < 0 ? steps.length : firstOther;
  return [...steps.slice(0, at), request, ...steps.slice(at)];
}

type Kind = Step["kind"];

/** What must have come right before a step: one request a connection, its answer judged before the next. */
const BEFORE: Readonly<
  Partial<Record<Kind, { readonly kinds: readonly Kind[]; readonly missing: Kind }>>
> = {
  connect: { kinds: ["expect"], missing: "expect" },
  send: { kinds: ["connect"], missing: "connect" },
  expect: { kinds: ["send", "expect"], missing: "send" },
};

function isInOrder(
  steps: readonly Step[],
  rules: readonly CheckRuleModel[],
  scope: CompileScope,
): boolean {
  let before: Kind | null = null;
  for (const step of steps) {
    if (step.kind === "change") continue;
    const need = BEFORE[step.kind];
    const isFine = before === null || need === undefined || need.kinds.includes(before);
    if (!isFine && step.number > 0) {
      const rule = openRule(rules[step.number - 1]!, step.number, scope)!;
      const message = `'http-check ${step.kind}' needs 'http-check ${need.missing}' before it`;
      refuse(rule, rule.keyword, message);
      return false;
    }
    before = step.kind;
  }
  return true;
}
