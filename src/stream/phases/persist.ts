/**
 * Persistence (manual 4.2): `use-server`, a cookie or a stick table names the server, in this
 * order; balancing chooses only for streams that none of them places.
 */
import type { PersistRule } from "../backend.ts";
import type { Stream } from "../stream.ts";
import { isPersistent } from "./persistence.ts";
import { serverOfToken } from "./rdp-token.ts";
import { readCookies } from "./read-cookie.ts";
import type { SpecialState } from "../special-state.ts";
import { stick } from "./stick.ts";
import { Step } from "./step.ts";

export function persist(stream: Stream): Step {
  const backend = stream.backend!;
  const { cookie, persistRules, serverSwitches, stickRules } = backend.parts;
  if (persistRules.length > 0) stream.ownSpecial.persistence = persistenceOf(stream, persistRules);
  for (const rule of serverSwitches) {
    if (stream.special.assigned !== null) break;
    if (!isPersistent(stream, rule.server)) continue;
    if (rule.condition === null || rule.condition(stream)) stream.ownSpecial.assigned = rule.server;
  }
  if (
    stream.request !== null &&
    (cookie !== null || stream.frontend.parts.captureCookie !== null)
  ) {
    readCookies(stream, backend);
  }
  if (backend.parts.persistRdpCookie !== null && stream.special.assigned === null)
    stream.ownSpecial.assigned = serverOfToken(stream, backend.parts.persistRdpCookie);
  if (stickRules.length > 0) stick(stream, stickRules);
  return Step.next;
}

/** `force-persist` and `ignore-persist`: the first rule that applies decides. */
function persistenceOf(stream: Stream, rules: readonly PersistRule[]): SpecialState["persistence"] {
  for (const { kind, condition } of rules) {
    if (condition === null || condition(stream)) return kind === "force" ? "forced" : "ignored";
  }
  return "usual";
}
