/** use-service: an applet answers the request (manual 4.2). */
import type { RuleSetName } from "../../config/model.ts";
import { nearest } from "../../core/edit-distance.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { REQUEST_SET } from "./row-shapes.ts";

function compileUseService(
  words: ActionWords,
  scope: RuleScope,
  set: RuleSetName,
): Action | undefined {
  const name = words.expect("a service's name");
  if (name === undefined || !words.end()) return undefined;
  const service = scope.service(name.text);
  if (service !== undefined && set !== "http-request")
    return words.fail(name, `service '${name.text}' serves 'http-request' rules only`);
  if (service === undefined) {
    const near = nearest(name.text, scope.serviceNames);
    const hint = near === undefined ? "" : `did you mean '${near}'?`;
    return words.fail(name, `there is no service named '${name.text}'`, hint);
  }
  return (txn) => {
    txn.serve(service);
    return Outcome.done;
  };
}

export const serviceActions: readonly ActionRow[] = [
  {
    name: "use-service",
    // HAProxy's only services of TCP connections are Lua's.
    sets: [...REQUEST_SET, "tcp-request content"],
    manual: "4.2",
    syntax: "use-service <service-name>",
    summary: "An applet inside the proxy answers the request.",
    compile: (words, scope, set) => compileUseService(new ActionWords(words, scope), scope, set),
  },
];
