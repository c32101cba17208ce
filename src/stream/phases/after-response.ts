/** `http-after-response` (manual 4.2): rules over every response, the proxy's own among them. */
import { evaluateRules } from "../../rules/rule-set.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

/** None of the actions allowed here waits; what ends the stream is a rewrite that failed. */
export function afterResponse(stream: Stream): Step {
  const { backend, frontend } = stream;
  if (stream.rewriteFailed) return Step.next;
  if (backend !== null && backend.name !== frontend.name) {
    const { httpAfterResponse } = backend.parts.rules;
    if (httpAfterResponse.length > 0) evaluateRules(httpAfterResponse, stream, true);
  }
  const { httpAfterResponse } = frontend.parts.rules;
  if (httpAfterResponse.length > 0) evaluateRules(httpAfterResponse, stream, true);
  return Step.next;
}
