/**
 * Actions that HAProxy knows and Sluice leaves out, by rule set, each with the reason that a
 * configuration naming it is told. One that gets a row leaves its list (a test sees to it).
 */
import type { RuleSetName } from "../config/model.ts";

const NO_SPOE = "SPOE is not supported";
const NO_CACHE = "there is no HTTP cache";
const NEWER = "it is newer than HAProxy 3.2";

const SPOE: readonly [string, string][] = [["send-spoe-group", NO_SPOE]];
const BINARY_HEADERS: readonly [string, string][] = [
  ["add-headers-bin", NEWER],
  ["del-headers-bin", NEWER],
  ["set-headers-bin", NEWER],
];

/** Names without what stands in parentheses. */
export const REFUSED_ACTIONS: Readonly<Record<RuleSetName, ReadonlyMap<string, string>>> = {
  "tcp-request connection": new Map(),
  "tcp-request session": new Map([
    ["attach-srv", "servers that dial the proxy (reverse HTTP) are not supported"],
  ]),
  "tcp-request content": new Map(SPOE),
  "tcp-response content": new Map(SPOE),
  "http-request": new Map([...SPOE, ...BINARY_HEADERS, ["cache-use", NO_CACHE]]),
  "http-response": new Map([...SPOE, ...BINARY_HEADERS, ["cache-store", NO_CACHE]]),
  "http-after-response": new Map(),
};
