/**
 * `log` lines (manual 3.1 and 4.2): where log lines go, with which facility and levels. Facility and
 * level names are syslog's (RFC 5424 section 6.2.1).
 */
import { parseAddress } from "./address.ts";
import type { Arguments } from "../arguments.ts";
import type { Diagnostics } from "../diagnostics/diagnostics.ts";
import type { LogFormatName, LogSampleModel, LogTargetModel } from "../model.ts";
import { facilityNames, levelNames } from "./syslog.ts";
import type { Word } from "../words/word.ts";

export const LOG_FORMATS: readonly LogFormatName[] = [
  "local",
  "rfc3164",
  "rfc5424",
  "priority",
  "short",
  "timed",
  "iso",
  "raw",
];

/** What the rows of `log` show. */
export const LOG_SYNTAX: string =
  "log <target> [len <length>] [format <format>] [sample <ranges>:<size>] [profile <name>] " +
  "<facility> [<level> [<minlevel>]]";

const SYSLOG_PORT = 514;
const DEFAULT_BYTES = 1024;

type Options = Pick<LogTargetModel, "maxBytes" | "format" | "sample" | "profile">;

/** Parses what follows `log`; undefined after reporting. */
export function parseLogTarget(
  args: Arguments,
  diagnostics: Diagnostics,
): LogTargetModel | undefined {
  const where = args.expect(LOG_SYNTAX.slice("log ".length));
  if (where === undefined) return undefined;
  const address = readTarget(where, diagnostics);
  const options = readOptions(args, diagnostics);
  if (options === undefined) return undefined;
  const facility = readName(args, facilityNames);
  if (facility === undefined) return undefined;
  const maxLevel = args.peek === undefined ? 7 : readName(args, levelNames);
  const minLevel = args.peek === undefined ? 0 : readName(args, levelNames);
  if (address === undefined || maxLevel === undefined || minLevel === undefined || !args.end())
    return undefined;
  return { line: args.line, address, ...options, facility, maxLevel, minLevel };
}

/** In this order only, as HAProxy reads them. */
function readOptions(args: Arguments, diagnostics: Diagnostics): Options | undefined {
  const maxBytes = args.takeIf("len") ? readLength(args) : DEFAULT_BYTES;
  if (maxBytes === undefined) return undefined;
  const format = args.takeIf("format") ? args.oneOf(LOG_FORMATS) : null;
  if (format === undefined) return undefined;
  const sample = args.takeIf("sample")
    ? readSample(args.expect("<ranges>:<size> after 'sample'"), diagnostics)
    : null;
  if (sample === undefined) return undefined;
  const profile = args.takeIf("profile") ? args.expect("the name of a log-profile section") : null;
  return profile === undefined ? undefined : { maxBytes, format, sample, profile };
}

function readLength(args: Arguments): number | undefined {
  const own = args.nested("log ... len");
  const length = own.integer("a length", { min: 80, max: 65535 });
  args.resume(own);
  return length;
}

/** "1,3-4:6". */
function readSample(word: Word | undefined, diagnostics: Diagnostics): LogSampleModel | undefined {
  if (word === undefined) return undefined;
  const fail = (problem: string): undefined => {
    diagnostics.error(word, problem, "such as 1,3-4:6: of six lines the 1st, 3rd and 4th");
    return undefined;
  };
  const parts = /^([\d,-]+):(\d+)$/.exec(word.text);
  if (parts === null) return fail("a sample is written <ranges>:<size>");
  const size = Number(parts[2]);
  const ranges: LogSampleModel["ranges"][number][] = [];
  for (const text of parts[1]!.split(",")) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(text);
    if (range === null) return fail(`'${text}' is not a range of numbers`);
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (first === 0 || last < first)
      return fail(`'${text}' is not a range that begins at 1 or later`);
    if (last > size) return fail(`the range '${text}' goes beyond the sample's size ${size}`);
    if (ranges.some((other) => first <= other.last && other.first <= last))
      return fail(`the range '${text}' overlaps another one`);
    ranges.push({ first, last });
  }
  return { ranges, size };
}

function readName(args: Arguments, known: readonly string[]): number | undefined {
  const name = args.oneOf(known);
  return name === undefined ? undefined : known.indexOf(name);
}

function readTarget(word: Word, diagnostics: Diagnostics): LogTargetModel["address"] | undefined {
  if (word.text === "stdout" || word.text === "stderr") return { kind: word.text };
  if (word.text.startsWith("ring@")) return { kind: "ring", name: word.text.slice(5) };
  if (word.text.startsWith("backend@")) return { kind: "backend", name: word.text.slice(8) };
  const isUnixStream = word.text.startsWith("uxst@");
  const isUnixDatagram = word.text.startsWith("uxdg@");
  const text = isUnixStream || isUnixDatagram ? `unix@${word.text.slice(5)}` : word.text;
  const parsed = parseAddress(text);
  if ("problem" in parsed) {
    diagnostics.error(word, parsed.problem, parsed.hint);
    return undefined;
  }
  if (
    parsed.address.kind === "ip" &&
    (parsed.lastPort !== parsed.address.port || parsed.portSign !== "")
  ) {
    diagnostics.error(word, "a log target has one port");
    return undefined;
  }
  const address =
    parsed.address.kind === "ip" && !parsed.hasPort
      ? { ...parsed.address, port: SYSLOG_PORT }
      : parsed.address;
  return isUnixStream || parsed.transport === "stream" ? { kind: "stream", to: address } : address;
}
