/** `get weight` and `set weight`. */
import { parseWeight } from "../../server/weight.ts";
import type { Answer, CliCommand } from "../command.ts";
import type { ServerControl } from "../control.ts";
import { finish } from "../finish.ts";
import { onServer } from "./server-target.ts";

/** Sets the weight that the text says. */
export function changeWeight(server: ServerControl, text: string | undefined): Answer {
  const change = parseWeight(text ?? "", server.initialWeight, server.dynamicWeight);
  return "error" in change ? `${change.error}\n` : finish(server.setWeight(change.weight));
}

export const WEIGHT_COMMANDS: readonly CliCommand[] = [
  {
    words: ["get", "weight"],
    level: "user",
    usage: "get weight <bk>/<srv>",
    summary: "report a server's current weight",
    run: (call) =>
      onServer(call, (server) => `${server.userWeight()} (initial ${server.initialWeight})\n`),
  },
  {
    words: ["set", "weight"],
    level: "admin",
    usage: "set weight <bk>/<srv>  (DEPRECATED)",
    summary: "change a server's weight (use 'set server' instead)",
    run: (call) => onServer(call, (server) => changeWeight(server, call.args[1])),
  },
];
