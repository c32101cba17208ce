/** Actions that change the request line or the status (manual 4.2). */
import { setUri } from "../../http/host-sync.ts";
import type { HttpMessage } from "../../http/message.ts";
import { reasonOfStatus } from "../../http/status.ts";
import { compileRegex } from "../../pattern/regex.ts";
import { expandGroups } from "../../pattern/replacement.ts";
import { compileLogFormat } from "../../sample/log-format/log-format.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { rewriteFits } from "../rewrite.ts";
import { REQUEST_SET, RESPONSE_SETS } from "./row-shapes.ts";

type Write = (request: HttpMessage, text: string) => void;

const writePath: Write = (request, text) => request.setPath(text);
const writePathq: Write = (request, text) => request.setPathq(text);

/** An action that gives a part of the request line the text of a format. */
function setRow(name: string, summary: string, write: Write): ActionRow {
  return {
    name,
    summary,
    sets: REQUEST_SET,
    manual: "4.2",
    syntax: `${name} <fmt>`,
    compile(list, scope) {
      const words = new ActionWords(list, scope);
      const word = words.expect("a format");
      const format = word === undefined ? undefined : compileLogFormat(word, scope);
      if (format === undefined || !words.end()) return undefined;
      return (txn) => {
        const { request } = txn;
        if (request === null) return Outcome.next;
        const text = format(txn);
        if (!rewriteFits(txn, request, text.length)) return txn.failRewrite();
        write(request, text);
        return Outcome.next;
      };
    },
  };
}

/** An action that replaces a part of the request line where it matches a regex. */
function replaceRow(
  name: string,
  summary: string,
  read: (request: HttpMessage) => string | undefined,
  write: Write,
): ActionRow {
  return {
    name,
    summary,
    sets: REQUEST_SET,
    manual: "4.2",
    syntax: `${name} <match-regex> <replace-fmt>`,
    compile: (list, scope) => compileReplace(new ActionWords(list, scope), scope, read, write),
  };
}

function compileReplace(
  words: ActionWords,
  scope: RuleScope,
  read: (request: HttpMessage) => string | undefined,
  write: Write,
): Action | undefined {
  const pattern = words.expect("a regex to match");
  const word = pattern === undefined ? undefined : words.expect("a replacement");
  if (pattern === undefined || word === undefined) return undefined;
  const compiled = compileRegex(pattern.text, "");
  if ("fault" in compiled) return words.fail(pattern, compiled.fault);
  const format = compileLogFormat(word, scope);
  if (format === undefined || !words.end()) return undefined;
  const { regex } = compiled;
  return (txn) => {
    const { request } = txn;
    const text = request === null ? undefined : read(request);
    const match = text === undefined ? null : regex.exec(text);
    if (request === null || match === null) return Outcome.next;
    const made = expandGroups(format(txn), match.groups);
    if (!rewriteFits(txn, request, made.length - text!.length)) return txn.failRewrite();
    write(request, made);
    return Outcome.next;
  };
}

function compileSetStatus(words: ActionWords): Action | undefined {
  const status = words.integer("a status", 100, 999);
  if (status === undefined) return undefined;
  const given = words.takeIf("reason") ? words.expect("a text after 'reason'") : null;
  if (given === undefined || !words.end()) return undefined;
  const reason = given?.text ?? reasonOfStatus(status);
  return (txn) => {
    txn.response?.setStatus(status, reason);
    return Outcome.next;
  };
}

export const startLineActions: readonly ActionRow[] = [
  setRow("set-method", "Gives the request another method.", (request, text) =>
    request.setMethod(text),
  ),
  setRow("set-path", "Replaces the path and leaves the query.", writePath),
  setRow("set-pathq", "Replaces path and query.", writePathq),
  setRow("set-query", "Replaces the query.", (request, text) => request.setQuery(text)),
  setRow("set-uri", "Replaces the whole target.", setUri),
  replaceRow(
    "replace-path",
    "Replaces the path if it matches.",
    (request) => request.path(),
    writePath,
  ),
  replaceRow(
    "replace-pathq",
    "Replaces path and query if they match.",
    (request) => request.pathq(),
    writePathq,
  ),
  replaceRow(
    "replace-uri",
    "Replaces the target if it matches.",
    (request) => request.targetText(),
    setUri,
  ),
  {
    name: "set-status",
    sets: RESPONSE_SETS,
    manual: "4.2",
    syntax: "set-status <status> [reason <str>]",
    summary: "Gives the response another status.",
    compile: (words, scope) => compileSetStatus(new ActionWords(words, scope)),
  },
];
