/** Waits for the body where balancing looks for its key in it (`balance url_param … check_post`). */
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

export function keyBody(stream: Stream): Step {
  const { algorithm } = stream.backend!.parts;
  if (algorithm.wantsBody === undefined || !algorithm.wantsBody(stream)) return Step.next;
  return stream.bufferBody(Infinity, stream.frontend.httpRequestTimeoutMs) ? Step.next : Step.wait;
}
