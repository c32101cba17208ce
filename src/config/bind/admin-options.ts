/** The options of `bind` and `stats socket` lines about who may reach a socket, and what they may do (manual 5.1). */
import type { Arguments, Range } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { BindModel } from "../model.ts";
import { optionShapes } from "../options/shapes.ts";
import type { OptionRow } from "../options/rows.ts";

const { word, integer, choice } = optionShapes<BindModel>("5.1");

/** What chown(2) takes; the number above stands for no change. */
const ID: Range = { min: 0, max: 0xfffffffe };

function parseMode(args: Arguments, bind: BindModel, load: Load): void {
  const octal = args.expect("an octal mode, such as 660");
  if (octal === undefined) return;
  if (/^[0-7]{1,4}$/.test(octal.text)) bind.mode = Number.parseInt(octal.text, 8);
  else
    load.diagnostics.error(
      octal,
      `'${octal.text}' is not an octal mode`,
      "expected up to four digits from 0 to 7",
    );
}

export const bindAdminOptions: readonly OptionRow<BindModel>[] = [
  word("group", "group", "group of the unix socket", (bind, { text }) => {
    bind.group = text;
  }),
  word("user", "user", "owner of the unix socket", (bind, { text }) => {
    bind.user = text;
  }),
  {
    name: "mode",
    syntax: "mode <mode>",
    manual: "5.1",
    summary: "octal mode of the unix socket",
    parse: parseMode,
  },
  integer("uid", ID, "owner of the unix socket by number, over 'user'", (bind, uid) => {
    bind.uid = uid;
  }),
  integer("gid", ID, "group of the unix socket by number, over 'group'", (bind, gid) => {
    bind.gid = gid;
  }),
  {
    name: "expose-fd",
    syntax: "expose-fd listeners",
    manual: "5.1",
    summary:
      "accepted: a process that takes over listens beside the old one, and needs no descriptors of it",
    parse(args: Arguments): void {
      args.oneOf(["listeners"]);
    },
  },
  choice(
    "severity-output",
    ["none", "number", "string"],
    "how the stats socket shows severities before messages",
    (bind, output) => {
      bind.severityOutput = output;
    },
  ),
  choice("level", ["user", "operator", "admin"], "what the stats socket allows", (bind, level) => {
    bind.level = level;
  }),
];
