/** The command line (management manual 3): HAProxy's options, parsed; what is wrong is said at once. */

export interface CommandLine {
  /** `-f`, and what follows `--`; in order. */
  readonly inputs: readonly string[];
  readonly check: boolean;
  /** `-cc`; null without. */
  readonly condition: string | null;
  readonly version: "no" | "short" | "long";
  readonly help: boolean;
  /** `-dK…`: list the keywords. */
  readonly keywords: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly foreground: boolean;
  readonly daemon: boolean;
  /** `-W` and `-Ws`: the supervisor's modes; Sluice is its own master. */
  readonly masterWorker: "no" | "yes" | "notify";
  /** `-S`: an admin socket for the master. */
  readonly masterSockets: readonly string[];
  readonly folder: string | null;
  readonly pidFile: string | null;
  readonly localPeer: string | null;
  readonly maxconn: number | null;
  readonly proxyMaxconn: number | null;
  readonly memoryLimitMb: number;
  /** Warnings are errors (`-dW`), diagnostics are shown (`-dD`). */
  readonly strict: boolean;
  readonly diagnostics: boolean;
  readonly finish: readonly number[];
  readonly terminate: readonly number[];
}

type Draft = { -readonly [Key in keyof CommandLine]: CommandLine[Key] };

const blank = (): Draft => ({
  inputs: [],
  check: false,
  condition: null,
  version: "no",
  help: false,
  keywords: false,
  verbose: false,
  quiet: false,
  debug: false,
  foreground: false,
  daemon: false,
  masterWorker: "no",
  masterSockets: [],
  folder: null,
  pidFile: null,
  localPeer: null,
  maxconn: null,
  proxyMaxconn: null,
  memoryLimitMb: 0,
  strict: false,
  diagnostics: false,
  finish: [],
  terminate: [],
});

/** An option: how it is written, what it takes, what it does. */
interface OptionRow {
  readonly name: string;
  readonly argument: string | null;
  readonly summary: string;
  apply(draft: Draft, argument: string): string | null;
}

function flag(name: string, summary: string, set: (draft: Draft) => void): OptionRow {
  return {
    name,
    argument: null,
    summary,
    apply: (draft) => {
      set(draft);
      return null;
    },
  };
}

function valued(
  name: string,
  argument: string,
  summary: string,
  set: (draft: Draft, value: string) => void,
): OptionRow {
  return {
    name,
    argument,
    summary,
    apply: (draft, value) => {
      set(draft, value);
      return null;
    },
  };
}

function numbered(
  name: string,
  argument: string,
  summary: string,
  set: (draft: Draft, value: number) => void,
): OptionRow {
  return {
    name,
    argument,
    summary,
    apply: (draft, value) => {
      if (!/^\d{1,10}$/.test(value)) return `${name} wants a whole number, not "${value}"`;
      set(draft, Number(value));
      return null;
    },
  };
}

const OPTIONS: readonly OptionRow[] = [
  valued(
    "-f",
    "FILE|DIR",
    "read this file, or the *.cfg files of this folder; may be repeated",
    (draft, value) => (draft.inputs = [...draft.inputs, value]),
  ),
  flag(
    "-c",
    "check the configuration and exit: 0 if it is valid, 1 if not",
    (draft) => (draft.check = true),
  ),
  valued(
    "-cc",
    "COND",
    "evaluate a condition as `.if` does: exit 0 if true, 1 if not",
    (draft, value) => (draft.condition = value),
  ),
  valued("-C", "DIR", "change to this folder first", (draft, value) => (draft.folder = value)),
  flag("-D", "run in the background", (draft) => (draft.daemon = true)),
  flag(
    "-db",
    "stay in the foreground, whatever the configuration says",
    (draft) => (draft.foreground = true),
  ),
  flag("-d", "stay in the foreground and tell what happens", (draft) => {
    draft.debug = true;
    draft.foreground = true;
  }),
  flag(
    "-W",
    "accepted: Sluice needs no master process to reload",
    (draft) => (draft.masterWorker = "yes"),
  ),
  flag(
    "-Ws",
    "as -W, and tell systemd when ready ($NOTIFY_SOCKET)",
    (draft) => (draft.masterWorker = "notify"),
  ),
  valued(
    "-S",
    "ADDR",
    "a socket of the master: show proc, reload, @1 COMMAND",
    (draft, value) => (draft.masterSockets = [...draft.masterSockets, value]),
  ),
  valued(
    "-p",
    "FILE",
    "write the process's id to this file",
    (draft, value) => (draft.pidFile = value),
  ),
  valued(
    "-L",
    "NAME",
    "name of this peer; the host's name by default",
    (draft, value) => (draft.localPeer = value),
  ),
  numbered(
    "-n",
    "N",
    "limit of simultaneous connections, over the configuration's",
    (draft, value) => (draft.maxconn = value),
  ),
  numbered(
    "-m",
    "MB",
    "memory that must not be exceeded, shown by `show info`",
    (draft, value) => (draft.memoryLimitMb = value),
  ),
  numbered(
    "-N",
    "N",
    "maxconn of a frontend that sets none",
    (draft, value) => (draft.proxyMaxconn = value),
  ),
  valued(
    "-x",
    "SOCK",
    "accepted: listeners are shared with the old process without its help",
    () => {},
  ),
  flag("-q", "print no warnings and no messages", (draft) => (draft.quiet = true)),
  flag(
    "-V",
    "print what is known of this build, and where it listens",
    (draft) => (draft.verbose = true),
  ),
  flag("-v", "print the version and exit", (draft) => (draft.version = "short")),
  flag(
    "-vv",
    "print the version and what this build can do, and exit",
    (draft) => (draft.version = "long"),
  ),
  flag("-dW", "take warnings for errors", (draft) => (draft.strict = true)),
  flag("-dD", "print diagnostics as well", (draft) => (draft.diagnostics = true)),
  flag(
    "-dKall",
    "list every keyword this version knows and exit",
    (draft) => (draft.keywords = true),
  ),
  flag("--help", "print this and exit", (draft) => (draft.help = true)),
  flag("-h", "the same", (draft) => (draft.help = true)),
];

/** Options of HAProxy that choose among its own internals; nothing here depends on them. */
const WITHOUT_MEANING: RegExp = /^-(dM.*|dI|dr|dV|de|dp|dS|dG|dR|dZ|dL|dt.*|dF|dC.*|ds)$/;

const BY_NAME: ReadonlyMap<string, OptionRow> = new Map(OPTIONS.map((row) => [row.name, row]));

/** Options that take the rest of the words that are numbers. */
const PIDS: Readonly<Record<string, "finish" | "terminate">> = {
  "-sf": "finish",
  "-st": "terminate",
};

/** Parses the words after the program's name; text says what is wrong. */
export function parseCommandLine(words: readonly string[]): CommandLine | string {
  const draft = blank();
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "--") {
      draft.inputs = [...draft.inputs, ...words.slice(at + 1)];
      break;
    }
    const pids = PIDS[word];
    if (pids !== undefined) {
      const numbers = words
        .slice(at + 1)
        .filter((_each, index, rest) => rest.slice(0, index + 1).every((one) => /^\d+$/.test(one)));
      draft[pids] = [...draft[pids], ...numbers.map(Number)];
      at += numbers.length;
      continue;
    }
    const row = BY_NAME.get(word);
    if (row === undefined) {
      if (word.startsWith("-dK")) {
        draft.keywords = true;
        continue;
      }
      if (WITHOUT_MEANING.test(word)) continue;
      return word.startsWith("-")
        ? `unknown option ${word}`
        : `a file is given with -f: -f ${word}`;
    }
    const argument = row.argument === null ? "" : words[++at];
    if (argument === undefined) return `${word} wants ${row.argument}`;
    const fault = row.apply(draft, argument);
    if (fault !== null) return fault;
  }
  return draft;
}

/** The text of `--help`. */
export function helpText(program: string): string {
  const lines = OPTIONS.filter((row) => row.name !== "-h").map((row) => {
    const left = row.argument === null ? row.name : `${row.name} ${row.argument}`;
    return `  ${left.padEnd(14)} ${row.summary}`;
  });
  return (
    `Usage: ${program} -f FILE|DIR [options]\n\n${lines.join("\n")}\n` +
    `  ${"-sf PID…".padEnd(14)} once started, ask these processes to finish and leave\n` +
    `  ${"-st PID…".padEnd(14)} once started, end these processes\n`
  );
}
