/**
 * set-map, del-map, add-acl and del-acl (manual 4.4): rules change the sets that other rules look
 * into. The next rule sees the change; other threads hear of it. What the set refuses, such as a
 * value that is no integer where rules read integers, is left out, as HAProxy does.
 */
import type { RuleSetName } from "../../config/model.ts";
import { readName } from "../../pattern/name.ts";
import { compileLogFormat } from "../../sample/log-format/log-format.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { HTTP_SETS } from "./row-shapes.ts";

interface PatternAction {
  readonly name: string;
  readonly sets: readonly RuleSetName[];
  readonly op: "put" | "drop";
  readonly hasValue: boolean;
  readonly summary: string;
}

const ACL_SETS: readonly RuleSetName[] = ["http-request", "http-response"];

const ACTIONS: readonly PatternAction[] = [
  {
    name: "set-map",
    sets: HTTP_SETS,
    op: "put",
    hasValue: true,
    summary: "Gives a key of a map a value; adds the key if it is new.",
  },
  {
    name: "del-map",
    sets: HTTP_SETS,
    op: "drop",
    hasValue: false,
    summary: "Takes a key out of a map.",
  },
  {
    name: "add-acl",
    sets: ACL_SETS,
    op: "put",
    hasValue: false,
    summary: "Adds a pattern to the file of an ACL unless it is in it.",
  },
  {
    name: "del-acl",
    sets: ACL_SETS,
    op: "drop",
    hasValue: false,
    summary: "Takes a pattern out of the file of an ACL.",
  },
];

/** What stands in the parentheses; undefined after reporting. */
function setName(words: ActionWords): string | undefined {
  const { keyword } = words;
  const match = /^[a-z-]+\((.+)\)$/.exec(keyword.text);
  if (match !== null) return readName(match[1]!).name;
  return words.fail(keyword, `action '${keyword.text}' expects a file's name in parentheses`);
}

function compile(
  { op, hasValue }: PatternAction,
  words: ActionWords,
  scope: RuleScope,
): Action | undefined {
  const name = setName(words);
  const keyWord = words.expect("a key");
  const key = keyWord === undefined ? undefined : compileLogFormat(keyWord, scope);
  const valueWord = hasValue && key !== undefined ? words.expect("a value for the key") : undefined;
  const value = valueWord === undefined ? null : compileLogFormat(valueWord, scope);
  if (name === undefined || key === undefined || value === undefined) return undefined;
  if ((hasValue && value === null) || !words.end()) return undefined;
  const { keyChanges } = scope.patterns;
  return (txn) => {
    keyChanges.make({ name, key: key(txn), op, value: value === null ? null : value(txn) });
    return Outcome.next;
  };
}

export const patternActions: readonly ActionRow[] = ACTIONS.map((action) => ({
  name: `${action.name}(`,
  prefix: true,
  sets: action.sets,
  manual: "4.4",
  syntax: `${action.name}(<file>) <key fmt>${action.hasValue ? " <value fmt>" : ""}`,
  summary: action.summary,
  compile: (words, scope) => compile(action, new ActionWords(words, scope), scope),
}));
