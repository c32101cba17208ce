/**
 * Actions that HAProxy knows and this version does not, by rule set, so that they are refused for
 * what they are and not as misspelt.
 */
import type { RuleSetName } from "../config/model.ts";

const ANYWHERE: readonly string[] = [
  "sc-add-gpc",
  "sc-inc-gpc",
  "sc-set-gpt",
  "set-fc-mark",
  "set-fc-tos",
  "set-mark",
  "set-tos",
  "silent-drop",
];
const ON_STREAMS: readonly string[] = [
  "do-log",
  "send-spoe-group",
  "set-bandwidth-limit",
  "set-nice",
];
const ON_ADDRESSES: readonly string[] = ["set-dst", "set-dst-port", "set-src", "set-src-port"];
const ON_REQUESTS: readonly string[] = [
  "do-resolve",
  "set-bc-mark",
  "set-bc-tos",
  "set-priority-class",
  "set-priority-offset",
  "set-retries",
];
const ON_PATTERNS: readonly string[] = ["add-acl", "del-acl", "del-map", "set-map"];

/** Names without what stands in parentheses. */
export const LATER_ACTIONS: Readonly<Record<RuleSetName, ReadonlySet<string>>> = {
  "tcp-request connection": new Set([
    ...ANYWHERE,
    ...ON_ADDRESSES,
    "expect-netscaler-cip",
    "expect-proxy",
  ]),
  "tcp-request session": new Set([...ANYWHERE, ...ON_ADDRESSES, "attach-srv"]),
  "tcp-request content": new Set([
    ...ANYWHERE,
    ...ON_STREAMS,
    ...ON_ADDRESSES,
    ...ON_REQUESTS,
    "switch-mode",
    "use-service",
  ]),
  "tcp-response content": new Set([...ANYWHERE, ...ON_STREAMS]),
  "http-request": new Set([
    ...ANYWHERE,
    ...ON_STREAMS,
    ...ON_ADDRESSES,
    ...ON_REQUESTS,
    ...ON_PATTERNS,
    "add-headers-bin",
    "cache-use",
    "del-headers-bin",
    "set-headers-bin",
  ]),
  "http-response": new Set([
    ...ANYWHERE,
    ...ON_STREAMS,
    ...ON_PATTERNS,
    "add-headers-bin",
    "cache-store",
    "del-headers-bin",
    "set-headers-bin",
  ]),
  "http-after-response": new Set([...ON_PATTERNS, "do-log", "sc-add-gpc"]),
};
