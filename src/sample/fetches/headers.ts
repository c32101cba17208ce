/**
 * Fetches of header fields of requests and responses (manual 7.3.6). `hdr` takes the message that
 * is being processed. Without an occurrence a fetch gives the last value, an ACL tries them all.
 */
import { parseIp } from "../../core/ip.ts";
import { countValues, fieldNames } from "../../http/field-values.ts";
import type { CompileScope } from "../compile-scope.ts";
import { intPrefix } from "../integer.ts";
import { argInt, argText, nameArg, occurrenceArg, simpleFetch } from "../rows.ts";
import type { Arg, Compiled, FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";
import { everyValue, lines, nameOf, values } from "./header-values.ts";
import type { Cut, MessageOf } from "./header-values.ts";

const MANUAL = "7.3.6";
const request: MessageOf = (txn) => txn.request;
const response: MessageOf = (txn) => txn.response;
/** What the text of a value becomes; undefined when it does not read so. */
type Read = (text: string) => SampleValue | undefined;

function compileValue(
  messageOf: MessageOf,
  cut: Cut,
  type: SampleType,
  read: Read,
  args: readonly Arg[],
): Compiled {
  const name = nameOf(argText(args, 0));
  const occurrence = argInt(args, 1, 0);
  const evaluate = (fields: Parameters<Cut["at"]>[0]): SampleValue | undefined => {
    // Without a name there is nothing to take the last of.
    if (name === null && occurrence === 0) return undefined;
    const text =
      name === null
        ? everyValue(fields).at(occurrence > 0 ? occurrence - 1 : occurrence)
        : cut.at(fields, name, occurrence);
    return text === undefined ? undefined : read(text);
  };
  const compiled: Compiled = {
    type,
    eval: (txn) => {
      const message = messageOf(txn);
      return message === null ? undefined : evaluate(message.fields);
    },
  };
  if (name === null || argText(args, 1) !== "") return compiled;
  return {
    ...compiled,
    all: (txn, each) => {
      const message = messageOf(txn);
      if (message === null) return false;
      if (read === asText) return cut.each(message.fields, name, each);
      return cut.each(message.fields, name, (text) => {
        const value = typeof text === "string" ? read(text) : undefined;
        return value !== undefined && each(value);
      });
    },
  };
}

const asText: Read = (text) => text;
const asInt: Read = (text) => intPrefix(text) ?? 0;

/** Occurrences that can be counted from the end. */
const MOST_FROM_END = 10;

/** False after reporting an occurrence too far from the end. */
function isCountable(name: string, args: readonly Arg[], scope: CompileScope): boolean {
  if (argInt(args, 1, 0) >= -MOST_FROM_END) return true;
  const lowest = `an occurrence must be >= ${-MOST_FROM_END}`;
  scope.diagnostics.error(args[1]!.at, `fetch method '${name}': ${lowest}`);
  return false;
}

/** An address, a port behind an IPv4 one stripped. */
const asAddress: Read = (text) => {
  const ip = parseIp(text);
  if (ip !== undefined) return ip;
  const withPort = /^([0-9.]+):\d+$/.exec(text);
  return withPort === null ? undefined : parseIp(withPort[1]!);
};

function valueRow(
  name: string,
  aliases: readonly string[],
  where: number,
  messageOf: MessageOf,
  cut: Cut,
  type: SampleType,
  read: Read,
): FetchRow {
  return {
    name,
    aliases,
    type,
    where,
    manual: MANUAL,
    args: [nameArg, occurrenceArg],
    syntax: `${name}([<name>[,<occ>]]) : ${type}`,
    summary: "A value of a header field, the last one unless an occurrence is given.",
    compile: (args, scope) =>
      isCountable(name, args, scope) ? compileValue(messageOf, cut, type, read, args) : undefined,
  };
}

function countRow(
  name: string,
  aliases: readonly string[],
  where: number,
  messageOf: MessageOf,
  cut: Cut,
): FetchRow {
  return {
    name,
    aliases,
    type: "int",
    where,
    manual: MANUAL,
    args: [nameArg],
    syntax: `${name}([<name>]) : integer`,
    summary: "How many values, or for fhdr lines, a header field has.",
    compile: (args) => {
      const field = nameOf(argText(args, 0));
      return {
        type: "int",
        eval: (txn) => {
          const fields = messageOf(txn)?.fields;
          if (fields === undefined) return undefined;
          if (field === null)
            return cut === values ? everyValue(fields).length : fieldNames(fields).length;
          return cut === values ? countValues(fields, field) : fields.count(field);
        },
      };
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
    summary: "The names of all header fields in order, joined by a comma or else the delimiter.",
    compile: (args) => {
      const delimiter = argText(args, 0) || ",";
      return {
        type: "str",
        eval: (txn) => {
          const message = messageOf(txn);
          return message === null ? undefined : fieldNames(message.fields).join(delimiter);
        },
      };
    },
  };
}

/** A length as HAProxy's protocols write it: one byte below 240, else 4 + 7 bits at a time. */
function variableInt(value: number): string {
  if (value < 240) return String.fromCharCode(value);
  let text = String.fromCharCode((value & 15) | 240);
  let left = (value - 240) >> 4;
  for (; left >= 128; left = (left - 128) >> 7) text += String.fromCharCode((left & 127) | 128);
  return text + String.fromCharCode(left);
}

function binaryRow(name: string, where: number, messageOf: MessageOf): FetchRow {
  const summary =
    "All header fields, names and values each behind its length, two empty at the end.";
  return simpleFetch(name, "bin", where, MANUAL, summary, (txn) => {
    const fields = messageOf(txn)?.fields;
    if (fields === undefined) return undefined;
    let text = "";
    for (let i = 0; i < fields.size; i++) {
      if (!fields.isPresent(i)) continue;
      const field = fields.nameText(i);
      const value = fields.valueText(i);
      text += variableInt(field.length) + field + variableInt(value.length) + value;
    }
    return `${text}\0\0`;
  });
}

function headsRow(name: string, where: number, messageOf: MessageOf): FetchRow {
  return simpleFetch(
    name,
    "str",
    where,
    MANUAL,
    "All header fields with the empty line behind them.",
    (txn) => {
      const fields = messageOf(txn)?.fields;
      if (fields === undefined) return undefined;
      let text = "";
      for (let i = 0; i < fields.size; i++) {
        if (fields.isPresent(i)) text += `${fields.nameText(i)}: ${fields.valueText(i)}\r\n`;
      }
      return `${text}\r\n`;
    },
  );
}

function family(
  side: "req" | "res",
  legacy: string,
  where: number,
  messageOf: MessageOf,
): readonly FetchRow[] {
  const short = (suffix: string): readonly string[] => [`${legacy}${suffix}`];
  return [
    valueRow(
      `${side}.hdr`,
      side === "res" ? short("") : [],
      where,
      messageOf,
      values,
      "str",
      asText,
    ),
    valueRow(`${side}.fhdr`, [], where, messageOf, lines, "str", asText),
    valueRow(`${side}.hdr_ip`, short("_ip"), where, messageOf, values, "addr", asAddress),
    valueRow(`${side}.hdr_val`, short("_val"), where, messageOf, values, "int", asInt),
    countRow(`${side}.hdr_cnt`, short("_cnt"), where, messageOf, values),
    countRow(`${side}.fhdr_cnt`, [], where, messageOf, lines),
    namesRow(`${side}.hdr_names`, where, messageOf),
    headsRow(`${side}.hdrs`, where, messageOf),
    binaryRow(`${side}.hdrs_bin`, where, messageOf),
  ];
}

/** Compiles for the message of the rule set: the response where there is no request. */
export function currentMessage(scope: CompileScope): MessageOf {
  const isResponse = (scope.provides & (Where.request | Where.response)) === Where.response;
  return isResponse ? response : request;
}

const current: FetchRow = {
  name: "hdr",
  type: "str",
  where: 0,
  manual: MANUAL,
  args: [nameArg, occurrenceArg],
  syntax: "hdr([<name>[,<occ>]]) : string",
  summary: "Like req.hdr in request rules and res.hdr in response rules.",
  compile: (args, scope, at) => {
    if (!isCountable("hdr", args, scope)) return undefined;
    if ((scope.provides & (Where.request | Where.response)) !== 0) {
      return compileValue(currentMessage(scope), values, "str", asText, args);
    }
    scope.diagnostics.error(
      at,
      `sample fetch 'hdr' needs an HTTP message, which this ${scope.what} has not`,
    );
    return undefined;
  },
};

export const headerFetches: readonly FetchRow[] = [
  ...family("req", "hdr", Where.request, request),
  ...family("res", "shdr", Where.response, response),
  current,
];
