/**
 * `log` lines (manual 3.1 and 4.2): where log lines go, with which facility and levels. Facility and
 * level names are syslog's (RFC 5424 section 6.2.1).
 */
import { parseAddress } from "./address.ts";
import type { Arguments } from "./arguments.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { LogTargetModel } from "./model.ts";
import type { Word } from "./word.ts";

/** Names in order of their codes. */
const facilities: readonly string[] = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "auth2",
  "ftp",
  "ntp",
  "audit",
  "alert",
  "cron2",
  "local0",
  "local1",
  "local2",
  "local3",
  "local4",
  "local5",
  "local6",
  "local7",
];

const levels: readonly string[] = [
  "emerg",
  "alert",
  "crit",
  "err",
  "warning",
  "notice",
  "info",
  "debug",
];

const formats = [
  "local",
  "rfc3164",
  "rfc5424",
  "priority",
  "short",
  "timed",
  "iso",
  "raw",
] as const;
const syslogPort = 514;

/** Parses what follows `log`; undefined after reporting. */
export function parseLogTarget(
  args: Arguments,
  diagnostics: Diagnostics,
): LogTargetModel | undefined {
  const where = args.expect(
    "<address> [len <length>] [format <format>] <facility> [<level> [<minlevel>]]",
  );
  if (where === undefined) return undefined;
  const address = readTarget(where, diagnostics);
  let maxBytes = 1024;
  let format: LogTargetModel["format"] = null;
  for (let option = args.peek; option !== undefined; option = args.peek) {
    if (args.takeIf("len")) {
      const own = args.nested("log ... len");
      const length = own.integer("a length", { min: 80, max: 65535 });
      args.resume(own);
      if (length === undefined) return undefined;
      maxBytes = length;
    } else if (args.takeIf("format")) {
      const chosen = args.oneOf(formats);
      if (chosen === undefined) return undefined;
      format = chosen;
    } else if (option.text === "sample" || option.text === "profile") {
      diagnostics.error(
        option,
        `'log ... ${option.text}' is not supported by this version of Sluice yet`,
      );
      return undefined;
    } else break;
  }
  const facility = readName(args, facilities);
  if (facility === undefined) return undefined;
  const maxLevel = args.peek === undefined ? 7 : readName(args, levels);
  const minLevel = args.peek === undefined ? 0 : readName(args, levels);
  if (address === undefined || maxLevel === undefined || minLevel === undefined || !args.end())
    return undefined;
  return { line: args.line, address, maxBytes, format, facility, maxLevel, minLevel };
}

function readName(args: Arguments, known: readonly string[]): number | undefined {
  const name = args.oneOf(known);
  return name === undefined ? undefined : known.indexOf(name);
}

function readTarget(word: Word, diagnostics: Diagnostics): LogTargetModel["address"] | undefined {
  if (word.text === "stdout" || word.text === "stderr") return { kind: word.text };
  if (/^(ring|backend)@/.test(word.text)) {
    diagnostics.error(
      word,
      `log targets like '${word.text}' are not supported by this version of Sluice yet`,
    );
    return undefined;
  }
  const parsed = parseAddress(word.text);
  if ("problem" in parsed) {
    diagnostics.error(word, parsed.problem, parsed.hint);
    return undefined;
  }
  if (parsed.transport === "stream") {
    diagnostics.error(
      word,
      "logging over a stream is not supported by this version of Sluice yet",
      "use a datagram address",
    );
    return undefined;
  }
  const { address } = parsed;
  if (address.kind !== "ip") return address;
  if (parsed.lastPort !== address.port || parsed.portSign !== "") {
    diagnostics.error(word, "a log target has one port");
    return undefined;
  }
  return parsed.hasPort ? address : { ...address, port: syslogPort };
}
