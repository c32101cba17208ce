/** Logging and statistics in `global` (manual 3.1). */
import { type Arguments, positive } from "../arguments.ts";
import { parseBind } from "../bind/bind.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { LOG_SYNTAX, parseLogTarget } from "../values/log-target.ts";
import type { GlobalModel } from "../model.ts";
import { sizeSetting, textSetting, timeSetting } from "./setting.ts";

const manual = "3.1";

export const globalLoggingDirectives: readonly Directive<GlobalModel>[] = [
  {
    name: "log",
    in: ["global"],
    manual,
    summary: "where log lines go",
    syntax: LOG_SYNTAX,
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      const target = parseLogTarget(args, load.diagnostics);
      if (target !== undefined) global.logTargets.push(target);
    },
    negate(args: Arguments, global: GlobalModel): void {
      if (args.end()) global.logTargets = [];
    },
  },
  textSetting(
    { name: "log-tag", in: ["global"], manual, summary: "tag of syslog messages" },
    "string",
    (g, text) => {
      g.logTag = text;
    },
  ),
  {
    name: "log-send-hostname",
    in: ["global"],
    manual,
    syntax: "log-send-hostname [<string>]",
    summary: "puts the host's name into syslog headers; \"\" in the model asks for the system's",
    parse(args: Arguments, global: GlobalModel): void {
      const name = args.take()?.text ?? "";
      if (args.end()) global.logSendHostname = name;
    },
  },
  {
    name: "stats socket",
    in: ["global"],
    manual,
    syntax: "stats socket [<address:port>|<path>] [param*]",
    summary: "where the runtime API listens",
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      const bind = parseBind(args, load);
      if (bind !== undefined) global.statsSockets.push(bind);
    },
  },
  timeSetting(
    {
      name: "stats timeout",
      in: ["global"],
      manual,
      summary: "longest inactivity of a runtime API session",
    },
    positive,
    (g, timeMs) => {
      g.statsTimeoutMs = timeMs;
    },
  ),
  sizeSetting(
    {
      name: "stats maxconn",
      in: ["global"],
      manual,
      summary: "largest number of runtime API sessions",
    },
    positive,
    (g, count) => {
      g.statsMaxconn = count;
    },
  ),
];
