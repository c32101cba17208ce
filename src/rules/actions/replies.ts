/** Actions that answer in place of a server: return, deny, tarpit, auth (manual 4.2). */
import type { RuleSetName } from "../../config/model.ts";
import { isProxied } from "../../http/proxied-request.ts";
import { ActionWords } from "../action-words.ts";
import { compileReply, type ReplySource } from "../reply-compile.ts";
import { constantField, type Reply } from "../reply.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { REQUEST_SET } from "./row-shapes.ts";

const SETS: readonly RuleSetName[] = ["http-request", "http-response"];
const FORM =
  "[content-type <type>] [ { default-errorfiles | errorfile <file> | errorfiles <name> | " +
  "file <file> | lf-file <file> | string <str> | lf-string <fmt> } ] [ hdr <name> <fmt> ]*";

/** A row whose words make a reply. `statusOf` is the status without one given. */
function replyRow(
  name: string,
  sets: readonly RuleSetName[],
  summary: string,
  statusOf: (set: RuleSetName) => number,
  send: (source: ReplySource) => Action,
): ActionRow {
  const page = name !== "return";
  return {
    name,
    sets,
    summary,
    final: true,
    manual: "4.2",
    syntax: `${name} [${page ? "{ status | deny_status }" : "status"} <code>] ${FORM}`,
    compile(words, scope, set) {
      const source = compileReply(new ActionWords(words, scope), scope, {
        status: statusOf(set),
        page,
      });
      return source === undefined ? undefined : send(source);
    },
  };
}

function returning(source: ReplySource): Action {
  return (txn) => {
    txn.reply(source(txn));
    return Outcome.done;
  };
}

function denying(source: ReplySource): Action {
  return (txn) => {
    txn.deny(source(txn));
    return Outcome.done;
  };
}

/** The stream answers when the time is over; until then whoever wakes it finds it waiting. */
function tarpitting(source: ReplySource): Action {
  return (txn) => {
    if (txn.waiting === null) txn.tarpit(source(txn));
    return Outcome.wait;
  };
}

/** The error page of 401, or 407, with the challenge in place of any other (RFC 7617). */
function compileAuth(words: ActionWords, scope: RuleScope): Action | undefined {
  const realm = words.takeIf("realm") ? words.expect("a text after 'realm'") : null;
  if (realm === undefined || !words.end()) return undefined;
  const text = `Basic realm="${realm?.text ?? scope.proxyName}"`;
  const origin = { status: 401, challenge: constantField("www-authenticate", text) };
  const proxy = { status: 407, challenge: constantField("proxy-authenticate", text) };
  return (txn) => {
    const asProxy = txn.frontend.tellsProxied && isProxied(txn.request!);
    const { status, challenge } = asProxy ? proxy : origin;
    const page = txn.errorReply(status);
    const fields = page.fields.filter((field) => field.name !== challenge.name);
    const reply: Reply = { ...page, fields: [...fields, challenge], clientError: true };
    txn.reply(reply);
    return Outcome.done;
  };
}

export const replyActions: readonly ActionRow[] = [
  replyRow("return", SETS, "Answers with a response of the rule's own.", () => 200, returning),
  replyRow(
    "deny",
    SETS,
    "Refuses the request or the response.",
    (set) => (set === "http-request" ? 403 : 502),
    denying,
  ),
  replyRow(
    "tarpit",
    REQUEST_SET,
    "Refuses the request after 'timeout tarpit'.",
    () => 500,
    tarpitting,
  ),
  {
    name: "auth",
    sets: REQUEST_SET,
    manual: "4.2",
    final: true,
    syntax: "auth [realm <realm>]",
    summary: "Asks for a user and a password.",
    compile: (words, scope) => compileAuth(new ActionWords(words, scope), scope),
  },
];
