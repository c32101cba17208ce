/** What rows of actions have in common: the sets they may stand in, rows without arguments. */
import type { RuleSetName } from "../../config/model.ts";
import type { HttpMessage } from "../../http/message.ts";
import type { Txn } from "../../sample/txn.ts";
import { ActionWords } from "../action-words.ts";
import type { Action, ActionRow } from "../types.ts";

export const REQUEST_SET: readonly RuleSetName[] = ["http-request"];
export const RESPONSE_SETS: readonly RuleSetName[] = ["http-response", "http-after-response"];
export const HTTP_SETS: readonly RuleSetName[] = [...REQUEST_SET, ...RESPONSE_SETS];
export const TCP_REQUEST_SETS: readonly RuleSetName[] = [
  "tcp-request connection",
  "tcp-request session",
  "tcp-request content",
];
export const TCP_SETS: readonly RuleSetName[] = [...TCP_REQUEST_SETS, "tcp-response content"];
/** The sets whose rules look at content or messages: there is a stream. */
export const STREAM_SETS: readonly RuleSetName[] = [
  "tcp-request content",
  "tcp-response content",
  "http-request",
  "http-response",
];
export const ALL_SETS: readonly RuleSetName[] = [...TCP_SETS, ...HTTP_SETS];

/** What a row says of itself besides its name. */
export interface RowFacts {
  readonly sets: readonly RuleSetName[];
  readonly manual: string;
  readonly summary: string;
}

/** A final action without arguments. */
export function bareFinalRow(name: string, facts: RowFacts, action: Action): ActionRow {
  return { ...bareRow(name, facts, action), final: true };
}

/** An action without arguments. */
export function bareRow(name: string, facts: RowFacts, action: Action): ActionRow {
  return {
    ...facts,
    name,
    syntax: name,
    compile: (words, scope) => (new ActionWords(words, scope).end() ? action : undefined),
  };
}

/** The message that rules of a set change. */
export function messageOf(set: RuleSetName): (txn: Txn) => HttpMessage | null {
  return set === "http-request" ? (txn) => txn.request : (txn) => txn.response;
}
