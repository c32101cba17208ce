/** Fetches of the process and the clock (manual 7.3.2). */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { argInt, argText, simpleFetch } from "../rows.ts";
import type { ProcessFacts } from "../compile-scope.ts";
import type { FetchRow } from "../types.ts";
import { Where } from "../types.ts";
import { variableValue, variablesOf } from "../variables/value.ts";

const MANUAL = "7.3.2";

/** Milliseconds a unit of `date` has; the sample counts in that unit. */
const UNITS_PER_SECOND: Readonly<Record<string, number>> = { "": 1, s: 1, ms: 1000, us: 1_000_000 };

const date: FetchRow = {
  name: "date",
  type: "int",
  where: Where.internal,
  manual: MANUAL,
  args: [
    { name: "offset", type: "int", optional: true },
    { name: "unit", type: "str", optional: true },
  ],
  syntax: "date([<offset>[,<unit>]]) : integer",
  summary: "Current time since the epoch in s, ms or us, plus an offset in that unit.",
  compile: (args, scope, at) => {
    const offset = argInt(args, 0, 0);
    const perSecond = UNITS_PER_SECOND[argText(args, 1)];
    if (perSecond === undefined) {
      scope.diagnostics.error(args[1]?.at ?? at, "fetch method 'date': expects 's', 'ms' or 'us'");
      return undefined;
    }
    const { process } = scope;
    return { type: "int", eval: () => Math.floor((process.wallMs() * perSecond) / 1000) + offset };
  },
};

const rand: FetchRow = {
  name: "rand",
  type: "int",
  where: Where.internal,
  manual: MANUAL,
  args: [{ name: "range", type: "int", optional: true }],
  syntax: "rand([<range>]) : integer",
  summary: "A random integer from 0 to range-1, or of 32 bits.",
  compile: (args, { process }) => {
    const range = argInt(args, 0, 2 ** 32);
    return { type: "int", eval: () => Math.floor((process.randomUint32() / 2 ** 32) * range) };
  },
};

const UUID_LENGTH = 36;
const DASH = 45;
const HEX_DIGIT: Uint8Array = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));

/** Sixteen bytes as a UUID of that version (RFC 9562 section 4), written to `text` first. */
function uuidOf(bytes: Uint8Array, version: 4 | 7, text: ByteBuffer): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  let at = 0;
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text[at++] = DASH;
    const byte = bytes[i]!;
    text[at++] = HEX_DIGIT[byte >> 4]!;
    text[at++] = HEX_DIGIT[byte & 15]!;
  }
  return text.latin1Slice(0, UUID_LENGTH);
}

/** Random bytes behind the milliseconds since the epoch, 48 bits (RFC 9562 section 5.7). */
function timedBytes(process: ProcessFacts): Uint8Array {
  const bytes = process.randomBytes(16);
  let rest = Math.floor(process.wallMs());
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

const uuid: FetchRow = {
  name: "uuid",
  type: "str",
  where: Where.internal,
  manual: MANUAL,
  args: [{ name: "version", type: "int", optional: true }],
  syntax: "uuid([<version>]) : string",
  summary: "A UUID, random (version 4) or with the time before what is random (version 7).",
  compile: (args, scope, at) => {
    const version = argInt(args, 0, 4);
    if (version !== 4 && version !== 7) {
      scope.diagnostics.error(
        args[0]?.at ?? at,
        "fetch method 'uuid': only versions 4 and 7 are supported",
      );
      return undefined;
    }
    const { process } = scope;
    const text = process.bytes.alloc(UUID_LENGTH);
    if (version === 7) return { type: "str", eval: () => uuidOf(timedBytes(process), 7, text) };
    return { type: "str", eval: () => uuidOf(process.randomBytes(16), 4, text) };
  },
};

const env: FetchRow = {
  name: "env",
  type: "str",
  where: Where.internal,
  manual: MANUAL,
  args: [{ name: "name", type: "str" }],
  syntax: "env(<name>) : string",
  summary: "An environment variable of the process.",
  compile: (args, { process }) => {
    const name = argText(args, 0);
    return { type: "str", eval: () => process.env(name) };
  },
};

const variable: FetchRow = {
  name: "var",
  type: "any",
  where: Where.internal,
  manual: MANUAL,
  args: [
    { name: "name", type: "var" },
    { name: "default", type: "str", optional: true },
  ],
  syntax: "var(<name>[,<default>]) : undefined",
  summary: "A variable, with the type it was stored with, or else the default.",
  compile: (args, scope, at) => {
    const ref = scope.variableNames.ref(argText(args, 0));
    if (ref === undefined) {
      scope.diagnostics.error(
        args[0]?.at ?? at,
        `fetch method 'var': invalid variable name '${argText(args, 0)}'`,
        "a name starts with its scope: proc, sess, txn, req, res or check, and a dot",
      );
      return undefined;
    }
    const otherwise = args[1]?.text;
    const { process } = scope;
    return {
      type: "any",
      eval: (txn) => variableValue(txn, process, ref) ?? otherwise,
      typeOf: (txn) => variablesOf(txn, process, ref.scope).typeOf(ref.slot),
    };
  },
};

/** Fetches that ask the process; each needs the scope to reach it. */
function ofProcess(
  name: string,
  type: FetchRow["type"],
  summary: string,
  read: (process: Parameters<FetchRow["compile"]>[1]["process"]) => string | number | boolean,
): FetchRow {
  return {
    name,
    type,
    args: [],
    where: Where.internal,
    manual: MANUAL,
    summary,
    syntax: `${name} : ${type}`,
    compile: (_args, { process }) => ({ type, eval: () => read(process) }),
  };
}

export const processFetches: readonly FetchRow[] = [
  date,
  rand,
  uuid,
  env,
  variable,
  ofProcess("date_us", "int", "Microseconds of the current second.", (process) =>
    Math.floor((process.wallMs() % 1000) * 1000),
  ),
  ofProcess("hostname", "str", "The host name.", (process) => process.hostname),
  ofProcess("nbproc", "int", "Number of processes, always 1.", () => 1),
  ofProcess("proc", "int", "Number of this process, always 1.", () => 1),
  ofProcess("pid", "int", "Process id.", (process) => process.pid),
  ofProcess("act_conn", "int", "Connections of the process now.", (process) =>
    process.connections(),
  ),
  ofProcess("uptime", "int", "Seconds since the process started.", (process) =>
    Math.floor(process.uptimeMs() / 1000),
  ),
  ofProcess("quic_enabled", "bool", "True if QUIC is spoken: it is not.", () => false),
  ofProcess("stopping", "bool", "True while the process stops softly.", (process) =>
    process.stopping(),
  ),
  simpleFetch(
    "thread",
    "int",
    Where.internal,
    MANUAL,
    "Number of the thread, from 0.",
    (txn) => txn.session.threadId - 1,
  ),
  simpleFetch(
    "unique-id",
    "str",
    Where.internal,
    "7.3.6",
    "The unique id of the request.",
    (txn) => txn.uniqueId() || undefined,
  ),
  simpleFetch(
    "last_rule_file",
    "str",
    Where.internal,
    MANUAL,
    "File of the last final rule.",
    (txn) => txn.lastRule?.words[0]?.file,
  ),
  simpleFetch(
    "last_rule_line",
    "int",
    Where.internal,
    MANUAL,
    "Line of the last final rule.",
    (txn) => txn.lastRule?.words[0]?.line,
  ),
  simpleFetch(
    "wait_end",
    "bool",
    Where.internal,
    "7.3.5",
    "True once no more content is to come.",
    (txn) => {
      const ended = txn.awaitsContent !== true;
      if (!ended) txn.incomplete = true;
      return ended;
    },
  ),
];
