/** `get weight` and `set weight`. */
import type { Answer, CliCommand } from "../command.ts";
import type { ServerControl } from "../control.ts";
import { finishOrFail } from "../finish.ts";
import { onServer } from "./server-target.ts";

const MOST_WEIGHT = 256;

/**
 * A weight as typed: absolute 0-256, or a percentage of the initial one, 0-100.
 * @returns the weight, or what is wrong with the text.
 */
function parseWeight(text: string, initial: number): number | string {
  const match = /^(-?\d+)(%?)$/.exec(text);
  if (match === null) {
    const garbage = /^(-?\d+)(.+)$/.exec(text);
    if (garbage !== null) return "Trailing garbage in weight string\n";
    return "Empty weight string empty or preceded by garbage\n";
  }
  const number = Number(match[1]);
  if (match[2] === "%") {
    if (number < 0) return "Relative weight must be positive.\n";
    return Math.min(MOST_WEIGHT, Math.floor((initial * number) / 100));
  }
  if (number < 0 || number > MOST_WEIGHT) {
    return "Absolute weight can only be between 0 and 256 inclusive.\n";
  }
  return number;
}

/** Sets the weight that the text says. */
export function changeWeight(server: ServerControl, text: string | undefined): Answer {
  if (text === undefined) return "Require <weight> or <weight%>.\n";
  const weight = parseWeight(text, server.state().initialWeight);
  return typeof weight === "string" ? weight : finishOrFail(server.setWeight(weight));
}

export const WEIGHT_COMMANDS: readonly CliCommand[] = [
  {
    words: ["get", "weight"], level: "user", usage: "get weight <bk>/<srv>",
    summary: "report a server's current weight",
    run: (call) => onServer(call, (server) => {
      const { userWeight, initialWeight } = server.state();
      return `${userWeight} (initial ${initialWeight})\n`;
    }),
  },
  {
    words: ["set", "weight"], level: "admin", usage: "set weight <bk>/<srv>  (DEPRECATED)",
    summary: "change a server's weight (use 'set server' instead)",
    run: (call) => onServer(call, (server) => changeWeight(server, call.args[1])),
  },
];
