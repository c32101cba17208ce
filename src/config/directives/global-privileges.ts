/** Who the process is once it serves (manual 3.1): its user, its group, its folder. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import { globalFacts as facts, once, sizeSetting, textSetting } from "./setting.ts";
import { unixBindDirective } from "./unix-bind.ts";

/** Numeric ids of users and groups. */
const idRange = { min: 0, max: 0xfffffffe };

function refuseLibraries(args: Arguments, load: Load): void {
  load.diagnostics.error(
    args.last,
    "'set-dumpable libs' is not possible: a core holds what the process has in memory, no more",
    "'on' is",
  );
}

export const globalPrivilegeDirectives: readonly Directive<GlobalModel>[] = [
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
  unixBindDirective,
  {
    name: "set-dumpable",
    in: ["global"],
    syntax: "set-dumpable [ on | off ]",
    manual: "3.1",
    summary: "lets the system write a core when the process crashes",
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      const choice = args.peek === undefined ? "on" : args.oneOf(["on", "off", "libs"]);
      if (choice === undefined || !args.end()) return;
      if (choice === "libs") return refuseLibraries(args, load);
      global.process.dumpable = choice === "on";
    },
    negate(args: Arguments, global: GlobalModel): void {
      if (args.end()) global.process.dumpable = false;
    },
  },
];
