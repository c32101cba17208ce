/**
 * One rule of a check while its words are read: what every kind of rule needs, and the forms of
 * text that several share (plain, formatted, as hexadecimal digits).
 */
import { Arguments } from "../../config/arguments.ts";
import type { CheckRuleModel } from "../../config/model.ts";
import type { Word } from "../../config/words/word.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { compileLogFormat, type Format } from "../../sample/log-format/log-format.ts";
import type { Payload } from "./sequence.ts";

export interface CheckRule {
  /** Position among the rules, from 1. */
  readonly number: number;
  /** "tcp-check" or "http-check". */
  readonly family: string;
  readonly keyword: Word;
  /** The words after the keyword. */
  readonly args: Arguments;
  readonly scope: CompileScope;
}

/** Opens a rule for reading; undefined after reporting that it has no words. */
export function openRule(
  model: CheckRuleModel,
  number: number,
  scope: CompileScope,
): CheckRule | undefined {
  const [keyword] = model.words;
  const family = model.line.words[0]!.text;
  if (keyword === undefined) {
    scope.diagnostics.error(model.line, `'${family}' expects a rule after it`);
    return undefined;
  }
  const args = new Arguments(model.line, 2, `${family} ${keyword.text}`, scope.diagnostics);
  return { number, family, keyword, args, scope };
}

/** Refuses a word of a rule; always undefined. */
export function refuse(rule: CheckRule, at: Word, message: string, hint = ""): undefined {
  rule.scope.diagnostics.error(at, message, hint);
  return undefined;
}

/** The next word as a format. */
export function takeFormat(rule: CheckRule, what: string): Format | undefined {
  const word = rule.args.expect(what);
  return word === undefined ? undefined : compileLogFormat(word, rule.scope);
}

/** The bytes that hexadecimal digits spell; undefined unless there is an even number of them. */
export function bytesOfHex(digits: string): string | undefined {
  if (digits.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(digits)) return undefined;
  return digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

/** The next word as hexadecimal digits. */
export function takeHex(rule: CheckRule): string | undefined {
  const word = rule.args.expect("hexadecimal digits");
  if (word === undefined) return undefined;
  const bytes = bytesOfHex(word.text);
  if (bytes !== undefined && bytes !== "") return bytes;
  return refuse(rule, word, `'${word.text}' is not an even number of hexadecimal digits`);
}

/** A payload that a format makes, as it is or as the digits of bytes. */
export function formattedPayload(format: Format, isHex: boolean, fault: string): Payload {
  return (txn) => {
    const text = format(txn);
    const bytes = isHex ? bytesOfHex(text) : text;
    return bytes ?? { fault };
  };
}
