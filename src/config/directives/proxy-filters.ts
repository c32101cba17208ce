/** `filter`: what data passes through on its way; bandwidth limits (manual 9.7), compression (9.2). */
import type { Arguments, Range } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { BandwidthFilterModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import type { Word } from "../words/word.ts";

/** Filters of HAProxy that are none here, and why. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["cache", "there is no HTTP cache"],
  ["fcgi-app", "FastCGI is not supported"],
  ["spoe", "SPOE is not supported"],
  ["trace", "it shows HAProxy's own layers, which do not exist here"],
  ["opentracing", "OpenTracing is not supported"],
]);

/** Options as they were given. */
interface Given {
  defaultLimitBytes?: number;
  defaultPeriodMs?: number;
  limitBytes?: number;
  minBytes?: number;
  key?: Word;
  table?: Word;
}

const positive: Range = { min: 1, max: 0xffff_ffff };
const fromZero: Range = { min: 0, max: 0xffff_ffff };

/** Reads options up to the end of the line; undefined after reporting. */
function readOptions(args: Arguments, load: Load): Given | undefined {
  const given: Given = {};
  for (let word = args.take(); word !== undefined; word = args.take()) {
    if (!readOption(word, args, given, load)) return undefined;
  }
  return given;
}

/** One option and its value. */
function readOption(word: Word, args: Arguments, given: Given, load: Load): boolean {
  switch (word.text) {
    case "default-limit":
      return keep(given, "defaultLimitBytes", args.size("a size", positive));
    case "default-period":
      return keep(given, "defaultPeriodMs", args.timeMs("a time", positive));
    case "limit":
      return keep(given, "limitBytes", args.size("a size", positive));
    case "min-size":
      return keep(given, "minBytes", args.size("a size", fromZero));
    case "key":
      return keep(given, "key", args.expect("an expression"));
    case "table":
      return keep(given, "table", args.expect("the name of a table"));
    default:
      load.diagnostics.error(word, `filter: unexpected '${word.text}'`);
      return false;
  }
}

function keep<Name extends keyof Given>(
  given: Given,
  name: Name,
  value: Given[Name] | undefined,
): boolean {
  if (value === undefined) return false;
  given[name] = value;
  return true;
}

/** What the options make of the filter; undefined after reporting. */
function rateOf(given: Given, at: Word, load: Load): BandwidthFilterModel["rate"] | undefined {
  const { defaultLimitBytes, defaultPeriodMs, limitBytes, key, table } = given;
  const fail = (message: string): undefined => {
    load.diagnostics.error(at, `filter '${at.text}': ${message}`);
    return undefined;
  };
  const isOwn = defaultLimitBytes !== undefined || defaultPeriodMs !== undefined;
  const isShared = limitBytes !== undefined || key !== undefined || table !== undefined;
  if (isOwn && isShared) return fail("a limit is of each stream, or shared: options of both");
  if (isShared) {
    if (key === undefined) return fail("'key' is missing");
    if (limitBytes === undefined) return fail("'limit' is missing");
    return { kind: "shared", limitBytes, key, table: table ?? null };
  }
  if (defaultPeriodMs === undefined) return fail("'default-period' is missing");
  if (defaultLimitBytes === undefined) return fail("'default-limit' is missing");
  return { kind: "stream", limitBytes: defaultLimitBytes, periodMs: defaultPeriodMs };
}

function parseLimit(kind: Word, args: Arguments, { model }: ProxyDraft, load: Load): void {
  const name = args.expect("a name");
  if (name === undefined) return;
  if (model.bandwidthFilters.some((filter) => filter.name.text === name.text)) {
    load.diagnostics.error(name, `the filter '${name.text}' is there already`);
    return;
  }
  const given = readOptions(args, load);
  const rate = given === undefined ? undefined : rateOf(given, kind, load);
  if (given === undefined || rate === undefined) return;
  const direction = kind.text === "bwlim-in" ? "in" : "out";
  const filter = { name, direction, minBytes: given.minBytes ?? 0, rate } as const;
  model.bandwidthFilters = [...model.bandwidthFilters, filter];
}

/** Where among the filters compression stands. */
function parseCompression(kind: Word, args: Arguments, { model }: ProxyDraft, load: Load): void {
  if (model.compressionFilterAt !== null)
    load.diagnostics.error(kind, `filter: '${model.name}' has one for compression already`);
  else if (args.end()) model.compressionFilterAt = model.bandwidthFilters.length;
}

export const proxyFilterDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "filter",
    in: ["frontend", "listen", "backend"],
    manual: "9.7",
    syntax:
      "filter bwlim-in|bwlim-out <name> " +
      "{ default-limit <size> default-period <time> | limit <size> key <expr> [table <table>] } " +
      "[min-size <size>] | filter compression",
    summary: "limits of bandwidth, which rules enable; the place of compression among them",
    parse(args: Arguments, draft: ProxyDraft, load: Load): void {
      const kind = args.expect("'bwlim-in', 'bwlim-out' or 'compression'");
      if (kind === undefined) return;
      if (kind.text === "compression") {
        parseCompression(kind, args, draft, load);
        return;
      }
      if (kind.text === "bwlim-in" || kind.text === "bwlim-out") {
        parseLimit(kind, args, draft, load);
        return;
      }
      const reason = REFUSED.get(kind.text);
      const message =
        reason === undefined
          ? `unknown filter '${kind.text}'`
          : `filter '${kind.text}' is not supported: ${reason}`;
      load.diagnostics.error(kind, message);
    },
  },
];
