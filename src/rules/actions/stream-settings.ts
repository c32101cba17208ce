/** Actions that change how the stream goes on: its log level and its timeouts. */
import type { RuleSetName } from "../../config/model.ts";
import { Level, levelOf } from "../../config/values/syslog.ts";
import { ActionWords } from "../action-words.ts";
import { compileRuleTime } from "../rule-time.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { STREAM_SETS } from "./row-shapes.ts";

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
  const timeMs = value === undefined ? undefined : compileRuleTime(value, words, scope);
  if (timeMs === undefined || !words.end()) return undefined;
  return (txn) => {
    const time = timeMs(txn);
    if (time > 0) txn.setTimeout(which, time);
    return Outcome.next;
  };
}

function compileDoLog(words: ActionWords, set: RuleSetName): Action | undefined {
  if (!words.end()) return undefined;
  return (txn) => {
    txn.logNow(set);
    return Outcome.next;
  };
}

export const streamSettingActions: readonly ActionRow[] = [
  {
    name: "do-log",
    sets: [
      "tcp-request connection",
      "tcp-request session",
      "tcp-request content",
      "tcp-response content",
      "http-request",
      "http-response",
      "http-after-response",
    ],
    manual: "4.4",
    syntax: "do-log",
    summary: "Logs a line at once, beside those that are logged anyway.",
    compile: (words, scope, set) => compileDoLog(new ActionWords(words, scope), set),
  },
  {
    name: "set-log-level",
    sets: [...STREAM_SETS, "http-after-response"],
    manual: "4.4",
    syntax: "set-log-level <level>",
    summary: "Logs the stream at another level, or not at all.",
    compile: (words, scope) => compileLogLevel(new ActionWords(words, scope)),
  },
  {
    name: "set-timeout",
    sets: ["http-request", "http-response"],
    manual: "4.4",
    syntax: "set-timeout { server | tunnel | client } { <timeout> | <expr> }",
    summary: "Changes a timeout for this stream.",
    compile: (words, scope) => compileTimeout(new ActionWords(words, scope), scope),
  },
];
