/** Logging, captures and ids of requests (manual 4.2). */
import { type Arguments, positive } from "../arguments.ts";
import { type Directive, anyProxy, frontendSide } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { LOG_SYNTAX, parseLogTarget } from "../values/log-target.ts";
import type { ProxyModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { transactionSteps } from "../values/log-steps.ts";
import type { Word } from "../words/word.ts";
import { textSetting } from "./setting.ts";

const manual = "4.2";

function format(
  name: string,
  summary: string,
  set: (model: ProxyModel, text: Word) => void,
): Directive<ProxyDraft> {
  return {
    name,
    in: frontendSide,
    manual,
    summary,
    syntax: `${name} <fmt>`,
    parse(args: Arguments, { model }: ProxyDraft): void {
      const text = args.expect("a format (in quotes if it contains blanks)");
      if (text !== undefined && args.end()) set(model, text);
    },
  };
}

function parseLog(args: Arguments, { model }: ProxyDraft, load: Load): void {
  if (args.takeIf("global")) {
    if (args.end()) model.logGlobal = true;
    return;
  }
  const target = parseLogTarget(args, load.diagnostics);
  if (target !== undefined) model.logTargets.push(target);
}

function noLog(args: Arguments, { model }: ProxyDraft): void {
  if (!args.end()) return;
  model.logGlobal = false;
  model.logTargets = [];
}

function parseSteps(args: Arguments, { model }: ProxyDraft, load: Load): void {
  const word = args.expect("'all', or steps separated by commas");
  if (word === undefined || !args.end()) return;
  if (word.text === "all") {
    model.logSteps = transactionSteps;
    return;
  }
  const steps = word.text.split(",");
  const unknown = steps.find((step) => !transactionSteps.includes(step));
  if (unknown === undefined) model.logSteps = steps;
  else
    load.diagnostics.error(
      word,
      `'${unknown}' is not a step of a transaction`,
      `expected 'all' or some of ${transactionSteps.join(", ")}`,
    );
}

function captureHeader(direction: "request" | "response"): Directive<ProxyDraft> {
  return {
    name: `capture ${direction} header`,
    in: ["frontend", "listen"],
    manual,
    syntax: `capture ${direction} header <name> len <length>`,
    summary: `keeps a ${direction} header for the log`,
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const captured = nameAndLength(args, load);
      if (captured !== undefined) model.captures.push({ direction, ...captured, rule: null });
    },
  };
}

function nameAndLength(
  args: Arguments,
  load: Load,
): { readonly name: string; readonly maxBytes: number } | undefined {
  const name = args.expect("<name> len <length>");
  if (name === undefined) return undefined;
  if (!args.takeIf("len")) {
    load.diagnostics.error(
      args.peek ?? args.last,
      `'${args.name}' expects 'len <length>' after the name`,
    );
    return undefined;
  }
  const maxBytes = args.integer("a length after 'len'", positive);
  return maxBytes === undefined || !args.end() ? undefined : { name: name.text, maxBytes };
}

function parseDeclareCapture(args: Arguments, { model }: ProxyDraft): void {
  const direction = args.oneOf(["request", "response"]);
  if (direction === undefined) return;
  if (args.oneOf(["len"]) === undefined) return;
  const maxBytes = args.integer("a length after 'len'", positive);
  if (maxBytes === undefined) return;
  model.captures.push({ direction, name: null, maxBytes, rule: null });
}

export const proxyLoggingDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "log",
    in: anyProxy,
    manual,
    syntax: `log global | ${LOG_SYNTAX}`,
    summary: "where log lines go",
    parse: parseLog,
    negate: noLog,
    restore: noLog,
  },
  textSetting(
    { name: "log-tag", in: anyProxy, manual, summary: "tag of syslog messages" },
    "string",
    ({ model }, text) => {
      model.logTag = text;
    },
  ),
  format("log-format", "what a log line says", (model, text) => {
    model.logFormat = { kind: "custom", text };
  }),
  format("error-log-format", "what a log line says of a failed connection", (model, text) => {
    model.errorLogFormat = text;
  }),
  format("log-format-sd", "the structured data of RFC 5424 lines", (model, text) => {
    model.structuredDataFormat = text;
  }),
  {
    name: "log-steps",
    in: frontendSide,
    manual,
    syntax: "log-steps <steps>",
    summary: "at which steps of a transaction a line is logged: all, or names and commas",
    parse: parseSteps,
  },
  format("unique-id-format", "how requests are given an id", (model, text) => {
    model.uniqueIdFormat = text;
  }),
  textSetting(
    {
      name: "unique-id-header",
      in: frontendSide,
      manual,
      summary: "header that carries the id to servers",
    },
    "name",
    ({ model }, text) => {
      model.uniqueIdHeader = text;
    },
  ),
  {
    name: "declare capture",
    in: ["frontend", "listen"],
    manual: "4.2",
    misplaced: "refused",
    syntax: "declare capture { request | response } len <length>",
    summary: "a capture slot that rules fill, also those of backends",
    parse: parseDeclareCapture,
  },
  captureHeader("request"),
  captureHeader("response"),
  {
    name: "capture cookie",
    in: ["frontend", "listen"],
    manual,
    syntax: "capture cookie <name> len <length>",
    summary: "keeps a cookie for the log",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const captured = nameAndLength(args, load);
      if (captured !== undefined) model.captureCookie = captured;
    },
  },
  textSetting(
    {
      name: "monitor-uri",
      in: frontendSide,
      manual,
      summary: "URI that the proxy itself answers with 200",
    },
    "uri",
    ({ model }, text) => {
      model.monitorUri = text;
    },
  ),
];
