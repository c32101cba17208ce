/**
 * `tcp-request content` (manual 4.2): rules over the first bytes of the content, or in HTTP mode
 * over the parsed request. They wait for content up to `tcp-request inspect-delay`.
 */
import { evaluateRules, type Rule } from "../../rules/rule-set.ts";
import { Outcome } from "../../rules/types.ts";
import { isOwnBackend } from "../listen-section.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

export function frontendContentRules(stream: Stream): Step {
  const { rules, inspectDelayMs } = stream.frontend.parts;
  return contentRules(stream, rules.tcpContent, inspectDelayMs);
}

export function backendContentRules(stream: Stream): Step {
  const backend = stream.backend!;
  if (isOwnBackend(stream, backend)) return Step.next;
  return contentRules(stream, backend.parts.rules.tcpContent, backend.parts.inspectDelayMs);
}

function contentRules(stream: Stream, rules: readonly Rule[], inspectDelayMs: number): Step {
  if (rules.length === 0) return Step.next;
  const final =
    stream.special.contentFinal ||
    stream.request !== null ||
    inspectDelayMs === 0 ||
    stream.requestBuffer.complete;
  switch (evaluateRules(rules, stream, final)) {
    case Outcome.wait:
      if (stream.waiting === null || (stream.incomplete && !final))
        waitForContent(stream, inspectDelayMs);
      return Step.wait;
    case Outcome.done:
      return Step.done;
    default:
      endInspection(stream);
      stream.stopTimer();
      stream.countRequest();
      return Step.next;
  }
}

/** The next rules over content may wait again. */
export function endInspection(stream: Stream): void {
  if (!stream.special.inspecting && !stream.special.contentFinal) return;
  stream.ownSpecial.contentFinal = false;
  stream.ownSpecial.inspecting = false;
}

/** The delay counts once, from the first wait on. */
function waitForContent(stream: Stream, inspectDelayMs: number): void {
  if (stream.special.inspecting) return;
  stream.ownSpecial.inspecting = true;
  stream.after(inspectDelayMs, () => {
    stream.ownSpecial.contentFinal = true;
    stream.run();
  });
}
