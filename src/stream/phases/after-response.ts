/** `http-after-response` (manual 4.2): rules over every response, the proxy's own among them. */
import { evaluateRules, type Rule } from "../../rules/rule-set.ts";
import { Outcome } from "../../rules/types.ts";
import { isOwnBackend } from "../listen-section.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

/**
 * None of the actions allowed here waits. A rewrite that fails is answered; the rules see that answer
 * once, and not again if one fails then too.
 */
export function afterResponse(stream: Stream): Step {
  const { backend, frontend } = stream;
  if (backend !== null && !isOwnBackend(stream, backend)) {
    const step = afterRules(stream, backend.parts.rules.httpAfterResponse);
    if (step !== Step.next) return step;
  }
  return afterRules(stream, frontend.parts.rules.httpAfterResponse);
}

function afterRules(stream: Stream, rules: readonly Rule[]): Step {
  const before = stream.special.afterRules;
  if (rules.length === 0 || before === "given up") return Step.next;
  stream.ownSpecial.afterRules = before === "again" ? "running again" : "running";
  if (evaluateRules(rules, stream, true) === Outcome.done) return Step.done;
  stream.ownSpecial.afterRules = before;
  return Step.next;
}
