/**
 * `set server … check-addr | check-port | agent-addr | agent-port | agent-send` (management manual
 * 9.3): where a server's checks and its agent's go from now on. Refusals end without the empty line
 * that other answers end with, as those of HAProxy 2.6 do.
 */
import { parseIp } from "../../core/ip.ts";
import type { Answer } from "../command.ts";
import type { ServerControl } from "../control.ts";
import { finish } from "../finish.ts";
import { warning } from "../message.ts";

type Checked = "check" | "agent";

const MOST_PORT = 65_535;
const NAMES: Readonly<Record<Checked, string>> = { check: "health checks", agent: "agent checks" };

/** A port from 0, the server's own; else what is wrong with it. */
function readPort(text: string): number | string {
  if (!/^-?\d+$/.test(text)) return "provided port is not an integer";
  const port = Number(text);
  return port >= 0 && port <= MOST_PORT ? port : "provided port is invalid";
}

/** Why there is nothing to set; null if there is. */
function refusal(server: ServerControl, checked: Checked): string | null {
  const isMade = checked === "check" ? server.checking : server.agentState === "enabled";
  return isMade ? null : `${NAMES[checked]} are not enabled on this server`;
}

export function setCheckPort(server: ServerControl, checked: Checked, text?: string): Answer {
  if (text === undefined) return `set server <b>/<s> ${checked}-port requires a port.\n`;
  const refused = refusal(server, checked);
  if (refused !== null) return warning(refused);
  const port = readPort(text);
  return typeof port === "string"
    ? warning(port)
    : finish(server.setCheckTarget(checked, null, port));
}

/** `args` are an address and, after the word "port", a port. */
export function setCheckAddress(
  server: ServerControl,
  checked: Checked,
  [text, keyword, portText = ""]: readonly string[],
): Answer {
  if (text === undefined)
    return `set server <b>/<s> ${checked}-addr requires an address and optionally a port.\n`;
  const refused = refusal(server, checked);
  if (refused !== null) return warning(refused);
  const address = parseIp(text);
  if (address === undefined) return warning(`invalid addr '${text}'`);
  const port = keyword === "port" ? readPort(portText) : null;
  return typeof port === "string"
    ? warning(port)
    : finish(server.setCheckTarget(checked, address, port));
}

/** No text sends nothing. */
export function setAgentSend(server: ServerControl, text: string = ""): Answer {
  if (refusal(server, "agent") !== null) return "agent checks are not enabled on this server.\n";
  return finish(server.setAgentSend(text));
}
