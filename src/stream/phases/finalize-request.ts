/**
 * The last touches to a request once its rules are through: Forwarded, X-Forwarded-For, X-Original-To, the
 * unique id and what compression asks for (manual 4.2, `option forwarded`, `option forwardfor`, `option originalto`,
 * `unique-id-header`, `compression`).
 */
import type { IpAddress } from "../../core/ip.ts";
import { beginCompression } from "../body/compression.ts";
import { addForwarded } from "../forwarded.ts";
import type { ForwardFor } from "../frontend.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

export function finalizeRequest(stream: Stream): Step {
  const { parts } = stream.frontend;
  const own = stream.backend!.parts;
  const request = stream.request!;
  if (parts.uniqueIdHeader !== null && parts.uniqueId !== null) {
    request.fields.add(parts.uniqueIdHeader, stream.uniqueId());
  }
  if (own.forwarded !== null) addForwarded(stream, own.forwarded);
  if (own.forwardFor !== null || parts.forwardFor !== null)
    addAddress(stream, stream.addresses.source, own.forwardFor, parts.forwardFor);
  if (own.originalTo !== null || parts.originalTo !== null)
    addAddress(stream, stream.addresses.destination, own.originalTo, parts.originalTo);
  if (own.compression !== null || parts.compression !== null) beginCompression(stream);
  return Step.next;
}

/** The backend's own header wins over the frontend's. */
function addAddress(
  stream: Stream,
  address: IpAddress | null,
  own: ForwardFor | null,
  frontends: ForwardFor | null,
): void {
  const rule = own ?? frontends!;
  if (address === null) return;
  // `except` of either side keeps the header away; `if-none` must be said by all that say anything.
  if (isExcept(own, address) || isExcept(frontends, address)) return;
  const onlyIfNone = (own?.ifNone ?? true) && (frontends?.ifNone ?? true);
  const { fields } = stream.request!;
  if (onlyIfNone && fields.find(rule.header, -1) >= 0) return;
  fields.add(rule.header, address.toString());
}

function isExcept(rule: ForwardFor | null, address: IpAddress): boolean {
  if (rule === null) return false;
  for (const prefix of rule.except) if (prefix.matches(address)) return true;
  return false;
}
