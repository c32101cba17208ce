/** `http-check expect hdr|fhdr` (manual 4.2): a header field by name and, where asked, by value. */
import type { HttpMessage } from "../../http/message.ts";
import { compileRegex } from "../../pattern/regex.ts";
import type { CheckTxn } from "./check-txn.ts";
import { type CheckRule, refuse, takeFormat } from "./rule-words.ts";

/** True when the answer has the field. */
export type FieldTest = (head: HttpMessage, txn: CheckTxn) => boolean;

type TextTest = (text: string, txn: CheckTxn) => boolean;
type Method = "str" | "beg" | "end" | "sub" | "reg";

const METHODS: Readonly<
  Record<Exclude<Method, "reg">, (text: string, pattern: string) => boolean>
> = {
  str: (text, pattern) => text === pattern,
  beg: (text, pattern) => text.startsWith(pattern),
  end: (text, pattern) => text.endsWith(pattern),
  sub: (text, pattern) => text.includes(pattern),
};

/**
 * Reads `name|name-lf [-m METHOD] NAME [value|value-lf [-m METHOD] VALUE]`; undefined after
 * reporting. With `isList` each element of a comma separated value is looked at.
 */
export function readFieldTest(rule: CheckRule, isList: boolean): FieldTest | undefined {
  const keyword = rule.args.expect("name or name-lf");
  if (keyword === undefined) return undefined;
  if (keyword.text !== "name" && keyword.text !== "name-lf") {
    return refuse(rule, keyword, `unexpected '${keyword.text}'`, "expected name or name-lf");
  }
  const name = readTextTest(rule, keyword.text === "name-lf", true);
  if (name === undefined) return undefined;
  const isFormat = rule.args.takeIf("value-lf");
  if (!isFormat && !rule.args.takeIf("value"))
    return (head, txn) => hasField(head, txn, name, null, isList);
  const value = readTextTest(rule, isFormat, false);
  if (value === undefined) return undefined;
  return (head, txn) => hasField(head, txn, name, value, isList);
}

function readTextTest(
  rule: CheckRule,
  isFormat: boolean,
  ignoresCase: boolean,
): TextTest | undefined {
  const method = rule.args.takeIf("-m")
    ? rule.args.oneOf(["str", "beg", "end", "sub", "reg"])
    : "str";
  if (method === undefined) return undefined;
  if (method === "reg") return isFormat ? noFormatRegex(rule) : readRegex(rule, ignoresCase);
  const matches = METHODS[method];
  if (isFormat) {
    const format = takeFormat(rule, "a format");
    if (format === undefined) return undefined;
    return (text, txn) => matches(cased(text, ignoresCase), cased(format(txn), ignoresCase));
  }
  const pattern = rule.args.expect("a pattern")?.text;
  if (pattern === undefined) return undefined;
  const wanted = cased(pattern, ignoresCase);
  return (text) => matches(cased(text, ignoresCase), wanted);
}

function noFormatRegex(rule: CheckRule): undefined {
  return refuse(rule, rule.args.last, "a format cannot be used as a regular expression");
}

function readRegex(rule: CheckRule, ignoresCase: boolean): TextTest | undefined {
  const word = rule.args.expect("a regular expression");
  if (word === undefined) return undefined;
  const result = compileRegex(word.text, ignoresCase ? "i" : "");
  if ("fault" in result) return refuse(rule, word, `bad regular expression: ${result.fault}`);
  return (text) => result.regex.test(text);
}

function cased(text: string, ignoresCase: boolean): string {
  return ignoresCase ? text.toLowerCase() : text;
}

function hasField(
  { fields }: HttpMessage,
  txn: CheckTxn,
  name: TextTest,
  value: TextTest | null,
  isList: boolean,
): boolean {
  for (let index = 0; index < fields.size; index++) {
    if (!fields.isPresent(index) || !name(fields.nameText(index), txn)) continue;
    if (value === null) return true;
    const text = fields.valueText(index);
    const parts = isList ? elementsOf(text) : [text];
    if (parts.some((part) => value(part, txn))) return true;
  }
  return false;
}

/** The elements of a list, commas in quoted strings left alone (RFC 9110 section 5.6.1). */
function elementsOf(value: string): string[] {
  return (value.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g) ?? [""]).map((part) => part.trim());
}
