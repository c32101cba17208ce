/**
 * set-fc-tos, set-fc-mark, set-bc-tos, set-bc-mark, their older names set-tos and set-mark, and
 * silent-drop (manual 4.4): what the kernel does with the packets of a connection. A mark needs
 * privileges; without them the system refuses it and the connection goes on unmarked, as in HAProxy.
 */
import type { RuleSetName } from "../../config/model.ts";
import type { SocketOption } from "../../runtime/transport.ts";
import { intOf } from "../../sample/cast.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope, type RuleTxn } from "../types.ts";
import { TCP_REQUEST_SETS } from "./row-shapes.ts";

const CLIENT_SETS: readonly RuleSetName[] = [
  ...TCP_REQUEST_SETS,
  "tcp-response content",
  "http-request",
  "http-response",
];
const SERVER_SETS: readonly RuleSetName[] = ["tcp-request content", "http-request"];
const NUMBER = /^(0x[0-9a-f]+|\d+)$/i;

/** A number, in decimal or after 0x, or an expression that gives one; only low bits count. */
function compileNumber(
  words: ActionWords,
  scope: RuleScope,
  bits: number,
): ((txn: RuleTxn) => number | undefined) | undefined {
  const word = words.expect("a number or an expression");
  if (word === undefined) return undefined;
  if (NUMBER.test(word.text)) {
    const value = Number(BigInt.asUintN(bits, BigInt(word.text)));
    return () => value;
  }
  const expression = compileExpression(word, scope);
  const asInt = expression === undefined ? undefined : castTo(expression, "int", scope, word);
  if (asInt === undefined) return undefined;
  return (txn) => {
    const sample = asInt.eval(txn);
    const int = sample === undefined ? undefined : intOf(sample);
    return int === undefined ? undefined : Number(BigInt.asUintN(bits, BigInt(int)));
  };
}

function optionRow(name: string, side: "client" | "server", option: SocketOption): ActionRow {
  return {
    name,
    sets: side === "client" ? CLIENT_SETS : SERVER_SETS,
    manual: "4.4",
    syntax: `${name} { <${option}> | <expr> }`,
    summary: `Sets the ${option} of packets to the ${side}.`,
    compile(list, scope) {
      const words = new ActionWords(list, scope);
      const valueOf = compileNumber(words, scope, option === "tos" ? 8 : 32);
      if (valueOf === undefined || !words.end()) return undefined;
      return (txn) => {
        const value = valueOf(txn);
        if (value === undefined) return Outcome.next;
        if (side === "client") txn.effects.setClientOption(option, value);
        else txn.effects.setServerOption(option, value);
        return Outcome.next;
      };
    },
  };
}

function compileSilentDrop(words: ActionWords): Action | undefined {
  const ttl = words.takeIf("rst-ttl") ? words.integer("a TTL", 1, 255) : null;
  if (ttl === undefined || !words.end()) return undefined;
  return (txn) => {
    txn.effects.drop(ttl);
    return Outcome.done;
  };
}

/** Actions that need `Capabilities.socketOptions`. */
export const SOCKET_ACTIONS: ReadonlySet<string> = new Set([
  "set-fc-tos",
  "set-fc-mark",
  "set-bc-tos",
  "set-bc-mark",
  "set-tos",
  "set-mark",
  "silent-drop",
]);

export const socketOptionActions: readonly ActionRow[] = [
  optionRow("set-fc-tos", "client", "tos"),
  optionRow("set-fc-mark", "client", "mark"),
  optionRow("set-bc-tos", "server", "tos"),
  optionRow("set-bc-mark", "server", "mark"),
  optionRow("set-tos", "client", "tos"),
  optionRow("set-mark", "client", "mark"),
  {
    name: "silent-drop",
    sets: CLIENT_SETS,
    manual: "4.4",
    syntax: "silent-drop [ rst-ttl <ttl> ]",
    summary: "Makes the client's connection disappear without telling the client.",
    compile: (words, scope) => compileSilentDrop(new ActionWords(words, scope)),
  },
];
