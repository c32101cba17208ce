/**
 * Actions that say how soon and how often a stream is served: its place in a queue, how often its
 * server is tried (manual 4.4), and connection rules that expect a header first.
 */
import type { RuleSetName } from "../../config/model.ts";
import { intOf } from "../../sample/cast.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope, type RuleTxn } from "../types.ts";
import { STREAM_SETS } from "./row-shapes.ts";

const SETS: readonly RuleSetName[] = ["tcp-request content", "http-request"];
const MOST_RETRIES = 100;

/** The integer of an expression, kept within ±`bound`. */
function compileBounded(
  words: ActionWords,
  scope: RuleScope,
  bound: number,
): ((txn: RuleTxn) => number | undefined) | undefined {
  const word = words.expect("an expression");
  const expression = word === undefined ? undefined : compileExpression(word, scope);
  if (word === undefined || expression === undefined || !words.end()) return undefined;
  const asInt = castTo(expression, "int", scope, word);
  if (asInt === undefined) return undefined;
  return (txn) => {
    const sample = asInt.eval(txn);
    const int = sample === undefined ? undefined : intOf(sample);
    return int === undefined ? undefined : Math.max(-bound, Math.min(bound, Number(int)));
  };
}

function priorityRow(
  name: string,
  bound: number,
  summary: string,
  set: (txn: RuleTxn, value: number) => void,
): ActionRow {
  return {
    name,
    sets: SETS,
    manual: "4.4",
    syntax: `${name} <expr>`,
    summary,
    compile(list, scope) {
      const valueOf = compileBounded(new ActionWords(list, scope), scope, bound);
      if (valueOf === undefined) return undefined;
      return (txn) => {
        const value = valueOf(txn);
        if (value !== undefined) set(txn, value);
        return Outcome.next;
      };
    },
  };
}

function compileRetries(words: ActionWords, scope: RuleScope): Action | undefined {
  const { keyword, peek } = words;
  if (!scope.hasBackend) {
    return words.fail(
      keyword,
      "'set-retries' is only available in 'backend' and 'listen' sections",
    );
  }
  if (peek !== undefined && /^\d+$/.test(peek.text)) {
    const count = words.integer("a number of retries", 0, MOST_RETRIES);
    if (count === undefined || !words.end()) return undefined;
    return (txn) => {
      txn.effects.setRetries(count);
      return Outcome.next;
    };
  }
  const valueOf = compileBounded(words, scope, Number.MAX_SAFE_INTEGER);
  if (valueOf === undefined) return undefined;
  return (txn) => {
    const count = valueOf(txn);
    if (count !== undefined && count >= 0 && count <= MOST_RETRIES) txn.effects.setRetries(count);
    return Outcome.next;
  };
}

const NICEST = 1024;

function compileNice(words: ActionWords): Action | undefined {
  const word = words.expect("a number");
  if (word === undefined || !words.end()) return undefined;
  if (!/^[+-]?\d+$/.test(word.text)) return words.fail(word, `'${word.text}' is not a number`);
  const nice = Math.max(-NICEST, Math.min(NICEST, Number(word.text)));
  return (txn) => (txn.effects.beNice(nice) ? Outcome.next : Outcome.wait);
}

function compileSwitchMode(words: ActionWords, scope: RuleScope): Action | undefined {
  const mode = words.expect("a mode");
  if (mode === undefined) return undefined;
  if (mode.text !== "http") return words.fail(mode, `'${mode.text}' is no mode to switch to`);
  const protocol = words.takeIf("proto") ? words.expect("a protocol after 'proto'") : null;
  if (protocol === undefined || !words.end()) return undefined;
  if (protocol !== null && protocol.text !== "h1")
    return words.fail(protocol, `protocol '${protocol.text}' is not supported here`, "only h1 is");
  if (!scope.hasFrontend)
    return words.fail(words.keyword, "'switch-mode' needs a frontend or a listen section");
  return (txn) => (txn.effects.switchToHttp() ? Outcome.done : Outcome.stop);
}

function expectRow(name: string, kind: "proxy" | "netscaler-cip", summary: string): ActionRow {
  return {
    name,
    sets: ["tcp-request connection"],
    manual: "4.4",
    syntax: `${name} layer4`,
    summary,
    compile(list, scope) {
      const words = new ActionWords(list, scope);
      const layer = words.expect("'layer4'");
      if (layer === undefined) return undefined;
      if (layer.text !== "layer4") {
        return words.fail(layer, `'${name}' only supports 'layer4', found '${layer.text}'`);
      }
      if (!words.end()) return undefined;
      return (txn) => {
        txn.effects.expectHeader(kind);
        return Outcome.next;
      };
    },
  };
}

export const schedulingActions: readonly ActionRow[] = [
  priorityRow(
    "set-priority-class",
    2047,
    "Streams of a lower class leave queues first.",
    (txn, value) => txn.effects.setPriorityClass(value),
  ),
  priorityRow(
    "set-priority-offset",
    524287,
    "Moves the stream in its queue, as if it had come that many ms later.",
    (txn, value) => txn.effects.setPriorityOffset(value),
  ),
  {
    name: "set-retries",
    sets: SETS,
    manual: "4.4",
    syntax: "set-retries { <int> | <expr> }",
    summary: "Says how often a failed server is tried again, for this stream.",
    compile: (words, scope) => compileRetries(new ActionWords(words, scope), scope),
  },
  {
    name: "set-nice",
    sets: STREAM_SETS,
    manual: "4.4",
    syntax: "set-nice <nice>",
    summary: "Above 0, lets all other streams that are ready go first, the nicest last.",
    compile: (words, scope) => compileNice(new ActionWords(words, scope)),
  },
  {
    name: "switch-mode",
    sets: ["tcp-request content"],
    manual: "4.4",
    final: true,
    syntax: "switch-mode http [ proto <name> ]",
    summary: "The connection goes on in HTTP.",
    compile: (words, scope) => compileSwitchMode(new ActionWords(words, scope), scope),
  },
  expectRow("expect-proxy", "proxy", "Expects a PROXY header before anything else."),
  expectRow("expect-netscaler-cip", "netscaler-cip", "Expects a NetScaler Client IP header first."),
];
