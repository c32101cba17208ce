/**
 * `option http-restrict-req-hdr-names` (manual 4.2): what becomes of request headers whose names a
 * server may confuse with others, once the rules of a proxy are through.
 */
import type { HeaderNamePolicy } from "../../config/model.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

const BEYOND = /[^a-z0-9-]/;

/** The status of a request that the policy refuses. */
const FORBIDDEN = 403;

/** Applies the policy; done when the request was refused. */
export function restrictHeaderNames(stream: Stream, policy: HeaderNamePolicy): Step {
  const { fields } = stream.request!;
  for (let i = 0; i < fields.size; i++) {
    if (!fields.isPresent(i) || !BEYOND.test(fields.nameText(i))) continue;
    if (policy === "reject") {
      stream.deny(stream.errorReply(FORBIDDEN));
      return Step.done;
    }
    fields.removeAt(i);
  }
  return Step.next;
}
