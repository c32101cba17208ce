/** Actions that change header fields (manual 4.2). Those of a request change what the server sees. */
import { compileRegex } from "../../pattern/regex.ts";
import { expandGroups } from "../../pattern/replacement.ts";
import { toLowerAscii } from "../../core/ascii.ts";
import { replaceLines, replaceValues } from "../../http/field-values.ts";
import type { Fields } from "../../http/fields.ts";
import { HOST, type HeaderName, headerName } from "../../http/header-name.ts";
import { hostChanged } from "../../http/host-sync.ts";
import type { HttpMessage } from "../../http/message.ts";
import { compileLogFormat } from "../../sample/log-format/log-format.ts";
import type { RuleSetName } from "../../config/model.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { rewriteFits } from "../rewrite.ts";
import { HTTP_SETS, messageOf } from "./row-shapes.ts";

/** After a request's Host changed, an absolute target follows. */
function settleHost(message: HttpMessage, name: HeaderName): void {
  if (name === HOST && !message.isResponse) hostChanged(message);
}

/** set-header, which `replaces` the fields of that name, and add-header. */
function compileWrite(
  words: ActionWords,
  scope: RuleScope,
  set: RuleSetName,
  replaces: boolean,
): Action | undefined {
  const nameWord = words.expect("a header's name");
  const valueWord = nameWord === undefined ? undefined : words.expect("a value for the header");
  const format = valueWord === undefined ? undefined : compileLogFormat(valueWord, scope);
  if (nameWord === undefined || format === undefined || !words.end()) return undefined;
  const name = headerName(nameWord.text);
  const message = messageOf(set);
  return (txn) => {
    const target = message(txn);
    if (target === null) return Outcome.next;
    const value = format(txn);
    if (replaces) target.fields.remove(name);
    if (!rewriteFits(txn, target, name.length + value.length)) return txn.failRewrite();
    target.fields.add(name, value);
    settleHost(target, name);
    return Outcome.next;
  };
}

type NameTest = (name: string) => boolean;

/** What `-m` may say, with how a pattern is matched against a lower-case name. */
const NAME_MATCHES: Readonly<Record<string, (pattern: string) => NameTest>> = {
  str: (pattern) => (name) => name === pattern,
  beg: (pattern) => (name) => name.startsWith(pattern),
  end: (pattern) => (name) => name.endsWith(pattern),
  sub: (pattern) => (name) => name.includes(pattern),
};

/** The test of `-m`, case ignored but for regexes, which see the name in lower case. */
function nameTest(words: ActionWords, pattern: string): NameTest | undefined {
  const method = words.expect("a matching method after '-m'");
  if (method === undefined) return undefined;
  if (method.text === "reg") {
    const compiled = compileRegex(pattern, "");
    if ("fault" in compiled) return words.fail(words.keyword, compiled.fault);
    return (name) => compiled.regex.test(name);
  }
  const make = Object.hasOwn(NAME_MATCHES, method.text) ? NAME_MATCHES[method.text] : undefined;
  if (make !== undefined) return make(toLowerAscii(pattern));
  return words.fail(
    method,
    `unknown matching method '${method.text}'`,
    "it is one of str, beg, end, sub and reg",
  );
}

function compileDelete(
  words: ActionWords,
  _scope: RuleScope,
  set: RuleSetName,
): Action | undefined {
  const nameWord = words.expect("a header's name");
  if (nameWord === undefined) return undefined;
  const test = words.takeIf("-m") ? nameTest(words, nameWord.text) : null;
  if (test === undefined || !words.end()) return undefined;
  const message = messageOf(set);
  const name = headerName(nameWord.text);
  return (txn) => {
    const fields = message(txn)?.fields;
    if (fields === undefined) return Outcome.next;
    if (test === null) fields.remove(name);
    else removeMatching(fields, test);
    return Outcome.next;
  };
}

function removeMatching(fields: Fields, test: NameTest): void {
  for (let i = 0; i < fields.size; i++) {
    if (fields.isPresent(i) && test(fields.nameText(i))) fields.removeAt(i);
  }
}

/** replace-header and replace-value: `replace` says whether lines or their values are looked at. */
function compileReplace(
  words: ActionWords,
  scope: RuleScope,
  set: RuleSetName,
  replace: typeof replaceLines,
): Action | undefined {
  const nameWord = words.expect("a header's name");
  const pattern = nameWord === undefined ? undefined : words.expect("a regex to match the value");
  const valueWord = pattern === undefined ? undefined : words.expect("a replacement");
  if (nameWord === undefined || pattern === undefined || valueWord === undefined) return undefined;
  const compiled = compileRegex(pattern.text, "");
  if ("fault" in compiled) return words.fail(pattern, compiled.fault);
  const format = compileLogFormat(valueWord, scope);
  if (format === undefined || !words.end()) return undefined;
  const name = headerName(nameWord.text);
  const message = messageOf(set);
  const { regex } = compiled;
  return (txn) => {
    const target = message(txn);
    if (target === null) return Outcome.next;
    let fits = true;
    replace(target.fields, name, (value) => {
      const match = regex.exec(value);
      if (match === null) return value;
      const text = expandGroups(format(txn), match.groups);
      if (rewriteFits(txn, target, text.length - value.length)) return text;
      fits = false;
      return value;
    });
    if (!fits) return txn.failRewrite();
    settleHost(target, name);
    return Outcome.next;
  };
}

function row(
  name: string,
  rest: string,
  summary: string,
  compile: (words: ActionWords, scope: RuleScope, set: RuleSetName) => Action | undefined,
): ActionRow {
  return {
    name,
    sets: HTTP_SETS,
    manual: "4.2",
    summary,
    syntax: `${name} ${rest}`,
    compile: (words, scope, set) => compile(new ActionWords(words, scope), scope, set),
  };
}

export const headerActions: readonly ActionRow[] = [
  row(
    "set-header",
    "<name> <fmt>",
    "Removes the fields of that name and appends one.",
    (words, scope, set) => compileWrite(words, scope, set, true),
  ),
  row("add-header", "<name> <fmt>", "Appends a field.", (words, scope, set) =>
    compileWrite(words, scope, set, false),
  ),
  row("del-header", "<name> [-m <meth>]", "Removes the fields of that name.", compileDelete),
  row(
    "replace-header",
    "<name> <match-regex> <replace-fmt>",
    "Replaces the lines that match.",
    (words, scope, set) => compileReplace(words, scope, set, replaceLines),
  ),
  row(
    "replace-value",
    "<name> <match-regex> <replace-fmt>",
    "Replaces the comma-separated values that match.",
    (words, scope, set) => compileReplace(words, scope, set, replaceValues),
  ),
];
