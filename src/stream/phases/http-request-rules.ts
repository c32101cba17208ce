/** `http-request` rules (manual 4.2): the frontend's, later the backend's. */
import { evaluateRules, type Rule } from "../../rules/rule-set.ts";
import { Outcome } from "../../rules/types.ts";
import { Slot } from "../../stats/slots.ts";
import { captureRequestFields } from "./captures.ts";
import type { HeaderNamePolicy } from "../../config/model.ts";
import type { ProxyRules, StatsPage } from "../frontend.ts";
import { LogStep } from "../../log/step.ts";
import { logAtStep } from "../log-stream.ts";
import { isOwnBackend } from "../listen-section.ts";
import type { Stream } from "../stream.ts";
import { restrictHeaderNames } from "./header-names.ts";
import { monitor } from "./monitor.ts";
import { refusePreface } from "./preface.ts";
import { Step } from "./step.ts";

export function frontendRequestRules(stream: Stream): Step {
  const { parts } = stream.frontend;
  if (stream.ruleIndex === 0 && stream.waiting === null) {
    if (refusePreface(stream)) return Step.done;
    if (parts.log.steps !== 0) logAtStep(stream, LogStep.request);
    if (parts.bufferRequest && !hasBody(stream)) return Step.wait;
    captureRequestFields(stream);
    if (parts.monitorUri !== null && monitor(stream)) return Step.done;
  }
  return proxyRules(stream, parts);
}

export function backendRequestRules(stream: Stream): Step {
  const backend = stream.backend!;
  if (isOwnBackend(stream, backend)) return Step.next;
  const { parts } = backend;
  if (parts.bufferRequest && stream.waiting === null && !hasBody(stream)) return Step.wait;
  return proxyRules(stream, parts);
}

/** `option http-buffer-request`: `timeout http-request` bounds the wait. */
function hasBody(stream: Stream): boolean {
  return stream.bufferBody(Infinity, stream.frontend.httpRequestTimeoutMs);
}

/** What frontends and backends have in common. */
interface RuledProxy {
  readonly rules: ProxyRules;
  readonly headerNames: HeaderNamePolicy;
  readonly stats: StatsPage | null;
}

function proxyRules(stream: Stream, { rules, headerNames, stats }: RuledProxy): Step {
  const step = requestRules(stream, rules.httpRequest);
  if (step !== Step.next) return step;
  if (headerNames !== "preserve" && restrictHeaderNames(stream, headerNames) === Step.done)
    return Step.done;
  return statsPage(stream, stats);
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
