/** Actions that change how the stream goes on: log level, timeouts, the wait for a body, captures. */
import type { RuleSetName } from "../../config/model.ts";
import { readTimeMs } from "../../config/units.ts";
import type { Word } from "../../config/word.ts";
import { Level, levelOf } from "../../log/levels.ts";
import { intOf } from "../../sample/cast.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope, type RuleTxn } from "../types.ts";
import { HTTP_SETS, REQUEST_SET } from "./row-shapes.ts";

function compileLogLevel(words: ActionWords): Action | undefined {
  const word = words.expect("a level or 'silent'");
  if (word === undefined || !words.end()) return undefined;
  const level = word.text === "silent" ? word.text : levelOf(word.text);
  if (level === undefined) {
    return words.fail(
      word,
      `'${word.text}' is no log level`,
      `it is silent or one of ${Object.keys(Level).join(", ")}`,
    );
  }
  return (txn) => {
    txn.setLogLevel(level);
    return Outcome.next;
  };
}

const TIMEOUTS = ["server", "tunnel", "client"] as const;

function compileTimeout(words: ActionWords, scope: RuleScope): Action | undefined {
  const kind = words.expect("'server', 'tunnel' or 'client'");
  const which = TIMEOUTS.find((name) => name === kind?.text);
  if (kind === undefined) return undefined;
  if (which === undefined)
    return words.fail(
      kind,
      `'${kind.text}' is no timeout that rules can set`,
      `it is one of ${TIMEOUTS.join(", ")}`,
    );
  const side = which === "client" ? "frontend" : "backend";
  if (!(which === "client" ? scope.hasFrontend : scope.hasBackend)) {
    return words.fail(kind, `'${scope.proxyName}' has no ${side} side whose timeout could be set`);
  }
  const value = words.expect("a time or an expression");
  const timeMs = value === undefined ? undefined : compileTime(value, words, scope);
  if (timeMs === undefined || !words.end()) return undefined;
  return (txn) => {
    const time = timeMs(txn);
    if (time > 0) txn.setTimeout(which, time);
    return Outcome.next;
  };
}

/** The time in ms, or an expression that gives it; 0 when it gives none. */
function compileTime(
  word: Word,
  words: ActionWords,
  scope: RuleScope,
): ((txn: RuleTxn) => number) | undefined {
  const literal = readTimeMs(word.text);
  if ("value" in literal) {
    if (literal.value > 0) return () => literal.value;
    return words.fail(word, "a timeout that a rule sets cannot be 0");
  }
  if (/^\d/.test(word.text)) return words.fail(word, `expected a time, found '${word.text}'`);
  const expression = compileExpression(word, scope);
  const asInt = expression === undefined ? undefined : castTo(expression, "int", scope, word);
  if (asInt === undefined) return undefined;
  return (txn) => {
    const value = asInt.eval(txn);
    return value === undefined ? 0 : Number(intOf(value) ?? 0);
  };
}

function compileWaitForBody(words: ActionWords): Action | undefined {
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
  return (txn) => (txn.bufferBody(wanted, limitMs) ? Outcome.next : Outcome.wait);
}

function compileCapture(
  words: ActionWords,
  scope: RuleScope,
  set: RuleSetName,
): Action | undefined {
  const word = words.expect("an expression to capture");
  const expression = word === undefined ? undefined : compileExpression(word, scope);
  const asText =
    word === undefined || expression === undefined
      ? undefined
      : castTo(expression, "str", scope, word);
  if (asText === undefined) return undefined;
  const direction =
    set === "http-request" || set === "tcp-request content" ? "request" : "response";
  const slot = captureSlot(words, scope, direction);
  if (slot === undefined || !words.end()) return undefined;
  const { index, maxBytes } = slot;
  return (txn) => {
    const value = asText.eval(txn);
    if (value === undefined) return Outcome.next;
    const text = String(value).slice(0, maxBytes);
    if (direction === "request") txn.captureRequest(index, text);
    else txn.captureResponse(index, text);
    return Outcome.next;
  };
}

/** `len` takes a slot of its own, `id` names one; only requests know `len`. */
function captureSlot(
  words: ActionWords,
  scope: RuleScope,
  direction: "request" | "response",
): { readonly index: number; readonly maxBytes: number } | undefined {
  const kind = words.expect(direction === "request" ? "'len <length>' or 'id <id>'" : "'id <id>'");
  if (kind === undefined) return undefined;
  if (!scope.hasFrontend) {
    return words.fail(
      words.keyword,
      "'capture' in a backend is not supported yet by this version",
      "capture in the frontend",
    );
  }
  if (kind.text === "len" && direction === "request") {
    const maxBytes = words.integer("a length", 1, 65535);
    const index = maxBytes === undefined ? undefined : scope.claimCapture(direction, maxBytes);
    return maxBytes === undefined || index === undefined ? undefined : { index, maxBytes };
  }
  if (kind.text !== "id") return words.fail(kind, `expected 'id', found '${kind.text}'`);
  const at = words.peek ?? kind;
  const index = words.integer("the number of a slot", 0, 65535);
  const maxBytes = index === undefined ? undefined : scope.captureLimit(direction, index);
  if (index === undefined) return undefined;
  if (maxBytes !== undefined) return { index, maxBytes };
  return words.fail(
    at,
    `there is no ${direction} capture slot ${index}`,
    `slots are declared by 'capture ${direction} header'`,
  );
}

export const streamSettingActions: readonly ActionRow[] = [
  {
    name: "set-log-level",
    sets: ["tcp-request content", "http-request", "http-response"],
    manual: "4.2",
    syntax: "set-log-level <level>",
    summary: "Logs the stream at another level, or not at all.",
    compile: (words, scope) => compileLogLevel(new ActionWords(words, scope)),
  },
  {
    name: "set-timeout",
    sets: ["http-request", "http-response"],
    manual: "4.2",
    syntax: "set-timeout { server | tunnel | client } { <timeout> | <expr> }",
    summary: "Changes a timeout for this stream.",
    compile: (words, scope) => compileTimeout(new ActionWords(words, scope), scope),
  },
  {
    name: "wait-for-body",
    sets: REQUEST_SET,
    manual: "4.2",
    syntax: "wait-for-body time <time> [at-least <bytes>]",
    summary: "Waits for the request's body.",
    compile: (words, scope) => compileWaitForBody(new ActionWords(words, scope)),
  },
  {
    name: "capture",
    sets: ["tcp-request content", ...HTTP_SETS],
    manual: "4.2",
    syntax: "capture <sample> { len <length> | id <id> }",
    summary: "Keeps a sample for logs and later rules.",
    compile: (words, scope, set) => compileCapture(new ActionWords(words, scope), scope, set),
  },
];
