/** The options of the command line (management manual 3), one row each. */
import type { Overrides } from "../../config/overrides.ts";
import type { CommandLineDraft } from "./draft.ts";

/** An option: how it is written, what it takes, what it does. */
export interface OptionRow {
  readonly name: string;
  readonly argument: string | null;
  readonly summary: string;
  apply(draft: CommandLineDraft, argument: string): string | null;
}

function flag(name: string, summary: string, set: (draft: CommandLineDraft) => void): OptionRow {
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
  set: (draft: CommandLineDraft, value: string) => void,
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
  set: (draft: CommandLineDraft, value: number) => void,
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

/** Options that turn a part of HAProxy's engine off, and how `enabled()` calls it. */
const DISABLING: ReadonlyMap<string, string> = new Map([
  ["-de", "EPOLL"],
  ["-dp", "POLL"],
  ["-dk", "KQUEUE"],
  ["-dv", "EVPORTS"],
  ["-dG", "GETADDRINFO"],
  ["-dS", "SPLICE"],
  ["-dF", "FAST-FORWARD"],
]);

function override(change: Partial<Overrides>): (draft: CommandLineDraft) => void {
  return (draft) => {
    draft.overrides = { ...draft.overrides, ...change };
  };
}

export const OPTIONS: readonly OptionRow[] = [
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
  flag(
    "-4",
    "resolvers ask for IPv4 addresses only, as 'dns-accept-family ipv4'",
    override({ ipv4Only: true }),
  ),
  flag(
    "-dr",
    "servers whose names cannot be resolved start without an address",
    (draft) => (draft.ignoresUnresolved = true),
  ),
  flag(
    "-dV",
    "no server's certificate is verified by default, as 'ssl-server-verify none'",
    override({ trustsServers: true }),
  ),
  flag(
    "-dR",
    "bind addresses without SO_REUSEPORT, as 'noreuseport'",
    override({ sharesNoAddresses: true }),
  ),
  flag("-dC", "print the configuration as it was read", (draft) => (draft.dumps = true)),
  flag(
    "-dL",
    "list the executable and the libraries that it has loaded",
    (draft) => (draft.listsLibraries = true),
  ),
  flag("-dc", "tell which CPUs threads run on", (draft) => (draft.tellsCpus = true)),
  ...[...DISABLING].map(([name, option]) =>
    flag(name, `accepted, as HAProxy's: 'enabled(${option})' is false`, (draft) => {
      const { overrides } = draft;
      draft.overrides = { ...overrides, disabled: [...overrides.disabled, option] };
    }),
  ),
  flag("--help", "print this and exit", (draft) => (draft.help = true)),
  flag("-h", "the same", (draft) => (draft.help = true)),
];

/**
 * Options about HAProxy's memory (-dM), programs that it starts (-dI) and how it copies (-dZ):
 * accepted, since nothing that Sluice does depends on them.
 */
export const WITHOUT_EFFECT: RegExp = /^-(dM.*|dI|dZ|ds)$/;

/** Options that cannot be had, and why. */
export const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^-dt/, "there are no traces; -d tells what happens"],
  [/^-dC./, "no key: what -dC prints is not anonymised"],
];
