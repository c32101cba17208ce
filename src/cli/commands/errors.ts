/** `show errors`: the last invalid message of each proxy (management manual 9.3). */
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { ErrorRecord } from "../control.ts";
import { failure } from "../message.ts";

/** Bytes of the message on one output line, so that lines stay under 80 columns. */
const LINE_BYTES = 70;

const NAMED: Readonly<Record<string, string>> = {
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\u001b": "\\e",
  "\\": "\\\\",
};

function printable(char: string): string {
  const named = NAMED[char];
  if (named !== undefined) return named;
  const code = char.charCodeAt(0);
  return code >= 32 && code < 127 ? char : `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** The bytes line by line, each with its offset; "+" marks the rest of a line that was cut. */
function dumpBytes(bytes: string): string {
  let text = "";
  let offset = 0;
  let continued = false;
  while (offset < bytes.length) {
    let line = "";
    let at = offset;
    let ended = false;
    while (at < bytes.length && !ended) {
      const shown = printable(bytes.charAt(at));
      if (line.length + shown.length > LINE_BYTES) break;
      line += shown;
      ended = bytes.charAt(at++) === "\n";
    }
    text += `  ${String(offset).padStart(5, "0")}${continued ? "+" : " "} ${line}\n`;
    offset = at;
    continued = !ended;
  }
  return text;
}

const numbered = (name: string | null, id: number): string => `${name ?? "<NONE>"} (#${id})`;

function dumpRecord(record: ErrorRecord, date: string): string {
  const { proxyKind, proxyName, proxyId, direction, bytes, position } = record;
  return (
    ` \n[${date}] ${proxyKind} ${proxyName} (#${proxyId}): invalid ${direction}\n` +
    `  backend ${numbered(record.backendName, record.backendId)}, ` +
    `server ${numbered(record.serverName, record.serverId)}, ` +
    `event #${record.eventId}, src ${record.source}\n` +
    `  len ${bytes.length}, error at position ${position}:\n  \n${dumpBytes(bytes)}`
  );
}

function show({ args, control }: CliCall): Answer {
  const direction = args.find((word) => word === "request" || word === "response");
  const [proxy] = args.filter((word) => word !== direction);
  const known =
    proxy === undefined ||
    proxy === "-1" ||
    control.proxies().some(({ name, id }) => name === proxy || String(id) === proxy);
  if (!known) return failure("No such proxy.\n");
  const records = control
    .errors()
    .filter(
      (record) =>
        (direction === undefined || record.direction === direction) &&
        (proxy === undefined ||
          proxy === "-1" ||
          proxy === record.proxyName ||
          proxy === String(record.proxyId)),
    );
  const title = `Total events captured on [${control.formatDate(control.wallMs())}] : ${control.errorCount}\n`;
  return (
    title + records.map((record) => dumpRecord(record, control.formatDate(record.wallMs))).join("")
  );
}

export const ERROR_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "errors"],
    level: "operator",
    usage: "show errors [<px>] [request|response]",
    summary: "report last request and/or response errors for each proxy",
    run: show,
  },
];
