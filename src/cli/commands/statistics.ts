/** `show stat`, `show info` and `clear counters`. */
import { toCsv } from "../../stats/csv.ts";
import { infoEntries, infoToText } from "../../stats/info.ts";
import { infoToJson, statToJson } from "../../stats/json.ts";
import { makeReport, NO_FILTER } from "../../stats/report.ts";
import type { StatFilter } from "../../stats/report.ts";
import { infoToTyped, statToTyped } from "../../stats/typed.ts";
import { allows } from "../command.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { ControlPlane } from "../control.ts";
import { finish } from "../finish.ts";
import { failure } from "../message.ts";

/** `<iid|name> <type> <sid>`, all three or none; undefined for a name that no proxy has. */
function cutFilter(args: readonly string[], control: ControlPlane): StatFilter | undefined {
  if (args.length < 3) return NO_FILTER;
  const [proxy, types, serviceId] = args;
  const number = Number(proxy);
  const proxyId = Number.isInteger(number)
    ? number
    : control.proxies().find((known) => known.name === proxy)?.id;
  if (proxyId === undefined) return undefined;
  return { proxyId, types: Number(types), serviceId: Number(serviceId), hide: "nothing" };
}

function showStat({ args, control, state }: CliCall): Answer {
  const chosen = cutFilter(args, control);
  if (chosen === undefined) return failure("No such proxy.\n");
  const hide = args.includes("up") ? "down" : args.includes("no-maint") ? "maintenance" : "nothing";
  const moment = { nowMs: control.info.nowMs(), legends: allows(state.level, "operator") };
  const report = makeReport(control.proxies(), { ...chosen, hide }, moment);
  if (args.includes("json")) return `${statToJson(report)}\n`;
  return args.includes("typed") ? statToTyped(report, args.includes("desc")) : toCsv(report);
}

function showInfo({ args, control }: CliCall): string {
  const entries = infoEntries(control.info);
  if (args.includes("json")) return `${infoToJson(entries)}\n`;
  const withDoc = args.includes("desc");
  return args.includes("typed") ? infoToTyped(entries, withDoc) : infoToText(entries, withDoc);
}

function clearCounters({ args, control, state }: CliCall): Answer {
  const all = args[0] === "all";
  if (all && !allows(state.level, "admin")) return "Permission denied\n";
  return finish(control.clearCounters(all));
}

export const STATISTICS_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "stat"],
    level: "user",
    usage: "show stat [desc|json|no-maint|typed|up]*",
    summary: "report counters for each proxy and server",
    run: showStat,
  },
  {
    words: ["show", "info"],
    level: "user",
    usage: "show info [desc|json|typed|float]*",
    summary: "report information about the running process",
    run: showInfo,
  },
  {
    words: ["clear", "counters"],
    level: "operator",
    usage: "clear counters [all]",
    summary: "clear max statistics counters (or all counters)",
    run: clearCounters,
  },
];
