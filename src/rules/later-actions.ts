/**
 * Actions that HAProxy knows and this version does not, by rule set, so that they are refused for
 * what they are and not as misspelt.
 */
import type { RuleSetName } from "../config/model.ts";

const ANYWHERE: readonly string[] = [
  "sc-add-gpc",
  "sc-inc-gpc",
  "sc-set-gpt",
];
const ON_STREAMS: readonly string[] = [
  "do-log",
  "send-spoe-group",
  "set-bandwidth-limit",
  "set-nice",
];
const ON_REQUESTS: readonly string[] = [
  "do-resolve",
];

/** Names without what stands in parentheses. */
export const LATER_ACTIONS: Readonly<Record<RuleSetName, ReadonlySet<string>>> = {
  "tcp-request connection": new Set([
    ...ANYWHERE,
  ]),
  "tcp-request session": new Set([...ANYWHERE, "attach-srv"]),
  "tcp-request content": new Set([
    ...ANYWHERE,
    ...ON_STREAMS,
    ...ON_REQUESTS,
    "switch-mode",
    "use-service",
  ]),
  "tcp-response content": new Set([...ANYWHERE, ...ON_STREAMS]),
  "http-request": new Set([
    ...ANYWHERE,
    ...ON_STREAMS,
    ...ON_REQUESTS,
    "add-headers-bin",
    "cache-use",
    "del-headers-bin",
    "set-headers-bin",
  ]),
  "http-response": new Set([
    ...ANYWHERE,
    ...ON_STREAMS,
    "add-headers-bin",
    "cache-store",
    "del-headers-bin",
    "set-headers-bin",
  ]),
  "http-after-response": new Set(["do-log", "sc-add-gpc"]),
};
