/** Fetches of parameters of the query string and of form bodies (manual 7.3.6). */
import type { BufferFacts, Txn } from "../txn.ts";
import { intPrefix } from "../integer.ts";
import { eachPair } from "../protocols/name-value.ts";
import type { PairName } from "../protocols/name-value.ts";
import { argText, nameArg } from "../rows.ts";
import type { CompileScope } from "../compile-scope.ts";
import type { Arg, ArgSpec, Compiled, FetchRow } from "../types.ts";
import { Where } from "../types.ts";
import { CONTENT_TYPE } from "../../http/header-name.ts";

const MANUAL = "7.3.6";

/** Where the parameters of a target begin: behind its first delimiter, or nowhere. */
function queryStart(target: string, delimiter: string): number {
  const mark = delimiter === "" ? -1 : target.indexOf(delimiter);
  return mark === -1 ? target.length : mark + 1;
}

type Text = (txn: Txn) => string | undefined;

function firstOf(
  text: string | undefined,
  start: (text: string) => number,
  name: PairName,
): string | undefined {
  if (text === undefined) return undefined;
  let found: string | undefined;
  eachPair(text, start(text), name, (value) => {
    found = value;
    return true;
  });
  return found;
}

function compiled(textOf: Text, start: (text: string) => number, name: PairName): Compiled {
  return {
    type: "str",
    eval: (txn) => firstOf(textOf(txn), start, name),
    all: (txn, each) => {
      const text = textOf(txn);
      return text !== undefined && eachPair(text, start(text), name, each);
    },
  };
}

const target: Text = ({ request }) => request?.targetText();

/** `urlp(name,delimiter)`: the delimiter before the parameters is a question mark by default. */
function startOf(args: readonly Arg[]): (text: string) => number {
  const given = argText(args, 1).slice(0, 1);
  // An empty delimiter is none, unless it only makes room for the option behind it.
  const delimiter = given === "" && args.length !== 2 ? "?" : given;
  return (text) => queryStart(text, delimiter);
}

const ignoreCaseArg: ArgSpec = { name: "i", type: "str", optional: true };
const URLP_ARGS: FetchRow["args"] = [
  nameArg,
  { name: "delim", type: "str", optional: true },
  ignoreCaseArg,
];

/** The name to look for, in any case with an `i` at `index`; undefined after reporting. */
function pairName(
  fetch: string,
  args: readonly Arg[],
  index: number,
  scope: CompileScope,
): PairName | undefined {
  const option = argText(args, index);
  if (option === "" || option === "i")
    return { name: argText(args, 0), ignoreCase: option === "i" };
  scope.diagnostics.error(
    args[index]!.at,
    `fetch method '${fetch}': '${option}' is not an option`,
    "the only one is 'i', which ignores the case of the name",
  );
  return undefined;
}

const urlp: FetchRow = {
  name: "urlp",
  aliases: ["url_param"],
  type: "str",
  where: Where.request,
  manual: MANUAL,
  args: URLP_ARGS,
  syntax: "urlp([<name>[,<delim>[,i]]]) : string",
  summary: "First parameter of that name in the query string, the first of all without a name.",
  compile: (args, scope) => {
    const name = pairName("urlp", args, 2, scope);
    return name === undefined ? undefined : compiled(target, startOf(args), name);
  },
};

const urlpVal: FetchRow = {
  name: "urlp_val",
  type: "int",
  where: Where.request,
  manual: MANUAL,
  args: URLP_ARGS,
  syntax: "urlp_val([<name>[,<delim>[,i]]]) : integer",
  summary: "Like urlp, as an integer.",
  compile: (args, scope) => {
    const start = startOf(args);
    const name = pairName("urlp_val", args, 2, scope);
    if (name === undefined) return undefined;
    return {
      type: "int",
      eval: (txn) => {
        const text = firstOf(target(txn), start, name);
        return text === undefined ? undefined : intPrefix(text);
      },
    };
  },
};

/** The bytes of a body that are there, as text. */
export function bodyText({ bytes, start, end }: BufferFacts): string {
  return bytes === null ? "" : bytes.latin1Slice(start, end);
}

const formBody: Text = ({ request, requestBuffer }) => {
  const type = request?.fields.first(CONTENT_TYPE);
  return type?.startsWith("application/x-www-form-urlencoded") === true
    ? bodyText(requestBuffer)
    : undefined;
};

const bodyParam: FetchRow = {
  name: "req.body_param",
  type: "str",
  where: Where.request,
  manual: MANUAL,
  args: [nameArg, ignoreCaseArg],
  syntax: "req.body_param([<name>[,i]]) : string",
  summary: "First parameter of that name in a form's body.",
  compile: (args, scope) => {
    const name = pairName("req.body_param", args, 1, scope);
    return name === undefined ? undefined : compiled(formBody, () => 0, name);
  },
};

export const parameterFetches: readonly FetchRow[] = [urlp, urlpVal, bodyParam];
