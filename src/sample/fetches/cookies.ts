/**
 * Fetches of cookies (manual 7.3.6): requests' Cookie and responses' Set-Cookie. With a name a
 * fetch gives the last value, without one the first; an ACL tries them all.
 */
import { COOKIE, SET_COOKIE } from "../../http/header-name.ts";
import type { HttpMessage } from "../../http/message.ts";
import { intPrefix } from "../integer.ts";
import { eachCookiePair } from "../protocols/cookie-pairs.ts";
import type { VisitCookie } from "../protocols/cookie-pairs.ts";
import { argText, nameArg } from "../rows.ts";
import type { CompileScope } from "../compile-scope.ts";
import type { Compiled, FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";
import { currentMessage } from "./headers.ts";
import type { MessageOf } from "./header-values.ts";

const MANUAL = "7.3.6";

/** Visits the cookies of all fields until `visit` returns true; true if it did. */
function visitCookies(message: HttpMessage, visit: VisitCookie): boolean {
  const field = message.isResponse ? SET_COOKIE : COOKIE;
  const { fields } = message;
  for (let i = fields.find(field, -1); i >= 0; i = fields.find(field, i)) {
    if (eachCookiePair(fields.valueText(i), message.isResponse, visit)) return true;
  }
  return false;
}

/** Calls `each` for the value of every cookie of that name, of any for "", until it is true. */
function eachCookie(message: HttpMessage, name: string, each: (value: string) => boolean): boolean {
  return visitCookies(message, (found, value) => (name === "" || found === name) && each(value));
}

/** The names in order; of a Set-Cookie field only the first cookie counts. */
function cookieNames(message: HttpMessage, delimiter: string): string {
  const { fields } = message;
  const field = message.isResponse ? SET_COOKIE : COOKIE;
  let names = "";
  const add: VisitCookie = (name) => {
    names += names === "" ? name : delimiter + name;
    return message.isResponse;
  };
  for (let i = fields.find(field, -1); i >= 0; i = fields.find(field, i))
    eachCookiePair(fields.valueText(i), message.isResponse, add);
  return names;
}

function cookieValue(message: HttpMessage, name: string): string | undefined {
  let found: string | undefined;
  eachCookie(message, name, (value) => {
    found = value;
    return name === "";
  });
  return found;
}

function countCookies(message: HttpMessage, name: string): number {
  let count = 0;
  eachCookie(message, name, () => {
    count++;
    return false;
  });
  return count;
}

function compiledCookie(messageOf: MessageOf, name: string): Compiled {
  return {
    type: "str",
    eval: (txn) => {
      const message = messageOf(txn);
      return message === null ? undefined : cookieValue(message, name);
    },
    all: (txn, each) => {
      const message = messageOf(txn);
      return message !== null && eachCookie(message, name, each);
    },
  };
}

function row(
  name: string,
  aliases: readonly string[],
  type: SampleType,
  where: number,
  summary: string,
  compile: (cookie: string, scope: CompileScope) => Compiled,
): FetchRow {
  return {
    name,
    aliases,
    type,
    where,
    manual: MANUAL,
    summary,
    args: [nameArg],
    syntax: `${name}([<name>]) : ${type}`,
    compile: (args, scope) => compile(argText(args, 0), scope),
  };
}

function numberOf(
  messageOf: MessageOf,
  read: (message: HttpMessage) => SampleValue | undefined,
): Compiled {
  return {
    type: "int",
    eval: (txn) => {
      const message = messageOf(txn);
      return message === null ? undefined : read(message);
    },
  };
}

function namesRow(name: string, where: number, messageOf: MessageOf): FetchRow {
  return {
    name,
    type: "str",
    where,
    manual: MANUAL,
    args: [{ name: "delim", type: "str", optional: true }],
    syntax: `${name}([<delim>]) : string`,
    summary: "The names of all cookies in order, joined by a comma or else the delimiter.",
    compile: (args) => {
      const delimiter = argText(args, 0)[0] ?? ",";
      return {
        type: "str",
        eval: (txn) => {
          const message = messageOf(txn);
          return message === null ? undefined : cookieNames(message, delimiter);
        },
      };
    },
  };
}

function family(
  side: "req" | "res",
  legacy: string,
  where: number,
  messageOf: MessageOf,
): readonly FetchRow[] {
  return [
    row(`${side}.cook`, [legacy], "str", where, "Value of a cookie.", (name) =>
      compiledCookie(messageOf, name),
    ),
    row(
      `${side}.cook_cnt`,
      [`${legacy}_cnt`],
      "int",
      where,
      "How many cookies have the name.",
      (name) => numberOf(messageOf, (message) => countCookies(message, name)),
    ),
    row(
      `${side}.cook_val`,
      [`${legacy}_val`],
      "int",
      where,
      "Value of a cookie as an integer.",
      (name) => numberOf(messageOf, (message) => intPrefix(cookieValue(message, name) ?? "")),
    ),
    namesRow(`${side}.cook_names`, where, messageOf),
  ];
}

export const cookieFetches: readonly FetchRow[] = [
  ...family("req", "cook", Where.request, (txn) => txn.request),
  ...family("res", "scook", Where.response, (txn) => txn.response),
  row(
    "cookie",
    [],
    "str",
    Where.stream,
    "Like req.cook in request rules, res.cook in response rules.",
    (name, scope) => compiledCookie(currentMessage(scope), name),
  ),
];
