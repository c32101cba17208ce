/** The process in `global` (manual 3.1 and 3.2): identity, limits, buffers, plugins. */
import { type Arguments, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { folderOf } from "../located-files.ts";
import type { GlobalModel } from "../model.ts";
import { unicodeFromLatin1 } from "../text.ts";
import { type RowFacts, sizeSetting, textSetting, timeSetting } from "./setting.ts";

function facts(name: string, manual: string, summary: string): RowFacts {
  return { name, in: ["global"], manual, summary };
}

/** What HAProxy takes once: a second line changes nothing and is said to be one. */
function once(
  row: Directive<GlobalModel>,
  valueOf: (global: GlobalModel) => unknown,
): Directive<GlobalModel> {
  return {
    ...row,
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      if (valueOf(global) === null) return row.parse(args, global, load);
      load.diagnostics.warn(args.line, `'${row.name}' was set before, the first value stays`);
    },
  };
}

/** Numeric ids of users and groups. */
const idRange = { min: 0, max: 0xfffffffe };

/** Where 0 stands for no limit. */
const NO_LIMIT_MS = 0x7fffffff;

/** Folders of the policies that depend on where the configuration lies. */
function foldersBy(policy: string, inputs: readonly string[]): readonly string[] {
  const folders = inputs.map(folderOf);
  const below = (folder: string): string => (folder === "" ? ".." : `${folder}/..`);
  return [...new Set(policy === "parent" ? folders.map(below) : folders)];
}

function parseDefaultPath(args: Arguments, _global: GlobalModel, load: Load): void {
  const policy = args.oneOf(["current", "config", "parent", "origin"]);
  if (policy === undefined) return;
  const origin = policy === "origin" ? args.expect("<path>") : null;
  if (origin === undefined || !args.end()) return;
  const folders =
    origin !== null
      ? [unicodeFromLatin1(origin.text)]
      : policy === "current"
        ? [""]
        : foldersBy(policy, load.inputs);
  if (folders.length > 1) {
    load.diagnostics.error(
      args.last,
      `'default-path ${policy}' with configuration files from several folders is not supported`,
      "'default-path origin <path>' is",
    );
  } else if (load.proxies.length + load.defaults.length > 0) {
    load.diagnostics.error(args.line, "'default-path' has to stand before the first proxy");
  } else {
    load.files.folder = folders[0]!;
  }
}

function parsePoolSharing(args: Arguments, _global: GlobalModel, load: Load): void {
  if (args.oneOf(["on", "off"]) !== "on") return;
  load.diagnostics.error(
    args.last,
    "'tune.idle-pool.shared on' is not possible: a connection belongs to the thread that made it",
    "'off' is how it is",
  );
}

export const globalProcessDirectives: readonly Directive<GlobalModel>[] = [
  {
    name: "tune.idle-pool.shared",
    in: ["global"],
    syntax: "tune.idle-pool.shared { on | off }",
    manual: "3.2",
    summary: "whether threads share idle connections to servers; only 'off', as ever",
    parse: parsePoolSharing,
  },
  once(
    textSetting(
      facts("chroot", "3.1", "confines the process to a folder"),
      "jail dir",
      (g, text) => {
        g.chroot = text;
      },
    ),
    (g) => g.chroot,
  ),
  textSetting(facts("user", "3.1", "runs as this user"), "user name", (g, text) => {
    g.user = text;
  }),
  textSetting(facts("group", "3.1", "runs as this group"), "group name", (g, text) => {
    g.group = text;
  }),
  once(
    sizeSetting(facts("uid", "3.1", "runs as this user id"), idRange, (g, id) => {
      g.uid = id;
    }),
    (g) => g.uid,
  ),
  once(
    sizeSetting(facts("gid", "3.1", "runs as this group id"), idRange, (g, id) => {
      g.gid = id;
    }),
    (g) => g.gid,
  ),
  once(
    textSetting(
      facts("pidfile", "3.1", "writes the process id to a file"),
      "pidfile",
      (g, text) => {
        g.pidfile = text;
      },
    ),
    (g) => g.pidfile,
  ),
  textSetting(
    facts("node", "3.1", "name of this node on the statistics page"),
    "name",
    (g, text) => {
      g.node = text;
    },
  ),
  textSetting(
    facts("ca-base", "3.1", "folder that relative CA files are looked up in"),
    "dir",
    (g, text) => {
      g.caBase = text;
    },
  ),
  textSetting(
    facts("crt-base", "3.1", "folder that relative certificates are looked up in"),
    "dir",
    (g, text) => {
      g.crtBase = text;
    },
  ),
  timeSetting(
    facts("hard-stop-after", "3.1", "longest time a soft stop may take"),
    unsigned,
    (g, time) => {
      g.hardStopAfterMs = time;
    },
  ),
  timeSetting(
    facts("grace", "3.1", "time between a soft stop's signal and its beginning"),
    unsigned,
    (g, time) => {
      g.graceMs = time;
    },
  ),
  sizeSetting(facts("nbthread", "3.1", "number of threads"), { min: 1, max: 64 }, (g, count) => {
    g.nbthread = count;
  }),
  once(
    sizeSetting(
      facts("maxconn", "3.2", "largest number of concurrent connections of the process"),
      unsigned,
      (g, count) => {
        g.maxconn = count === 0 ? null : count;
      },
    ),
    (g) => g.maxconn,
  ),
  sizeSetting(
    facts("maxconnrate", "3.2", "largest number of new connections a second"),
    unsigned,
    (g, rate) => {
      g.maxconnRate = rate === 0 ? null : rate;
    },
  ),
  sizeSetting(
    facts("maxsessrate", "3.2", "largest number of new sessions a second"),
    unsigned,
    (g, rate) => {
      g.maxSessionRate = rate;
    },
  ),
  sizeSetting(
    facts("maxsslrate", "3.2", "largest number of TLS connections begun a second"),
    unsigned,
    (g, rate) => {
      g.maxTlsRate = rate;
    },
  ),
  sizeSetting(
    facts("maxsslconn", "3.2", "largest number of TLS connections, of clients and of servers"),
    unsigned,
    (g, count) => {
      g.maxTlsConnections = count;
    },
  ),
  sizeSetting(
    facts("spread-checks", "3.2", "randomises check intervals by up to this many per cent"),
    { min: 0, max: 50 },
    (g, percent) => {
      g.spreadChecksPercent = percent;
    },
  ),
  timeSetting(
    facts("max-spread-checks", "3.2", "longest time over which first checks are spread"),
    unsigned,
    (g, timeMs) => {
      g.maxSpreadChecksMs = timeMs;
    },
  ),
  sizeSetting(
    facts("tune.bufsize", "3.2", "size of a stream's buffers in bytes"),
    { min: 1024, max: 0x7ffffff },
    (g, size) => {
      g.bufsizeBytes = size;
    },
  ),
  sizeSetting(
    facts("tune.maxrewrite", "3.2", "buffer space kept for header rewriting"),
    { min: 0, max: 0x7ffffff },
    (g, size) => {
      g.maxrewriteBytes = size;
    },
  ),
  sizeSetting(
    facts("tune.http.maxhdr", "3.2", "largest number of headers in a message"),
    { min: 1, max: 32767 },
    (g, count) => {
      g.maxHeaders = count;
    },
  ),
  sizeSetting(
    facts("tune.stick-counters", "3.2", "number of stick counters tracked at once"),
    { min: 0, max: 100 },
    (g, count) => {
      g.stickCounters = count;
    },
  ),
  {
    name: "default-path",
    in: ["global"],
    syntax: "default-path { current | config | parent | origin <path> }",
    manual: "3.1",
    summary: "where relative paths of files start",
    parse: parseDefaultPath,
  },
  {
    name: "tune.maxaccept",
    in: ["global"],
    syntax: "tune.maxaccept <number>",
    manual: "3.2",
    summary: "accepted for HAProxy's sake: has no effect here",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      const word = args.peek;
      const count = args.integer("a number", { min: -1, max: 0x7fffffff });
      if (count === undefined || !args.end()) return;
      load.diagnostics.warn(
        word ?? args.line,
        "'tune.maxaccept' has no effect: the runtime accepts all that wait, up to the limits",
      );
    },
  },
  {
    name: "expose-experimental-directives",
    in: ["global"],
    manual: "3.1",
    syntax: "expose-experimental-directives",
    summary: "allows what HAProxy calls experimental: 'normalize-uri'",
    parse(args: Arguments, global: GlobalModel): void {
      if (args.end()) global.experimental = true;
    },
  },
  {
    name: "daemon",
    in: ["global"],
    syntax: "daemon",
    manual: "3.1",
    summary: "goes into the background",
    parse(args: Arguments, global: GlobalModel): void {
      if (args.end()) global.daemon = true;
    },
  },
  {
    name: "description",
    in: ["global"],
    syntax: "description <text>",
    manual: "3.1",
    summary: "describes this instance on the statistics page",
    parse(args: Arguments, global: GlobalModel): void {
      if (args.expect("<text>") === undefined) return;
      global.description = [args.last, ...args.rest()].map((word) => word.text).join(" ");
    },
  },
  {
    name: "plugin-load",
    in: ["global"],
    syntax: "plugin-load <file> [<arg> ...]",
    manual: "Sluice",
    summary: "loads a TypeScript plugin (lua-load's place)",
    parse(args: Arguments, global: GlobalModel): void {
      const path = args.expect("a file");
      if (path === undefined) return;
      global.plugins.push({ path, args: args.rest().map((word) => word.text) });
    },
  },
  timeSetting(
    facts(
      "tune.lua.session-timeout",
      "3.2",
      "longest run of a plugin's action, for which its request gets 500",
    ),
    unsigned,
    (g, time) => {
      g.pluginLimitMs = time === 0 ? NO_LIMIT_MS : time;
    },
  ),
  ...["set-var", "set-var-fmt"].map((name): Directive<GlobalModel> => ({
    name,
    in: ["global"],
    syntax: `${name} <proc.var> <${name === "set-var" ? "expr" : "fmt"}>`,
    manual: "3.1",
    summary: "sets a variable of the process before it starts",
    parse(args: Arguments, global: GlobalModel): void {
      const variable = args.expect("a variable name, such as proc.mode");
      const value = variable === undefined ? undefined : args.expect("a value after the variable");
      if (variable === undefined || value === undefined) return;
      args.rest();
      global.setVars.push({ line: args.line, words: args.line.words });
    },
  })),
  ...["tune.ssl.cachesize", "tune.ssl.default-dh-param"].map((name): Directive<GlobalModel> => ({
    name,
    in: ["global"],
    syntax: `${name} <number>`,
    manual: "3.2",
    summary: "accepted for HAProxy's sake: has no effect here",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      const word = args.peek;
      if (args.size("a number", unsigned) === undefined || !args.end()) return;
      const reason =
        name === "tune.ssl.cachesize"
          ? "TLS sessions resume by tickets, there is no session cache to size"
          : "no DHE cipher is offered, so there is no DH parameter to size";
      load.diagnostics.warn(word ?? args.line, `'${name}' has no effect: ${reason}`);
    },
  })),
];
