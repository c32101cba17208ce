/**
 * Actions that HAProxy knows and this version does not, by rule set, so that they are refused for
 * what they are and not as misspelt.
 */
import type { RuleSetName } from "../config/model.ts";

const ON_STREAMS: readonly string[] = ["send-spoe-group"];

/** Names without what stands in parentheses. */
export const LATER_ACTIONS: Readonly<Record<RuleSetName, ReadonlySet<string>>> = {
  "tcp-request connection": new Set(),
  "tcp-request session": new Set(["attach-srv"]),
  "tcp-request content": new Set(ON_STREAMS),
  "tcp-response content": new Set(ON_STREAMS),
  "http-request": new Set([
    ...ON_STREAMS,
    "add-headers-bin",
    "cache-use",
    "del-headers-bin",
    "set-headers-bin",
  ]),
  "http-response": new Set([
    ...ON_STREAMS,
    "add-headers-bin",
    "cache-store",
    "del-headers-bin",
    "set-headers-bin",
  ]),
  "http-after-response": new Set(),
};
