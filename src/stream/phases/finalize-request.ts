/**
 * The last touches to a request once its rules are through: X-Forwarded-For and the unique id
 * (manual 4.2, `option forwardfor`, `unique-id-header`).
 */
import type { Prefix } from "../../core/prefix.ts";
import type { ForwardFor } from "../frontend.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

export function finalizeRequest(stream: Stream): Step {
  const { parts } = stream.frontend;
  const request = stream.request!;
  if (parts.uniqueIdHeader !== null && parts.uniqueId !== null) {
    request.fields.add(parts.uniqueIdHeader, stream.uniqueId());
  }
  const own = stream.backend!.parts.forwardFor;
  if (own !== null || parts.forwardFor !== null) addForwardFor(stream, own, parts.forwardFor);
  return Step.next;
}

function addForwardFor(stream: Stream, own: ForwardFor | null, frontends: ForwardFor | null): void {
  const rule = own ?? frontends!;
  const { source } = stream.session;
  if (source === null) return;
  // `except` of either side keeps the header away; `if-none` must be said by all that say anything.
  if (isExcept(own?.except, stream) || isExcept(frontends?.except, stream)) return;
  const onlyIfNone = (own?.ifNone ?? true) && (frontends?.ifNone ?? true);
  const { fields } = stream.request!;
  if (onlyIfNone && fields.find(rule.header, -1) >= 0) return;
  fields.add(rule.header, source.toString());
}

function isExcept(except: readonly Prefix[] | undefined, stream: Stream): boolean {
  const { source } = stream.session;
  return except !== undefined && source !== null && except.some((prefix) => prefix.matches(source));
}
