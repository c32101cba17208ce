/** How the process runs, what it says at start, and with what priority (manual 3.1 to 3.3). */
import type { Arguments, Range } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import { globalFacts as facts, integerSetting, timeSetting } from "./setting.ts";

/** Nice values. */
const PRIORITIES: Range = { min: -20, max: 19 };

/** A directive without arguments that turns something on for good. */
function flag(
  name: string,
  manual: string,
  summary: string,
  set: (global: GlobalModel) => void,
): Directive<GlobalModel> {
  return {
    ...facts(name, manual, summary),
    syntax: name,
    parse(args: Arguments, global: GlobalModel): void {
      if (args.end()) set(global);
    },
  };
}

export const globalRunDirectives: readonly Directive<GlobalModel>[] = [
  flag("quiet", "3.3", "shows no warnings and no messages at start, as -q", (g) => {
    g.process.quiet = true;
  }),
  flag("zero-warning", "3.3", "takes warnings of the configuration for errors, as -dW", (g) => {
    g.process.zeroWarning = true;
  }),
  flag("noreuseport", "3.2", "binds addresses without SO_REUSEPORT, as -dR", (g) => {
    g.process.sharesAddresses = false;
  }),
  {
    name: "master-worker",
    in: ["global"],
    syntax: "master-worker [no-exit-on-failure]",
    manual: "3.1",
    summary: "as -W: SIGUSR2 reloads; Sluice needs no process beside the one that serves",
    parse(args: Arguments, global: GlobalModel): void {
      if (args.peek !== undefined && args.oneOf(["no-exit-on-failure"]) === undefined) return;
      if (args.end()) global.process.masterWorker = true;
    },
  },
  integerSetting(
    facts("tune.renice.startup", "3.2", "nice value while the configuration is put to work"),
    PRIORITIES,
    (g, nice) => {
      g.process.startupPriority = nice;
    },
  ),
  integerSetting(
    facts("tune.renice.runtime", "3.2", "nice value of the threads once they serve"),
    PRIORITIES,
    (g, nice) => {
      g.process.runtimePriority = nice;
    },
  ),
  timeSetting(
    facts(
      "warn-blocked-traffic-after",
      "3.3",
      "warns when a thread did nothing else for so long; without the line nothing watches",
    ),
    { min: 1, max: 1000 },
    (g, timeMs) => {
      g.process.blockedWarningMs = timeMs;
    },
  ),
];
