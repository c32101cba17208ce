/** `tcp-check send`, `send-lf`, `send-binary`, `send-binary-lf` (manual 4.2). */
import type { Payload, SendStep } from "./sequence.ts";
import { type CheckRule, formattedPayload, refuse, takeFormat, takeHex } from "./rule-words.ts";

/** Compiles the rule; undefined after reporting. `comment` is that of a rule before it, or "". */
export function compileSend(rule: CheckRule, comment: string): SendStep | undefined {
  const payload = payloadOf(rule);
  if (payload === undefined) return undefined;
  let own = comment;
  for (let word = rule.args.take(); word !== undefined; word = rule.args.take()) {
    if (word.text !== "comment") {
      return refuse(
        rule,
        word,
        `'${rule.args.name}' does not know '${word.text}'`,
        "expected comment",
      );
    }
    const text = rule.args.expect("a text after 'comment'");
    if (text === undefined) return undefined;
    own = text.text;
  }
  return {
    kind: "send",
    number: rule.number,
    comment: own,
    name: "send",
    payload,
    newAnswer: null,
  };
}

function payloadOf(rule: CheckRule): Payload | undefined {
  const kind = rule.keyword.text;
  if (kind === "send") {
    const text = rule.args.expect("a text")?.text;
    return text === undefined ? undefined : () => text;
  }
  if (kind === "send-binary") {
    const bytes = takeHex(rule);
    return bytes === undefined ? undefined : () => bytes;
  }
  const format = takeFormat(rule, "a format");
  if (format === undefined) return undefined;
  const fault = `tcp-check send : failed to build log-format string at step ${rule.number}`;
  return formattedPayload(format, kind === "send-binary-lf", fault);
}
