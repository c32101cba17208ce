/**
 * Actions that say how a stream goes on in time: waits for a body, for a while, for the handshake;
 * no further attempts; the strictness of rewrites; 103 responses ahead of the real one (manual 4.4).
 */
import type { RuleSetName } from "../../config/model.ts";
import { headerName } from "../../http/header-name.ts";
import { compileLogFormat } from "../../sample/log-format/log-format.ts";
import { ActionWords } from "../action-words.ts";
import { compileRuleTime } from "../rule-time.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { HTTP_SETS, REQUEST_SET } from "./row-shapes.ts";

const BOTH_WAYS: readonly RuleSetName[] = ["http-request", "http-response"];

function compileWaitForBody(words: ActionWords, set: RuleSetName): Action | undefined {
  let timeoutMs: number | undefined;
  let sizeBytes: number | undefined = 0;
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (word.text === "time") timeoutMs = words.timeMs("a time after 'time'");
    else if (word.text === "at-least") sizeBytes = words.sizeBytes("a size after 'at-least'");
    else
      return words.fail(
        word,
        `unexpected '${word.text}'`,
        "expected 'time <time>' or 'at-least <bytes>'",
      );
    if (sizeBytes === undefined || (word.text === "time" && timeoutMs === undefined))
      return undefined;
  }
  if (timeoutMs === undefined)
    return words.fail(words.keyword, "'wait-for-body' needs 'time <time>'");
  const limitMs = timeoutMs;
  const wanted = sizeBytes === 0 ? Infinity : sizeBytes;
  return set === "http-request"
    ? (txn) => (txn.bufferBody(wanted, limitMs) ? Outcome.next : Outcome.wait)
    : (txn) => (txn.bufferResponseBody(wanted, limitMs) ? Outcome.next : Outcome.wait);
}

function compilePause(words: ActionWords, scope: RuleScope): Action | undefined {
  const word = words.expect("a time or an expression");
  if (word === undefined || !words.end()) return undefined;
  const timeMs = compileRuleTime(word, words, scope);
  if (timeMs === undefined) return undefined;
  return (txn) => {
    // Once it waits, the time is not asked for again.
    const delayMs = txn.waiting === null ? timeMs(txn) : 0;
    if (txn.waiting === null && delayMs <= 0) return Outcome.next;
    return txn.pause(delayMs) ? Outcome.next : Outcome.wait;
  };
}

function compileStrictMode(words: ActionWords): Action | undefined {
  const mode = words.expect("'on' or 'off'");
  if (mode === undefined || !words.end()) return undefined;
  if (mode.text !== "on" && mode.text !== "off")
    return words.fail(mode, `'strict-mode' does not know '${mode.text}'`, "it is on or off");
  const lenient = mode.text === "off";
  return (txn) => {
    txn.lenientRewrites = lenient;
    return Outcome.next;
  };
}

function compileEarlyHint(
  words: ActionWords,
  scope: RuleScope,
  isFollowed: boolean,
): Action | undefined {
  const nameWord = words.expect("a header's name");
  const valueWord = nameWord === undefined ? undefined : words.expect("a value for the header");
  const format = valueWord === undefined ? undefined : compileLogFormat(valueWord, scope);
  if (nameWord === undefined || format === undefined || !words.end()) return undefined;
  const name = headerName(nameWord.text);
  return (txn) => {
    txn.hint(name, format(txn), !isFollowed);
    return Outcome.next;
  };
}

const goOn: Action = () => Outcome.next;

const disableRetries: Action = (txn) => {
  txn.disableRetries();
  return Outcome.next;
};

export const pacingActions: readonly ActionRow[] = [
  {
    name: "wait-for-body",
    sets: BOTH_WAYS,
    manual: "4.4",
    syntax: "wait-for-body time <time> [at-least <bytes>]",
    summary: "Waits for the body of the request or the response.",
    compile: (words, scope, set) => compileWaitForBody(new ActionWords(words, scope), set),
  },
  {
    name: "wait-for-handshake",
    sets: REQUEST_SET,
    manual: "4.4",
    syntax: "wait-for-handshake",
    summary: "Waits for the TLS handshake; no request is read before it is done anyway.",
    compile: (words, scope) => (new ActionWords(words, scope).end() ? goOn : undefined),
  },
  {
    name: "pause",
    sets: BOTH_WAYS,
    manual: "4.4",
    syntax: "pause { <timeout> | <expr> }",
    summary: "Waits before the next rule.",
    compile: (words, scope) => compilePause(new ActionWords(words, scope), scope),
  },
  {
    name: "disable-l7-retry",
    sets: REQUEST_SET,
    manual: "4.4",
    syntax: "disable-l7-retry",
    summary: "Tries the request again only when the connection could not be made.",
    compile: (words, scope) => (new ActionWords(words, scope).end() ? disableRetries : undefined),
  },
  {
    name: "strict-mode",
    sets: HTTP_SETS,
    manual: "4.4",
    syntax: "strict-mode { on | off }",
    summary: "Whether a rewrite that does not fit ends the request, from the next rule on.",
    compile: (words, scope) => compileStrictMode(new ActionWords(words, scope)),
  },
  {
    name: "early-hint",
    sets: REQUEST_SET,
    manual: "4.4",
    syntax: "early-hint <name> <fmt>",
    summary: "Sends a field in a 103 response ahead; rules in a row send one together.",
    compile: (words, scope, _set, isFollowed) =>
      compileEarlyHint(new ActionWords(words, scope), scope, isFollowed),
  },
];
