/** Replies that are whole responses: `default-errorfiles`, `errorfile` and `errorfiles`. */
import type { Word } from "../config/words/word.ts";
import type { ActionWords } from "./action-words.ts";
import { readRuleFile } from "./rule-file.ts";
import { replyOfFile } from "./error-page.ts";
import { bareReply, type Reply } from "./reply.ts";
import type { RuleScope, RuleTxn } from "./types.ts";

export type ErrorFileKind = "default-errorfiles" | "errorfile" | "errorfiles";

/** What gives the reply; undefined after reporting. `value` names the file or the section. */
export function replyOfErrorFile(
  words: ActionWords,
  scope: RuleScope,
  kind: ErrorFileKind,
  value: Word,
  status: number,
): ((txn: RuleTxn) => Reply) | undefined {
  if (kind === "default-errorfiles") return (txn) => txn.errorReply(status);
  const content =
    kind === "errorfile"
      ? readRuleFile(words, scope, value)
      : contentOfSection(words, scope, value, status);
  if (content === undefined) return undefined;
  // The section is there but says nothing of this status.
  if (content === null) {
    const bare = bareReply(status);
    return () => bare;
  }
  const reply = replyOfFile(content, status, scope.bytes);
  if ("fault" in reply)
    return words.fail(value, `error file '${value.text}' cannot be used: ${reply.fault}`);
  return () => reply;
}

function contentOfSection(
  words: ActionWords,
  scope: RuleScope,
  name: Word,
  status: number,
): string | null | undefined {
  const files = scope.errorFiles(name.text);
  if (files === undefined)
    return words.fail(name, `there is no 'http-errors' section named '${name.text}'`);
  return files.get(status)?.content ?? null;
}
