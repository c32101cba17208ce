/**
 * capture (manual 4.4): keeps a sample in a slot for logs and later rules. Slots belong to frontends;
 * a rule of a backend names one by number, and does nothing where the frontend has none such.
 */
import type { RuleSetName } from "../../config/model.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope, type RuleTxn } from "../types.ts";
import { HTTP_SETS } from "./row-shapes.ts";

type Direction = "request" | "response";
type Keep = (txn: RuleTxn, text: string) => void;

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
  const isRequest = set === "http-request" || set === "tcp-request content";
  const keep = compileSlot(words, scope, isRequest ? "request" : "response");
  if (keep === undefined || !words.end()) return undefined;
  return (txn) => {
    txn.incomplete = false;
    const value = asText.eval(txn);
    if (txn.incomplete && txn.awaitsContent === true) return Outcome.wait;
    if (value !== undefined) keep(txn, String(value));
    return Outcome.next;
  };
}

/** `len` has a slot of the rule's own, `id` names one; only requests know `len`. */
function compileSlot(words: ActionWords, scope: RuleScope, direction: Direction): Keep | undefined {
  const kind = words.expect(direction === "request" ? "'len <length>' or 'id <id>'" : "'id <id>'");
  if (kind === undefined) return undefined;
  if (kind.text === "len" && direction === "request") return compileOwnSlot(words, scope);
  if (kind.text !== "id") return words.fail(kind, `expected 'id', found '${kind.text}'`);
  const at = words.peek ?? kind;
  const index = words.integer("the number of a slot", 0, 65535);
  if (index === undefined) return undefined;
  if (scope.hasFrontend && index >= scope.captureSlots(direction)) {
    return words.fail(
      at,
      `there is no ${direction} capture slot ${index}`,
      `slots are declared by 'capture ${direction} header' and 'declare capture ${direction}'`,
    );
  }
  return direction === "request"
    ? (txn, text) => txn.captureRequest(index, text)
    : (txn, text) => txn.captureResponse(index, text);
}

/** The slot is another's when the proxy serves as the backend of another frontend. */
function compileOwnSlot(words: ActionWords, scope: RuleScope): Keep | undefined {
  if (!scope.hasFrontend) {
    return words.fail(
      words.keyword,
      `proxy '${scope.proxyName}' has no frontend side that could have a capture slot`,
      "declare the slot in the frontend and name it with 'id <id>'",
    );
  }
  if (words.integer("a length", 1, 65535) === undefined) return undefined;
  const index = scope.ownCaptureSlot(words.keyword);
  if (index === undefined)
    return words.fail(words.keyword, "'capture … len' cannot stand in this kind of rule");
  const owner = scope.proxyName;
  return (txn, text) => {
    if (txn.frontend.name === owner) txn.captureRequest(index, text);
  };
}

export const captureActions: readonly ActionRow[] = [
  {
    name: "capture",
    sets: ["tcp-request content", ...HTTP_SETS],
    manual: "4.4",
    syntax: "capture <sample> { len <length> | id <id> }",
    summary: "Keeps a sample for logs and later rules.",
    compile: (words, scope, set) => compileCapture(new ActionWords(words, scope), scope, set),
  },
];
