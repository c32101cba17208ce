/** `http-request` rules (manual 4.2): the frontend's, later the backend's. */
import { evaluateRules, type Rule } from "../../rules/rule-set.ts";
import { Outcome } from "../../rules/types.ts";
import { Slot } from "../../stats/slots.ts";
import { captureRequestFields } from "../captures.ts";
import type { StatsPage } from "../frontend.ts";
import type { Stream } from "../stream.ts";
import { monitor } from "./monitor.ts";
import { Step } from "./step.ts";

export function frontendRequestRules(stream: Stream): Step {
  const { parts } = stream.frontend;
  if (stream.ruleIndex === 0 && stream.waiting === null) {
    captureRequestFields(stream);
    if (parts.monitorUri !== null && monitor(stream)) return Step.done;
  }
  const step = requestRules(stream, parts.rules.httpRequest);
  return step === Step.next ? statsPage(stream, parts.stats) : step;
}

export function backendRequestRules(stream: Stream): Step {
  const backend = stream.backend!;
  if (backend.name === stream.frontend.name) return Step.next;
  const step = requestRules(stream, backend.parts.rules.httpRequest);
  return step === Step.next ? statsPage(stream, backend.parts.stats) : step;
}

function requestRules(stream: Stream, rules: readonly Rule[]): Step {
  if (rules.length === 0) return Step.next;
  switch (evaluateRules(rules, stream, true)) {
    case Outcome.wait:
      return Step.wait;
    case Outcome.done:
      return Step.done;
    default:
      return Step.next;
  }
}

/** A request for the stats page is served here, after the rules that may forbid it. */
function statsPage(stream: Stream, page: StatsPage | null): Step {
  if (page === null) return Step.next;
  const request = stream.request!;
  if (!page.matches(request.methodText(), request.pathq() ?? "")) return Step.next;
  if (page.rules.length > 0) {
    const step = requestRules(stream, page.rules);
    if (step !== Step.next) return step;
  }
  stream.frontend.counters.add(Slot.intercepted, 1);
  stream.serve(page.service);
  return Step.done;
}
