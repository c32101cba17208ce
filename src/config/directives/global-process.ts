/** The process in `global` (manual 3.1): identity, folders, start and end, plugins. */
import { type Arguments, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { folderOf } from "../values/located-files.ts";
import type { GlobalModel } from "../model.ts";
import { unicodeFromLatin1 } from "../words/text.ts";
import { dnsAcceptFamilyDirective } from "./dns-accept-family.ts";
import { globalFacts as facts, once, textSetting, timeSetting } from "./setting.ts";

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

export const globalProcessDirectives: readonly Directive<GlobalModel>[] = [
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
  {
    name: "close-spread-time",
    in: ["global"],
    syntax: "close-spread-time { <time> | infinite }",
    manual: "3.1",
    summary: "time over which a soft stop ends clients' connections; infinite leaves them alone",
    parse(args: Arguments, global: GlobalModel): void {
      const timeMs = args.takeIf("infinite")
        ? Number.POSITIVE_INFINITY
        : args.timeMs("a time or 'infinite'", unsigned);
      if (timeMs !== undefined && args.end()) global.process.closeSpreadMs = timeMs;
    },
  },
  dnsAcceptFamilyDirective,
  textSetting(
    facts("stats-file", "3.1", "counters to begin with, as 'dump stats-file' wrote them"),
    "path",
    (g, path) => {
      g.process.statsFile = path;
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
    name: "expose-deprecated-directives",
    in: ["global"],
    manual: "3.1",
    syntax: "expose-deprecated-directives",
    summary: "accepted: Sluice knows no directive that would be refused without it",
    parse(args: Arguments): void {
      args.end();
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
];
