/** Replies with a body of the rule's own: `string`, `lf-string`, `file` and `lf-file`. */
import type { Word } from "../config/words/word.ts";
import { reasonOfStatus } from "../http/status.ts";
import { compileLogFormat } from "../sample/log-format/log-format.ts";
import type { Txn } from "../sample/txn.ts";
import type { ActionWords } from "./action-words.ts";
import { readRuleFile } from "./rule-file.ts";
import { LENGTH, type Reply, type ReplyField } from "./reply.ts";
import type { RuleScope } from "./types.ts";

export type PayloadKind = "string" | "lf-string" | "file" | "lf-file";

/** A body; `isEmpty` when it is known to be. */
export interface Payload {
  readonly text: (txn: Txn) => string;
  readonly isEmpty: boolean;
}

/** Compiles what stands behind the kind; undefined after reporting. */
export function compilePayload(
  words: ActionWords,
  scope: RuleScope,
  kind: PayloadKind,
  value: Word,
): Payload | undefined {
  const isFile = kind === "file" || kind === "lf-file";
  const content = isFile ? readRuleFile(words, scope, value) : value.text;
  if (content === undefined) return undefined;
  const isEmpty = content === "";
  if (kind === "string" || kind === "file") return { text: () => content, isEmpty };
  const text = compileLogFormat({ ...value, text: content }, scope);
  return text === undefined ? undefined : { text, isEmpty };
}

/** What a reply with a payload is made of. */
export interface PayloadReply {
  readonly status: number;
  readonly contentType: Word | null;
  readonly fields: readonly ReplyField[];
  readonly payload: Payload;
  /** Where to report. */
  readonly at: Word;
}

/** The rule's fields come first, and Content-Type is left out with an empty body, as in HAProxy. */
export function replyOfPayload(
  words: ActionWords,
  scope: RuleScope,
  { status, contentType, fields, payload, at }: PayloadReply,
): Reply | undefined {
  const base = { status, reason: reasonOfStatus(status), body: payload.text, close: false };
  if (payload.isEmpty) {
    if (contentType !== null)
      scope.diagnostics.warn(contentType, "'content-type' is ignored with an empty body");
    return { ...base, fields: [...fields, LENGTH] };
  }
  if (status === 204 || status === 304) return words.fail(at, `a ${status} reply has no body`);
  if (contentType === null) {
    return words.fail(at, "a reply with a body needs a 'content-type'");
  }
  const type = contentType.text;
  const typeField: ReplyField = {
    name: "content-type",
    optional: true,
    value: (_txn, body) => (body === "" ? "" : type),
  };
  return { ...base, fields: [...fields, LENGTH, typeField] };
}
