/** Actions that plugins register, under `lua.NAME` as under `plugin.NAME` (manual 4.2). */
import type { RuleSetName } from "../../config/model.ts";
import { ActionWords } from "../action-words.ts";
import type { Action, ActionRow, PluginPlace, RuleScope } from "../types.ts";
import { HTTP_SETS } from "./row-shapes.ts";

const PLACES: Readonly<Partial<Record<RuleSetName, PluginPlace>>> = {
  "tcp-request content": "tcp-req",
  "http-request": "http-req",
  "http-response": "http-res",
  "http-after-response": "http-after-res",
};

function compilePlugin(words: ActionWords, scope: RuleScope, set: RuleSetName): Action | undefined {
  const place = PLACES[set];
  const name = words.keyword.text.replace(/^[a-z]+\./, "");
  const args: string[] = [];
  for (let word = words.take(); word !== undefined; word = words.take()) args.push(word.text);
  const action = place === undefined ? undefined : scope.pluginAction(name, place, args);
  if (action !== undefined) return action;
  return words.fail(words.keyword, `no plugin registered an action '${name}' for '${set}'`);
}

function row(prefix: string): ActionRow {
  return {
    name: prefix,
    prefix: true,
    sets: ["tcp-request content", ...HTTP_SETS],
    manual: "4.2",
    syntax: `${prefix}<name> [<argument> ...]`,
    summary: "Runs an action that a plugin registered.",
    compile: (words, scope, set) => compilePlugin(new ActionWords(words, scope), scope, set),
  };
}

export const pluginActions: readonly ActionRow[] = [row("lua."), row("plugin.")];
